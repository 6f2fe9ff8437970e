/** Bytes of an id in its block: fingerprint 8, content check 4, time and status together 8. */
export const BLOCK_BYTES_PER_ID = 20;
const HEAD_BYTES = 16;
/** Statuses take the lowest three bits beside a time in ms; both together stay an exact integer below 2^51. */
const STATUSES = 8;

/** Ids of one partition in the order in which they were first seen; a block is full before the next one begins. */
export class IdBlock {
  count = 0;
  /** Append time of the newest id in it, epoch ms: the block is dropped as a whole when that is older than the horizon. */
  newest = -1;
  /** By generation: something changed since the last image, and the block may stand in one. */
  readonly changed: [boolean, boolean] = [true, true];
  readonly imaged: [boolean, boolean] = [false, false];
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly check: Uint32Array;
  private readonly stamp: Float64Array;

  constructor(
    /** 0 for the first block of the table, then 1, 2, …; never used again. */
    readonly number: number,
    readonly capacity: number,
  ) {
    const words = capacity * 4;
    const buffer = new ArrayBuffer(capacity * BLOCK_BYTES_PER_ID);
    this.stamp = new Float64Array(buffer, 0, capacity);
    this.lo = new Uint32Array(buffer, 2 * words, capacity);
    this.hi = new Uint32Array(buffer, 3 * words, capacity);
    this.check = new Uint32Array(buffer, 4 * words, capacity);
  }

  get full(): boolean {
    return this.count === this.capacity;
  }

  add(lo: number, hi: number, check: number, statusAt: number, status: number, appendedAt: number): number {
    const at = this.count++;
    this.lo[at] = lo;
    this.hi[at] = hi;
    this.check[at] = check;
    this.stamp[at] = statusAt * STATUSES + status;
    if (appendedAt > this.newest) this.newest = appendedAt;
    return at;
  }

  statusAtOf(at: number): number {
    return Math.floor(this.stamp[at]! / STATUSES);
  }

  setStatus(at: number, statusAt: number, status: number): void {
    this.stamp[at] = statusAt * STATUSES + status;
  }

  /** Bytes that `write` writes. */
  get imageBytes(): number {
    return HEAD_BYTES + this.count * BLOCK_BYTES_PER_ID;
  }

  /** Number, count and newest append time, then the columns; little-endian, as every machine is that Node runs on. */
  write(into: Uint8Array): void {
    const head = new DataView(into.buffer, into.byteOffset, HEAD_BYTES);
    head.setUint32(0, this.number, true);
    head.setUint32(4, this.count, true);
    head.setFloat64(8, this.newest, true);
    let at = HEAD_BYTES;
    for (const column of [this.stamp, this.lo, this.hi, this.check]) {
      const bytes = this.count * column.BYTES_PER_ELEMENT;
      into.set(new Uint8Array(column.buffer, column.byteOffset, bytes), at);
      at += bytes;
    }
  }

  /** Throws RangeError where the bytes are no block of this capacity. */
  static read(from: Uint8Array, capacity: number): IdBlock {
    const head = new DataView(from.buffer, from.byteOffset, from.byteLength);
    const count = from.byteLength < HEAD_BYTES ? -1 : head.getUint32(4, true);
    if (count < 1 || count > capacity || from.byteLength !== HEAD_BYTES + count * BLOCK_BYTES_PER_ID) {
      throw new RangeError(`a block of ids has ${from.byteLength} bytes and says that it holds ${count} ids`);
    }
    const block = new IdBlock(head.getUint32(0, true), capacity);
    block.count = count;
    block.newest = head.getFloat64(8, true);
    let at = HEAD_BYTES;
    for (const column of [block.stamp, block.lo, block.hi, block.check]) {
      const bytes = count * column.BYTES_PER_ELEMENT;
      new Uint8Array(column.buffer, column.byteOffset, bytes).set(from.subarray(at, at + bytes));
      at += bytes;
    }
    return block;
  }
}
