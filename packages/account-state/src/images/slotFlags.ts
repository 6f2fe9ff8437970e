const CHUNK_BITS = 14;
const CHUNK_SLOTS = 1 << CHUNK_BITS;
const SLOT_MASK = CHUNK_SLOTS - 1;
/** The lowest bit of each of four flag bytes. */
const ONES = 0x01010101;

/** A byte of flags for each slot, in chunks of 16,384: small and dense, so that setting one seldom waits for memory. */
export class SlotFlags {
  private readonly chunks: Uint8Array[] = [];
  private readonly words: Uint32Array[] = [];

  get reservedBytes(): number {
    return this.chunks.length * CHUNK_SLOTS;
  }

  get(slot: number): number {
    return this.chunks[slot >>> CHUNK_BITS]![slot & SLOT_MASK]!;
  }

  /** Sets flags of a slot and returns all that were set before. */
  add(slot: number, flags: number): number {
    const chunk = this.chunks[slot >>> CHUNK_BITS]!;
    const at = slot & SLOT_MASK;
    const before = chunk[at]!;
    chunk[at] = before | flags;
    return before;
  }

  /** Replaces all flags of a slot, also of one that never had any. */
  put(slot: number, flags: number): void {
    while (slot >>> CHUNK_BITS >= this.chunks.length) {
      const chunk = new Uint8Array(CHUNK_SLOTS);
      this.chunks.push(chunk);
      this.words.push(new Uint32Array(chunk.buffer));
    }
    this.chunks[slot >>> CHUNK_BITS]![slot & SLOT_MASK] = flags;
  }

  /** Where any flag of `from` is set, clears these and sets `to` (one bit) instead; returns how many slots that were. */
  turn(from: number, to: number): number {
    const fromMask = from * ONES;
    const shift = 31 - Math.clz32(to);
    let count = 0;
    for (const words of this.words) {
      for (let i = 0; i < words.length; i++) {
        const word = words[i]!;
        let found = word & fromMask;
        if (found === 0) continue;
        // Each byte becomes 1 where it is not 0.
        found |= (found >>> 4) & 0x0f0f0f0f;
        found |= (found >>> 2) & 0x03030303;
        found = (found | ((found >>> 1) & ONES)) & ONES;
        words[i] = (word & ~fromMask) | (found << shift);
        count += Math.imul(found, ONES) >>> 24;
      }
    }
    return count;
  }

  clearAll(flags: number): void {
    const mask = ~(flags * ONES);
    for (const words of this.words) for (let i = 0; i < words.length; i++) words[i] = words[i]! & mask;
  }

  /** The first slot from `from` on with one of `flags`; -1 where there is none. */
  next(from: number, flags: number): number {
    const mask = flags * ONES;
    for (let chunk = from >>> CHUNK_BITS; chunk < this.chunks.length; chunk++) {
      const words = this.words[chunk]!;
      const first = chunk << CHUNK_BITS;
      for (let i = Math.max(from - first, 0) >>> 2; i < words.length; i++) {
        if ((words[i]! & mask) === 0) continue;
        for (let slot = Math.max(first + i * 4, from); slot < first + i * 4 + 4; slot++) {
          if ((this.get(slot) & flags) !== 0) return slot;
        }
      }
    }
    return -1;
  }
}
