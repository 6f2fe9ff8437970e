const SEGMENT_BITS = 10;
const SEGMENT_SIZE = 1 << SEGMENT_BITS;
const POSITION_MASK = SEGMENT_SIZE - 1;
/** A segment splits beyond this number of entries, 80% full. */
const SEGMENT_ENTRIES_MAX = 820;
const SEGMENTS_PER_CHUNK_BITS = 6;
const SLOT_BITS = 24;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const DEPTH_MAX = 32 - SEGMENT_BITS;

/** Most accounts that one store can hold. */
export const ACCOUNTS_MAX = SLOT_MASK;

/**
 * From the hash of an account id to its slot: extendible hashing (Fagin, Nievergelt, Pippenger, Strong 1979). The first
 * bits of the hash choose a segment of 1,024 entries, open addressing inside; a full segment splits in two, so that no
 * growth ever rehashes more than one segment. An entry is slot + 1 and 8 further bits of the hash, which spare most looks
 * at the wrong account.
 */
export class AccountIndex {
  private readonly chunks: Uint32Array[] = [];
  private directory = new Uint32Array(1);
  private directoryDepth = 0;
  private depths = new Uint8Array(64);
  private counts = new Uint16Array(64);
  private segmentCount = 0;

  /** `hashOf` gives the hash of the account in a slot. */
  constructor(private readonly hashOf: (slot: number) => number) {
    this.addSegment(0);
  }

  get reservedBytes(): number {
    return this.chunks.length * 4 * (SEGMENT_SIZE << SEGMENTS_PER_CHUNK_BITS) + this.directory.byteLength;
  }

  /** Slot of the first entry from probe `position` on that may be the one with this hash; -1 where there is none. */
  find(hash: number, isIt: (slot: number) => boolean): number {
    const segment = this.segmentOf(hash);
    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    const base = (segment << SEGMENT_BITS) & (entries.length - 1);
    const tag = tagOf(hash);
    for (let position = hash & POSITION_MASK; ; position = (position + 1) & POSITION_MASK) {
      const entry = entries[base + position]!;
      if (entry === 0) return -1;
      if (entry >>> SLOT_BITS === tag) {
        const slot = (entry & SLOT_MASK) - 1;
        if (isIt(slot)) return slot;
      }
    }
  }

  /** Loads the place where `find` will begin; the number returned means nothing. */
  touch(hash: number): number {
    const segment = this.segmentOf(hash);
    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    return entries[((segment << SEGMENT_BITS) & (entries.length - 1)) + (hash & POSITION_MASK)]!;
  }

  /** Slot of the first entry that looks like one with this hash, by the bits that the index has; -1 where none does. */
  likely(hash: number): number {
    const segment = this.segmentOf(hash);
    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    const base = (segment << SEGMENT_BITS) & (entries.length - 1);
    const tag = tagOf(hash);
    for (let position = hash & POSITION_MASK; ; position = (position + 1) & POSITION_MASK) {
      const entry = entries[base + position]!;
      if (entry === 0) return -1;
      if (entry >>> SLOT_BITS === tag) return (entry & SLOT_MASK) - 1;
    }
  }

  /** Adds a slot that is not in the index yet. */
  insert(hash: number, slot: number): void {
    if (slot >= ACCOUNTS_MAX) throw new RangeError(`a store holds at most ${ACCOUNTS_MAX} accounts`);
    let segment = this.segmentOf(hash);
    while (this.counts[segment]! >= SEGMENT_ENTRIES_MAX && this.depths[segment]! < DEPTH_MAX) {
      this.split(segment, hash);
      segment = this.segmentOf(hash);
    }
    if (this.counts[segment]! >= SEGMENT_SIZE - 1) throw new RangeError('too many accounts share one hash');
    this.put(segment, hash, slot);
  }

  remove(hash: number, slot: number): void {
    const segment = this.segmentOf(hash);
    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    const base = (segment << SEGMENT_BITS) & (entries.length - 1);
    let hole = hash & POSITION_MASK;
    while ((entries[base + hole]! & SLOT_MASK) !== slot + 1) {
      if (entries[base + hole] === 0) throw new RangeError(`slot ${slot} is not in the index`);
      hole = (hole + 1) & POSITION_MASK;
    }
    // Entries behind the hole move up unless that would put them before their own place.
    let position = hole;
    for (;;) {
      position = (position + 1) & POSITION_MASK;
      const entry = entries[base + position]!;
      if (entry === 0) break;
      const home = this.hashOf((entry & SLOT_MASK) - 1) & POSITION_MASK;
      if (((position - home) & POSITION_MASK) < ((position - hole) & POSITION_MASK)) continue;
      entries[base + hole] = entry;
      hole = position;
    }
    entries[base + hole] = 0;
    this.counts[segment] = this.counts[segment]! - 1;
  }

  private segmentOf(hash: number): number {
    // Two shifts, because a shift by 32 is one by 0.
    return this.directory[(hash >>> 1) >>> (31 - this.directoryDepth)]!;
  }

  private put(segment: number, hash: number, slot: number): void {
    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    const base = (segment << SEGMENT_BITS) & (entries.length - 1);
    let position = hash & POSITION_MASK;
    while (entries[base + position] !== 0) position = (position + 1) & POSITION_MASK;
    entries[base + position] = (tagOf(hash) << SLOT_BITS) | (slot + 1);
    this.counts[segment] = this.counts[segment]! + 1;
  }

  private split(segment: number, hash: number): void {
    const depth = this.depths[segment]!;
    if (depth === this.directoryDepth) this.doubleDirectory();
    const sibling = this.addSegment(depth + 1);
    this.depths[segment] = depth + 1;
    // All directory places of the segment whose next bit is 1 go to the sibling.
    const span = 1 << (this.directoryDepth - depth);
    const first = ((hash >>> 1) >>> (31 - this.directoryDepth)) & ~(span - 1);
    for (let place = first + span / 2; place < first + span; place++) this.directory[place] = sibling;

    const entries = this.chunks[segment >>> SEGMENTS_PER_CHUNK_BITS]!;
    const base = (segment << SEGMENT_BITS) & (entries.length - 1);
    const moved = entries.slice(base, base + SEGMENT_SIZE);
    entries.fill(0, base, base + SEGMENT_SIZE);
    this.counts[segment] = 0;
    for (const entry of moved) {
      if (entry === 0) continue;
      const slot = (entry & SLOT_MASK) - 1;
      const itsHash = this.hashOf(slot);
      this.put(this.segmentOf(itsHash), itsHash, slot);
    }
  }

  private doubleDirectory(): void {
    const doubled = new Uint32Array(this.directory.length * 2);
    for (let place = 0; place < doubled.length; place++) doubled[place] = this.directory[place >>> 1]!;
    this.directory = doubled;
    this.directoryDepth += 1;
  }

  private addSegment(depth: number): number {
    const segment = this.segmentCount;
    this.segmentCount += 1;
    if (segment >>> SEGMENTS_PER_CHUNK_BITS === this.chunks.length) {
      this.chunks.push(new Uint32Array(SEGMENT_SIZE << SEGMENTS_PER_CHUNK_BITS));
    }
    if (segment === this.depths.length) {
      this.depths = grown(this.depths, new Uint8Array(segment * 2));
      this.counts = grown(this.counts, new Uint16Array(segment * 2));
    }
    this.depths[segment] = depth;
    return segment;
  }
}

function grown<T extends Uint8Array | Uint16Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

// Bits that choose neither the segment (the first) nor the position (the last ten).
function tagOf(hash: number): number {
  return (hash >>> SEGMENT_BITS) & 0xff;
}
