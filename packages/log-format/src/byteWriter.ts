/** A growing buffer written front to back; reused from frame to frame so that appending allocates nothing. */
export class ByteWriter {
  private buffer: Buffer;
  private words: DataView;
  length = 0;

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafe(capacity);
    this.words = viewOf(this.buffer);
  }

  private room(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    let capacity = this.buffer.length * 2;
    while (capacity < needed) capacity *= 2;
    const larger = Buffer.allocUnsafe(capacity);
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
    this.words = viewOf(larger);
  }

  u8(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }

  u32(value: number): void {
    this.room(4);
    this.words.setUint32(this.length, value, true);
    this.length += 4;
  }

  f64(value: number): void {
    this.room(8);
    this.words.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Unsigned LEB128 of an integer in [0, 2^53). */
  varint(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  /** A string as Avro writes it (zigzag length in bytes, then UTF-8), so that outputs can copy it unread. */
  string(text: string): void {
    const most = text.length * 3;
    this.room(most + 5);
    if (text.length < 64 && isAscii(text)) {
      this.buffer[this.length++] = text.length * 2;
      this.length += this.buffer.latin1Write(text, this.length);
      return;
    }
    const bytes = Buffer.byteLength(text, 'utf8');
    this.varint(bytes * 2);
    this.room(bytes);
    this.length += this.buffer.utf8Write(text, this.length);
  }

  bytes(source: Uint8Array, start = 0, end = source.length): void {
    this.room(end - start);
    const length = end - start;
    const { buffer } = this;
    if (length > 256) {
      buffer.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.length);
    } else {
      // A loop is faster than a call into the engine for what a transfer takes.
      const to = this.length;
      for (let i = 0; i < length; i++) buffer[to + i] = source[start + i]!;
    }
    this.length += length;
  }

  /** Appends the first `length` bytes that a view shows, four at a time: what a transfer takes is not worth a call. */
  shown(source: DataView, length: number): void {
    this.room(length);
    const { words } = this;
    const to = this.length;
    let i = 0;
    for (; i + 4 <= length; i += 4) words.setInt32(to + i, source.getInt32(i, true), true);
    for (; i < length; i++) words.setUint8(to + i, source.getUint8(i));
    this.length += length;
  }

  /** Appends what another writer holds. */
  append(other: ByteWriter): void {
    this.room(other.length);
    other.buffer.copy(this.buffer, this.length, 0, other.length);
    this.length += other.length;
  }

  /** Forgets everything written from `length` on. */
  truncate(length: number): void {
    this.length = length;
  }

  /** A copy of what was written. */
  copy(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length));
  }

  /** What was written, valid until the next write. */
  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

declare global {
  interface Buffer {
    // Node's unchecked writers: present since Node 0.x, absent from its published types.
    latin1Write(text: string, offset: number): number;
    utf8Write(text: string, offset: number): number;
  }
}
