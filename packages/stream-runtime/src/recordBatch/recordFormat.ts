/** What of Kafka's record format v2 a record of ours consists of: zig-zag varints, attributes 0, timestamp delta 0. */

/** Headers of a record to be sent; the order of the object's keys is the order on the wire. */
export type HeadersToSend = Readonly<Record<string, Uint8Array | string>>;

/** Bytes that a batch has before its first record: offset, length, epoch, magic, crc and the batch's own fields. */
export const BATCH_OVERHEAD_BYTES = 61;

/** Attributes, timestamp delta: one byte each, both 0. */
const FIXED_BYTES = 2;

/** Bytes of the signed varint; `value` is a length, a count or −1. */
export function sizeOfVarint(value: number): number {
  let rest = zigZag(value);
  let bytes = 1;
  while (rest > 0x7f) {
    rest >>>= 7;
    bytes += 1;
  }
  return bytes;
}

/** Writes the signed varint at `at`; returns the position after it. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let rest = zigZag(value);
  let position = at;
  while (rest > 0x7f) {
    target[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[position++] = rest;
  return position;
}

/** Bytes of a record's body, its own length aside. Lengths are −1 for null. */
export function sizeOfBody(
  offsetDelta: number,
  keyBytes: number,
  valueBytes: number,
  headersBytes: number,
): number {
  return (
    FIXED_BYTES +
    sizeOfVarint(offsetDelta) +
    sizeOfVarint(keyBytes) +
    Math.max(keyBytes, 0) +
    sizeOfVarint(valueBytes) +
    Math.max(valueBytes, 0) +
    headersBytes
  );
}

/** Bytes of a key, value or header value; −1 for null. */
export function byteLengthOf(content: Uint8Array | string | null): number {
  if (content === null) return -1;
  return typeof content === 'string' ? Buffer.byteLength(content) : content.length;
}

/** Writes a length and what it is the length of; returns the position after both. */
export function writeContent(
  target: Buffer,
  at: number,
  content: Uint8Array | string | null,
  byteLength: number,
): number {
  const start = writeVarint(target, at, byteLength);
  if (content === null) return start;
  if (typeof content === 'string') target.write(content, start, byteLength, 'utf8');
  else target.set(content, start);
  return start + byteLength;
}

export function sizeOfHeaders(headers: HeadersToSend | undefined): number {
  if (headers === undefined) return 1;
  const names = Object.keys(headers);
  let bytes = sizeOfVarint(names.length);
  for (const name of names) {
    const nameBytes = Buffer.byteLength(name);
    const valueBytes = byteLengthOf(headers[name] ?? null);
    bytes += sizeOfVarint(nameBytes) + nameBytes + sizeOfVarint(valueBytes) + Math.max(valueBytes, 0);
  }
  return bytes;
}

export function writeHeaders(target: Buffer, at: number, headers: HeadersToSend | undefined): number {
  if (headers === undefined) {
    target[at] = 0;
    return at + 1;
  }
  const names = Object.keys(headers);
  let position = writeVarint(target, at, names.length);
  for (const name of names) {
    const value = headers[name] ?? null;
    position = writeContent(target, position, name, Buffer.byteLength(name));
    position = writeContent(target, position, value, byteLengthOf(value));
  }
  return position;
}

/** Reads what `writeVarint` wrote. */
export class RecordReader {
  position: number;
  constructor(
    private readonly bytes: Buffer,
    start = 0,
  ) {
    this.position = start;
  }

  varint(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.position++]!;
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (result >>> 1) ^ -(result & 1);
    }
  }

  skip(bytes: number): void {
    this.position += bytes;
  }

  /** A view, not a copy. */
  content(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.position;
    this.position += length;
    return this.bytes.subarray(start, this.position);
  }
}

function zigZag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}
