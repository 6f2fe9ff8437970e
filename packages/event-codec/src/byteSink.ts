import { HEADER_BYTES, writeHeader } from './records/wireFormat';

const TWO_TO_27 = 0x8000000;
const FIRST_BYTES = 64 * 1024;
/** Up to this length a loop over the characters is faster than a call into the engine. */
const LOOPED_LENGTH_MAX = 63;

/**
 * A growing buffer that records are written into one after the other, used again after `clear()`: what was written lies
 * in `bytes` from 0 to `length`, until the next write.
 */
export class ByteSink {
  bytes: Buffer;
  length = 0;

  constructor(capacity = FIRST_BYTES) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for so many bytes more; `bytes` may be another buffer afterwards. */
  reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** The header of a record that is written with a registered schema. */
  header(schemaId: number): void {
    this.reserve(HEADER_BYTES);
    this.length = writeHeader(this.bytes, this.length, schemaId);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Avro's long. Throws TypeError beyond ±(2^53 − 1): a bug. */
  long(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new TypeError(`${String(value)} is not a whole number within ±(2^53 − 1)`);
    this.reserve(8);
    const { bytes } = this;
    let at = this.length;
    if (value >= 0 && value < 64) {
      bytes[at] = value << 1;
      this.length = at + 1;
      return;
    }
    const magnitude = value < 0 ? -value - 1 : value;
    const sign = value < 0 ? 1 : 0;
    if (magnitude < TWO_TO_27) {
      let low = (magnitude << 1) | sign;
      while (low >= 0x80) {
        bytes[at++] = low | 0x80;
        low >>>= 7;
      }
      bytes[at++] = low;
    } else {
      let high = Math.floor(magnitude / TWO_TO_27);
      const low = ((magnitude - high * TWO_TO_27) << 1) | sign;
      bytes[at++] = low | 0x80;
      bytes[at++] = (low >>> 7) | 0x80;
      bytes[at++] = (low >>> 14) | 0x80;
      bytes[at++] = (low >>> 21) | 0x80;
      while (high >= 0x80) {
        bytes[at++] = high | 0x80;
        high >>>= 7;
      }
      bytes[at++] = high;
    }
    this.length = at;
  }

  /** Avro's int. Throws TypeError where it does not fit 32 bits: a bug. */
  int(value: number): void {
    if (value !== (value | 0)) throw new TypeError(`${String(value)} is not a whole number of 32 bits`);
    this.long(value);
  }

  double(value: number): void {
    if (typeof value !== 'number') throw new TypeError(`${String(value)} is not a number`);
    this.reserve(8);
    this.length = this.bytes.writeDoubleLE(value, this.length);
  }

  /** Avro's string; a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD. */
  string(text: string): void {
    if (typeof text !== 'string') throw new TypeError(`${JSON.stringify(text)} is not a string`);
    const { length } = text;
    if (length <= LOOPED_LENGTH_MAX) {
      this.reserve(1 + length);
      const { bytes } = this;
      const from = this.length + 1;
      let at = 0;
      for (; at < length; at++) {
        const code = text.charCodeAt(at);
        if (code >= 0x80) break;
        bytes[from + at] = code;
      }
      if (at === length) {
        bytes[from - 1] = length << 1;
        this.length = from + length;
        return;
      }
    }
    const byteLength = Buffer.byteLength(text, 'utf8');
    this.long(byteLength);
    this.reserve(byteLength);
    this.length += this.bytes.write(text, this.length, byteLength, 'utf8');
  }

  /** Avro's string of `prefix` (ASCII) and the UTF-8 in `source[from, to)`: a text that nobody needs to look at. */
  utf8(prefix: string, source: Uint8Array, from: number, to: number): void {
    const count = to - from;
    const length = prefix.length + count;
    this.reserve(8 + length);
    this.long(length);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < prefix.length; i++) bytes[at++] = prefix.charCodeAt(i);
    // A loop is faster than a call into the engine for the length of an id.
    if (count <= 128) for (let i = from; i < to; i++) bytes[at++] = source[i]!;
    else bytes.set(source.subarray(from, to), at);
    this.length += length;
  }

  /** An optional string: which branch of the union, then the string. */
  stringOrNull(text: string | null): void {
    this.byte(text === null ? 0 : 2);
    if (text !== null) this.string(text);
  }
}
