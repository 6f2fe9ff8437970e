const CHUNK_BYTES = 1 << 20;
const HEAD_BYTES = 4;
const NULL_FLAG = 1 << 31;

/**
 * Pieces of an image that had to be written before their turn, first in first out, in chunks of 1 MiB that are used again:
 * bytes of an account, or the id of one that was forgotten at the image's moment.
 */
export class PieceLog {
  private readonly full: Uint8Array[] = [];
  private readonly spare: Uint8Array[] = [];
  private tail: Uint8Array = new Uint8Array(0);
  private tailEnd = 0;
  private readAt = 0;
  private count = 0;
  /** Of the piece that `take` gave: an account (true) or the id of a forgotten one. */
  isAccount = false;

  /** Pieces not taken yet. */
  get length(): number {
    return this.count;
  }

  get reservedBytes(): number {
    const bytes = (chunks: readonly Uint8Array[]) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    return bytes(this.full) + bytes(this.spare) + this.tail.length;
  }

  add(bytes: Uint8Array, isAccount: boolean): void {
    if (this.tail.length - this.tailEnd < bytes.length + 2 * HEAD_BYTES) this.nextTail(bytes.length);
    const at = this.tailEnd;
    putHead(this.tail, at, isAccount ? bytes.length : bytes.length | NULL_FLAG);
    this.tail.set(bytes, at + HEAD_BYTES);
    this.tailEnd = at + HEAD_BYTES + bytes.length;
    putHead(this.tail, this.tailEnd, 0);
    this.count += 1;
  }

  /** The oldest piece; valid until the next `add` or `clear`. Throws where there is none. */
  take(): Uint8Array {
    if (this.count === 0) throw new RangeError('no piece was written before its turn');
    let chunk = this.full[0] ?? this.tail;
    while (headAt(chunk, this.readAt) === 0) {
      this.spare.push(this.full.shift()!);
      this.readAt = 0;
      chunk = this.full[0] ?? this.tail;
    }
    const head = headAt(chunk, this.readAt);
    const start = this.readAt + HEAD_BYTES;
    const end = start + (head & ~NULL_FLAG);
    this.isAccount = (head & NULL_FLAG) === 0;
    this.readAt = end;
    this.count -= 1;
    return chunk.subarray(start, end);
  }

  /** Forgets all pieces and gives the memory back but for one chunk. */
  clear(): void {
    this.spare.length = 0;
    this.full.length = 0;
    this.count = 0;
    this.readAt = 0;
    this.tailEnd = 0;
    if (this.tail.length > CHUNK_BYTES) this.tail = new Uint8Array(0);
    if (this.tail.length > 0) putHead(this.tail, 0, 0);
  }

  private nextTail(wanted: number): void {
    if (this.tail.length > 0) this.full.push(this.tail);
    const isLarge = wanted + 2 * HEAD_BYTES > CHUNK_BYTES;
    this.tail = isLarge
      ? new Uint8Array(wanted + 2 * HEAD_BYTES)
      : (this.spare.pop() ?? new Uint8Array(CHUNK_BYTES));
    this.tailEnd = 0;
  }
}

function putHead(bytes: Uint8Array, at: number, head: number): void {
  bytes[at] = head;
  bytes[at + 1] = head >>> 8;
  bytes[at + 2] = head >>> 16;
  bytes[at + 3] = head >>> 24;
}

function headAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
