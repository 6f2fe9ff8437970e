import { H_ID_HASH, H_SHAPE, HEADER_WORDS, SHAPE_LIVE } from './layout';

const SLOTS_PER_CHUNK_BITS = 12;
const SLOT_MASK = (1 << SLOTS_PER_CHUNK_BITS) - 1;

/** The fixed parts of all accounts, in chunks of 4,096 slots; freed slots are used again, the last freed first. */
export class HeaderTable {
  readonly words: Uint32Array[] = [];
  readonly floats: Float32Array[] = [];
  /** Slots ever used: every live slot is below. */
  slotLimit = 0;
  liveCount = 0;
  private firstFree = 0;

  get reservedBytes(): number {
    return this.words.length * (1 << SLOTS_PER_CHUNK_BITS) * HEADER_WORDS * 4;
  }

  static chunkOf(slot: number): number {
    return slot >>> SLOTS_PER_CHUNK_BITS;
  }

  static offsetOf(slot: number): number {
    return (slot & SLOT_MASK) * HEADER_WORDS;
  }

  hashOf(slot: number): number {
    return this.words[slot >>> SLOTS_PER_CHUNK_BITS]![(slot & SLOT_MASK) * HEADER_WORDS + H_ID_HASH]!;
  }

  isLive(slot: number): boolean {
    if (slot < 0 || slot >= this.slotLimit) return false;
    return (this.words[HeaderTable.chunkOf(slot)]![HeaderTable.offsetOf(slot) + H_SHAPE]! & SHAPE_LIVE) !== 0;
  }

  /** A slot whose header is all zero but for SHAPE_LIVE. */
  allocate(): number {
    let slot = this.firstFree - 1;
    if (slot >= 0) {
      this.firstFree = this.hashOf(slot);
    } else {
      slot = this.slotLimit;
      this.slotLimit += 1;
      if (HeaderTable.chunkOf(slot) === this.words.length) this.addChunk();
    }
    const header = this.words[HeaderTable.chunkOf(slot)]!;
    const at = HeaderTable.offsetOf(slot);
    header.fill(0, at, at + HEADER_WORDS);
    header[at + H_SHAPE] = SHAPE_LIVE;
    this.liveCount += 1;
    return slot;
  }

  free(slot: number): void {
    const header = this.words[HeaderTable.chunkOf(slot)]!;
    const at = HeaderTable.offsetOf(slot);
    header[at + H_SHAPE] = 0;
    header[at + H_ID_HASH] = this.firstFree;
    this.firstFree = slot + 1;
    this.liveCount -= 1;
  }

  private addChunk(): void {
    const words = new Uint32Array(HEADER_WORDS << SLOTS_PER_CHUNK_BITS);
    this.words.push(words);
    this.floats.push(new Float32Array(words.buffer));
  }
}
