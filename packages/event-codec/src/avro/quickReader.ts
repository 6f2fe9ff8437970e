import { CODE_BYTES_MAX, readCode } from './codeTable';
import type { TapBuffer } from './tap';

/** Thrown by QuickReader at whatever is not the plain case: the general reader then says what the record is. */
export const NOT_PLAIN = new Error('not the plain case of a record');

const TWO_TO_27 = 0x8000000;
const HIGH_BITS = 0x80808080 | 0;

/**
 * Reads the fields of one Avro body one after the other, at the speed of the pipeline: no closures, no copies of bytes,
 * and one call into the engine for the text of a whole record, of which every string is a part. It accepts less than
 * the general reader and never something else: at any byte that is not the plain case (cut off, padded, not UTF-8, out
 * of range, a block with its size) it throws NOT_PLAIN, and the general reader decides.
 *
 * Strings share the record's text: whoever keeps one for long keeps some hundred bytes.
 */
export class QuickReader {
  private bytes: TapBuffer = EMPTY;
  private words: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  private wordsOffset = 0;
  private text = '';
  private textOffset = 0;
  private position = 0;
  private end = 0;

  /** Points at the body that begins at `offset` of `bytes`. */
  reset(bytes: Buffer, offset: number): this {
    const { buffer } = bytes;
    if (buffer !== this.words.buffer) this.words = new DataView(buffer);
    this.wordsOffset = bytes.byteOffset;
    // Node's own Buffer has the native method that its published types leave out.
    this.bytes = bytes as TapBuffer;
    this.position = offset;
    this.end = bytes.length;
    this.textOffset = offset;
    this.text = this.bytes.latin1Slice(offset, this.end);
    return this;
  }

  /** A record ends where its bytes end. */
  finish(): void {
    if (this.position !== this.end) throw NOT_PLAIN;
  }

  /** A long within ±(2^53 − 1). */
  long(): number {
    const { bytes, end } = this;
    let at = this.position;
    if (at >= end) throw NOT_PLAIN;
    let byte = bytes[at++]!;
    let low = byte & 0x7f;
    if (byte >= 0x80) {
      if (at >= end) throw NOT_PLAIN;
      byte = bytes[at++]!;
      low |= (byte & 0x7f) << 7;
      if (byte >= 0x80) {
        if (at >= end) throw NOT_PLAIN;
        byte = bytes[at++]!;
        low |= (byte & 0x7f) << 14;
        if (byte >= 0x80) {
          if (at >= end) throw NOT_PLAIN;
          byte = bytes[at++]!;
          low |= (byte & 0x7f) << 21;
          if (byte >= 0x80) return this.longer(at, low);
        }
      }
    }
    this.position = at;
    return (low >>> 1) ^ -(low & 1);
  }

  /** An int of 32 bits. */
  int(): number {
    const value = this.long();
    if (value !== (value | 0)) throw NOT_PLAIN;
    return value;
  }

  /** The symbol of an enum, by its place among the writer's symbols, which are ours. */
  symbol<T extends string>(symbols: readonly T[]): T {
    if (this.position >= this.end) throw NOT_PLAIN;
    const code = this.bytes[this.position++]!;
    const symbol = symbols[code >>> 1];
    if ((code & 0x81) !== 0 || symbol === undefined) throw NOT_PLAIN;
    return symbol;
  }

  /** Whether an optional field (a union of null and one type) is set. */
  isSet(): boolean {
    if (this.position >= this.end) throw NOT_PLAIN;
    const branch = this.bytes[this.position++]!;
    if (branch === 0) return false;
    if (branch !== 2) throw NOT_PLAIN;
    return true;
  }

  boolean(): boolean {
    if (this.position >= this.end) throw NOT_PLAIN;
    const byte = this.bytes[this.position++]!;
    if (byte > 1) throw NOT_PLAIN;
    return byte === 1;
  }

  double(): number {
    const at = this.position;
    if (at + 8 > this.end) throw NOT_PLAIN;
    this.position = at + 8;
    return this.words.getFloat64(this.wordsOffset + at, true);
  }

