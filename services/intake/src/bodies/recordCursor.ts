import { isUtf8 } from 'node:buffer';

const TWO_TO_27 = 0x8000000;
const HIGH_BITS = 0x80808080 | 0;
const ONES = 0x01010101;

/**
 * Reads Avro bytes front to back as far as they are of the plain kind that every writer makes, and says by `isPlain` whether
 * all of them were: shortest lengths, arrays in one block, numbers within 2^53. Whatever is not is left to the codec,
 * which knows all of Avro and words for what is wrong.
 */
export class RecordCursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  isPlain = true;
  private view: DataView = new DataView(new ArrayBuffer(0));

  reset(bytes: Buffer, at: number): void {
    this.bytes = bytes;
    this.at = at;
    this.isPlain = true;
    // Records of a fetch lie in one buffer.
    if (this.view.buffer !== bytes.buffer) this.view = new DataView(bytes.buffer);
  }

  /** True where the record was plain and ended here. */
  get endsPlain(): boolean {
    return this.isPlain && this.at === this.bytes.length;
  }

  byte(): number {
    return this.at < this.bytes.length ? this.bytes[this.at++]! : this.fail();
  }

  /** The place of an enum's symbol, below `count`, at most 64. */
  symbol(count: number): number {
    const byte = this.byte();
    if ((byte & 1) !== 0 || byte >= 2 * count) return this.fail();
    return byte >>> 1;
  }

  /** True where a value of an optional field follows. */
  isPresent(): boolean {
    const byte = this.byte();
    if (byte !== 0 && byte !== 2) this.fail();
    return byte === 2;
  }

  /** A whole number from `min` to `max`, within ±(2^53 − 1). */
  long(min: number, max: number): number {
    const { bytes } = this;
    let { at } = this;
    let byte = at < bytes.length ? bytes[at++]! : 0;
    let low = byte & 0x7f;
    for (let shift = 7; byte >= 0x80 && shift < 28 && at < bytes.length; shift += 7) {
      byte = bytes[at++]!;
      low |= (byte & 0x7f) << shift;
    }
    let high = 0;
    for (let shift = 0; byte >= 0x80 && shift < 28 && at < bytes.length; shift += 7) {
      byte = bytes[at++]!;
      high |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80 || at === this.at) return this.fail();
    this.at = at;
    const magnitude = high * TWO_TO_27 + (low >>> 1);
    const value = (low & 1) === 0 ? magnitude : -magnitude - 1;
    return value >= min && value <= max ? value : this.fail();
  }

  /** Passes over a string of at most `max` bytes; returns where its bytes begin, `at` is where they end. */
  string(max: number): number {
    const { bytes } = this;
    const first = this.byte();
    let length = first;
    if (first >= 0x80) {
      const second = this.byte();
      // A longer form than the number needs, or a string longer than any field may be.
      if (second === 0 || second >= 0x80) return this.fail();
      length = (first & 0x7f) | (second << 7);
    }
    const start = this.at;
    const end = start + (length >>> 1);
    if ((length & 1) !== 0 || length > 2 * max || end > bytes.length) return this.fail();
    this.at = end;
    return start;
  }

  /**
   * Copies `bytes[start, end)` to `into` at `to`. Not plain where they hold a NUL character, or are not UTF-8: two ids must
   * not become one.
   */
  copy(start: number, end: number, into: DataView, to: number): void {
    const { view, bytes } = this;
    const base = bytes.byteOffset;
    const delta = to - start;
    let nonAscii = 0;
    let nul = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word = view.getInt32(base + i, true);
      nonAscii |= word;
      nul |= (word - ONES) & ~word;
      into.setInt32(delta + i, word, true);
    }
    for (; i < end; i++) {
      const byte = bytes[i]!;
      nonAscii |= byte;
      nul |= byte - 1;
      into.setUint8(delta + i, byte);
    }
    // Bytes above 127 may look like NUL characters next to some; who is sure looks closer, at a cost that few pay.
    if (((nonAscii | nul) & HIGH_BITS) !== 0 && !isText(bytes.subarray(start, end))) this.fail();
  }

  fail(): 0 {
    this.isPlain = false;
    return 0;
  }
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && isUtf8(bytes);
}
