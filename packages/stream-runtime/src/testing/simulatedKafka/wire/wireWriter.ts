/** Writes the primitive types of the Kafka protocol. */
export class WireWriter {
  private space: Buffer;
  private length = 0;

  constructor(capacity = 256) {
    this.space = Buffer.allocUnsafe(capacity);
  }

  int8(value: number): this {
    const at = this.room(1);
    this.space.writeInt8(value, at);
    return this;
  }

  int16(value: number): this {
    const at = this.room(2);
    this.space.writeInt16BE(value, at);
    return this;
  }

  int32(value: number): this {
    const at = this.room(4);
    this.space.writeInt32BE(value, at);
    return this;
  }

  int64(value: number): this {
    const at = this.room(8);
    this.space.writeInt32BE(Math.floor(value / 4_294_967_296), at);
    this.space.writeUInt32BE(value >>> 0, at + 4);
    return this;
  }

  string(value: string | null): this {
    if (value === null) return this.int16(-1);
    const length = Buffer.byteLength(value);
    this.int16(length);
    const at = this.room(length);
    this.space.write(value, at, 'utf8');
    return this;
  }

  bytes(value: Uint8Array): this {
    return this.int32(value.length).raw(value);
  }

  raw(value: Uint8Array): this {
    const at = this.room(value.length);
    this.space.set(value, at);
    return this;
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  /** Varint, zigzag, as the fields of a record. */
  varint(value: number): this {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) + 0x80);
    return this.byte(rest);
  }

  varintBytes(value: Uint8Array | null): this {
    return value === null ? this.varint(-1) : this.varint(value.length).raw(value);
  }

  done(): Buffer {
    return this.space.subarray(0, this.length);
  }

  private byte(value: number): this {
    const at = this.room(1);
    this.space[at] = value;
    return this;
  }

  /** Makes room; only then is `space` what is written to. */
  private room(bytes: number): number {
    const at = this.length;
    this.length += bytes;
    if (this.length > this.space.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.space.length * 2));
      this.space.copy(larger, 0, 0, at);
      this.space = larger;
    }
    return at;
  }
}
