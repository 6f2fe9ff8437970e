const SLOTS_PER_CHUNK_BITS = 14;
const SLOTS_PER_CHUNK = 1 << SLOTS_PER_CHUNK_BITS;
const SLOT_MASK = SLOTS_PER_CHUNK - 1;

/**
 * Where each slot's account lies: an address a slot, in chunks of 16,384. It is small and dense, so that it stays in the
 * cache while accounts do not. Freed slots are used again, the last freed first.
 */
export class SlotTable {
  private readonly chunks: Uint32Array[] = [];
  /** Freed slots in the order of freeing. */
  private readonly freed: number[] = [];
  /** Slots ever used: every live slot is below. */
  slotLimit = 0;

  get liveCount(): number {
    return this.slotLimit - this.freed.length;
  }

  get reservedBytes(): number {
    return this.chunks.length * SLOTS_PER_CHUNK * 4;
  }

  /** Address of the account in a slot, 0 where the slot is free. */
  addressOf(slot: number): number {
    if (slot < 0 || slot >= this.slotLimit) return 0;
    return this.chunks[slot >>> SLOTS_PER_CHUNK_BITS]![slot & SLOT_MASK]!;
  }

  setAddress(slot: number, address: number): void {
    this.chunks[slot >>> SLOTS_PER_CHUNK_BITS]![slot & SLOT_MASK] = address;
  }

  allocate(address: number): number {
    const slot = this.freed.pop() ?? this.slotLimit;
    if (slot === this.slotLimit) {
      this.slotLimit += 1;
      if (slot >>> SLOTS_PER_CHUNK_BITS === this.chunks.length)
        this.chunks.push(new Uint32Array(SLOTS_PER_CHUNK));
    }
    this.setAddress(slot, address);
    return slot;
  }

  free(slot: number): void {
    this.setAddress(slot, 0);
    this.freed.push(slot);
  }
}
