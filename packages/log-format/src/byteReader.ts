/** Thrown where bytes are not what a writer of this format version writes: the partition stops, loudly. */
export class FrameFormatError extends Error {
  override readonly name = 'FrameFormatError';
}

/** Reads what `ByteWriter` wrote; every read is bounds-checked. One instance may be pointed at one buffer after another. */
export class ByteReader {
  bytes: Buffer = EMPTY;
  position = 0;
  end = 0;

  reset(bytes: Buffer, start = 0, end = bytes.length): this {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    return this;
  }

  private take(count: number): number {
    const at = this.position;
    if (count < 0 || at + count > this.end) {
      throw new FrameFormatError(`frame ends at byte ${this.end}, ${count} more wanted at byte ${at}`);
    }
    this.position = at + count;
    return at;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  f64(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.bytes[this.take(1)]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 0x80;
    }
    throw new FrameFormatError(`integer above 2^53 - 1 at byte ${this.position}`);
  }

  string(): string {
    const length = this.varint() / 2;
    const at = this.take(length);
    return this.bytes.toString('utf8', at, at + length);
  }

  skipString(): void {
    this.take(this.varint() / 2);
  }

  skip(count: number): void {
    this.take(count);
  }

  get done(): boolean {
    return this.position >= this.end;
  }
}

const EMPTY = Buffer.alloc(0);
