/** Reads the primitive types of the Kafka protocol, as its guide defines them, from one request. */
export class WireReader {
  private at = 0;

  constructor(private readonly source: Buffer) {}

  int8(): number {
    this.at += 1;
    return this.source.readInt8(this.at - 1);
  }

  int16(): number {
    this.at += 2;
    return this.source.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.source.readInt32BE(this.at - 4);
  }

  /** An int64 that a number holds: offsets, producer ids, timestamps. */
  int64(): number {
    this.at += 8;
    return this.source.readInt32BE(this.at - 8) * 4_294_967_296 + this.source.readUInt32BE(this.at - 4);
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    this.at += length;
    return this.source.toString('utf8', this.at - length, this.at);
  }

  string(): string {
    return this.nullableString() ?? '';
  }

  bytes(): Buffer {
    const length = this.int32();
    if (length < 0) return EMPTY;
    this.at += length;
    return this.source.subarray(this.at - length, this.at);
  }

  array<T>(read: () => T): T[] {
    return this.nullableArray(read) ?? [];
  }

  nullableArray<T>(read: () => T): T[] | null {
    const length = this.int32();
    if (length < 0) return null;
    return Array.from({ length }, read);
  }
}

const EMPTY = Buffer.alloc(0);
