import { storableText } from './arrayLiteral';

/** Where Postgres counts time from: 2000-01-01 UTC, epoch ms. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const TWO_TO_32 = 0x1_0000_0000;
const OID_TEXT = 25;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Up to this length a loop over the characters is faster than a call into the engine. */
const LOOPED_LENGTH_MAX = 63;
const FIRST_BYTES = 128 * 1024;

/**
 * Rows as `copy … (format binary)` takes them, written front to back into one buffer: no text is made of a number and
 * read again. The format is that of PostgreSQL's documentation of COPY: per row the number of fields, per field its
 * length (−1 for null) and its bytes.
 */
export class BinaryRows {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  private end = 0;

  get length(): number {
    return this.end;
  }

  /** What was written since the last `clear`, valid until the next write. */
  written(): Buffer {
    return this.bytes.subarray(0, this.end);
  }

  clear(): void {
    this.end = 0;
  }

  /** Begins a file. */
  header(): void {
    this.reserve(SIGNATURE.length + 8);
    SIGNATURE.copy(this.bytes, this.end);
    this.bytes.fill(0, this.end + SIGNATURE.length, this.end + SIGNATURE.length + 8);
    this.end += SIGNATURE.length + 8;
  }

  /** Begins a row. */
  row(fields: number): void {
    this.reserve(2);
    this.view.setInt16(this.end, fields);
    this.end += 2;
  }

  /** Ends the file. */
  trailer(): void {
    this.row(-1);
  }

  null(): void {
    this.reserve(4);
    this.view.setInt32(this.end, -1);
    this.end += 4;
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.view.setInt32(this.end, 1);
    this.view.setInt8(this.end + 4, value ? 1 : 0);
    this.end += 5;
  }

  int2(value: number): void {
    if (value !== (value << 16) >> 16) throw new RangeError(`${value} is not a whole number of 16 bits`);
    this.reserve(6);
    this.view.setInt32(this.end, 2);
    this.view.setInt16(this.end + 4, value);
    this.end += 6;
  }

  int4(value: number): void {
    if (value !== (value | 0)) throw new RangeError(`${value} is not a whole number of 32 bits`);
    this.reserve(8);
    this.view.setInt32(this.end, 4);
    this.view.setInt32(this.end + 4, value);
    this.end += 8;
  }

  int8(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new RangeError(`${value} is not a whole number within ±(2^53 − 1)`);
    const high = Math.floor(value / TWO_TO_32);
    this.wide(high, value - high * TWO_TO_32);
  }

  /** An instant, epoch ms; Postgres keeps microseconds from its own epoch in 64 bits. */
  instant(epochMs: number): void {
    if (!Number.isSafeInteger(epochMs))
      throw new RangeError(`${epochMs} is no instant in epoch milliseconds`);
    const fromEpoch = epochMs - POSTGRES_EPOCH_MS;
    const high = Math.floor(fromEpoch / TWO_TO_32);
    const low = (fromEpoch - high * TWO_TO_32) * 1_000;
    const carry = Math.floor(low / TWO_TO_32);
    this.wide(high * 1_000 + carry, low - carry * TWO_TO_32);
  }

  /** A text; NUL, which Postgres cannot keep, becomes U+FFFD. */
  text(text: string): void {
    const { length } = text;
    if (length <= LOOPED_LENGTH_MAX) {
      this.reserve(4 + length);
      const { bytes } = this;
      const from = this.end + 4;
      let at = 0;
      for (; at < length; at++) {
        const code = text.charCodeAt(at);
        if (code === 0 || code >= 0x80) break;
        bytes[from + at] = code;
      }
      if (at === length) {
        this.view.setInt32(this.end, length);
        this.end = from + length;
        return;
      }
    }
    const storable = storableText(text);
    const byteLength = Buffer.byteLength(storable, 'utf8');
    this.reserve(4 + byteLength);
    this.view.setInt32(this.end, byteLength);
    this.end += 4 + this.bytes.write(storable, this.end + 4, byteLength, 'utf8');
  }

  textOrNull(text: string | null): void {
    if (text === null) this.null();
    else this.text(text);
  }

  int8OrNull(value: number | null): void {
    if (value === null) this.null();
    else this.int8(value);
  }

  instantOrNull(epochMs: number | null): void {
    if (epochMs === null) this.null();
    else this.instant(epochMs);
  }

  booleanOrNull(value: boolean | null): void {
    if (value === null) this.null();
    else this.boolean(value);
  }

  textArray(texts: readonly string[]): void {
    this.reserve(24);
    const { view } = this;
    const start = this.end;
    // Dimensions, no nulls, type of the elements; of the one dimension its length and lower bound.
    view.setInt32(start + 4, texts.length === 0 ? 0 : 1);
    view.setInt32(start + 8, 0);
    view.setInt32(start + 12, OID_TEXT);
    this.end += 16;
    if (texts.length > 0) {
      view.setInt32(start + 16, texts.length);
      view.setInt32(start + 20, 1);
      this.end += 8;
      for (const text of texts) this.text(text);
    }
    this.view.setInt32(start, this.end - start - 4);
  }

  private wide(high: number, low: number): void {
    this.reserve(12);
    this.view.setInt32(this.end, 8);
    this.view.setInt32(this.end + 4, high);
    this.view.setUint32(this.end + 8, low);
    this.end += 12;
  }

  private reserve(bytes: number): void {
    const needed = this.end + bytes;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
    this.view = new DataView(larger.buffer, larger.byteOffset, larger.length);
  }
}