  /** A string of any content. */
  string(): string {
    const length = this.stringLength();
    const from = this.position;
    const to = from + length;
    this.position = to;
    return this.isAscii(from, to)
      ? this.text.substring(from - this.textOffset, to - this.textOffset)
      : this.utf8(from, to);
  }

  /** A string of which there are few different ones: a BIC, a currency, a country. The same one comes back each time. */
  code(): string {
    const length = this.stringLength();
    const from = this.position;
    const to = from + length;
    this.position = to;
    if (length <= CODE_BYTES_MAX)
      return readCode(this.bytes, from, length, this.words, this.wordsOffset + from) ?? this.utf8(from, to);
    return this.isAscii(from, to) ? this.bytes.latin1Slice(from, to) : this.utf8(from, to);
  }

  // The methods below look for the byte of null first: most optional fields are null, and a call less is a tenth of them.
  longOrNull(): number | null {
    if (this.bytes[this.position] !== 0) return this.isSet() ? this.long() : null;
    this.position += 1;
    return null;
  }

  stringOrNull(): string | null {
    if (this.bytes[this.position] !== 0) return this.isSet() ? this.string() : null;
    this.position += 1;
    return null;
  }

  codeOrNull(): string | null {
    if (this.bytes[this.position] !== 0) return this.isSet() ? this.code() : null;
    this.position += 1;
    return null;
  }

  booleanOrNull(): boolean | null {
    if (this.bytes[this.position] !== 0) return this.isSet() ? this.boolean() : null;
    this.position += 1;
    return null;
  }

  /** The number of elements of an array's or map's next block, 0 at its end; each element takes a byte at least. */
  blockCount(): number {
    const count = this.long();
    if (count < 0 || count > this.end - this.position) throw NOT_PLAIN;
    return count;
  }

  codes(): string[] {
    const codes: string[] = [];
    for (let count = this.blockCount(); count > 0; count = this.blockCount())
      while (count-- > 0) codes.push(this.code());
    return codes;
  }

  // Bits 28 and up of the zigzag form, up to the 56th; `low` holds the first 28.
  private longer(start: number, low: number): number {
    const { bytes, end } = this;
    let at = start;
    let high = 0;
    let byte = 0x80;
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (at >= end || shift === 28) throw NOT_PLAIN;
      byte = bytes[at++]!;
      high |= (byte & 0x7f) << shift;
    }
    this.position = at;
    const magnitude = high * TWO_TO_27 + (low >>> 1);
    const value = (low & 1) === 0 ? magnitude : -magnitude - 1;
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) throw NOT_PLAIN;
    return value;
  }

  private stringLength(): number {
    const byte = this.position < this.end ? this.bytes[this.position]! : 1;
    if ((byte & 0x81) === 0) {
      this.position += 1;
      if (byte >>> 1 > this.end - this.position) throw NOT_PLAIN;
      return byte >>> 1;
    }
    const length = this.long();
    if (length < 0 || length > this.end - this.position) throw NOT_PLAIN;
    return length;
  }

  // Four bytes at a time; the last word overlaps the one before.
  private isAscii(from: number, to: number): boolean {
    const { words, wordsOffset } = this;
    if (to - from < 4) {
      const { bytes } = this;
      for (let at = from; at < to; at++) if (bytes[at]! >= 0x80) return false;
      return true;
    }
    const last = wordsOffset + to - 4;
    let seen = words.getInt32(last, true);
    for (let at = wordsOffset + from; at < last; at += 4) seen |= words.getInt32(at, true);
    return (seen & HIGH_BITS) === 0;
  }

  // Whatever is not UTF-8 would be replaced by U+FFFD; a text that holds one is looked at by the general reader.
  private utf8(from: number, to: number): string {
    const text = this.bytes.utf8Slice(from, to);
    if (text.includes('\ufffd')) throw NOT_PLAIN;
    return text;
  }
}

// As above: the native method is there.
const EMPTY = Buffer.alloc(0) as TapBuffer;
