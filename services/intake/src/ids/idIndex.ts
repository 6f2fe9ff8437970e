/** Places are counted round this many; as many ids less a block may be indexed at once. */
export const PLACES = 2 ** 27;
const PLACE_MASK = PLACES - 1;
const TAG_SHIFT = 27;

const PARTS = 64;
const PART_SHIFT = 26;
const SLOTS_FIRST = 16;
/** Highest share of a part's slots in use; it then grows by at most a half: 7.5 bytes an id at most. */
const LOAD_MAX = 0.8;
const TWO_TO_32 = 2 ** 32;

/** Gives the halves of the fingerprint at a place. */
export interface Fingerprints {
  loAt(place: number): number;
  hiAt(place: number): number;
}

/**
 * From fingerprint to place: open addressing with linear probing, in 64 parts that grow one at a time, so that growing
 * costs no long pause. A slot holds five bits of the fingerprint beside the place, so that nearly every step that leads
 * past other ids stays within the slots. 0 is a free slot.
 */
export class IdIndex {
  size = 0;
  private readonly slots: Int32Array[] = [];
  private readonly used = new Uint32Array(PARTS);

  constructor(private readonly ids: Fingerprints) {
    for (let part = 0; part < PARTS; part++) this.slots.push(new Int32Array(SLOTS_FIRST));
  }

  /** Bytes that the slots take. */
  get bytes(): number {
    let slots = 0;
    for (const part of this.slots) slots += part.length;
    return slots * 4;
  }

  /** The place of a fingerprint, or -1. */
  find(lo: number, hi: number): number {
    const slots = this.slots[hi >>> PART_SHIFT]!;
    const tag = tagOf(hi);
    for (let slot = homeOf(lo, slots.length); ; slot = slot + 1 === slots.length ? 0 : slot + 1) {
      const held = slots[slot]!;
      if (held === 0) return -1;
      if (held >>> TAG_SHIFT !== tag) continue;
      const place = held & PLACE_MASK;
      if (this.ids.loAt(place) === lo && this.ids.hiAt(place) === hi) return place;
    }
  }

  /** Takes in a fingerprint that is not there yet. */
  add(lo: number, hi: number, place: number): void {
    const part = hi >>> PART_SHIFT;
    let slots = this.slots[part]!;
    if (this.used[part]! + 1 > slots.length * LOAD_MAX) slots = this.grow(part);
    put(slots, lo, held(hi, place));
    this.used[part]! += 1;
    this.size += 1;
  }

  /** Forgets the fingerprint at a place, and moves up those behind it that it held back. */
  remove(lo: number, hi: number, place: number): void {
    const part = hi >>> PART_SHIFT;
    const slots = this.slots[part]!;
    const capacity = slots.length;
    const wanted = held(hi, place);
    let free = homeOf(lo, capacity);
    while (slots[free] !== wanted) {
      if (slots[free] === 0) throw new Error(`the id at place ${place} is not in the index`);
      free = free + 1 === capacity ? 0 : free + 1;
    }
    for (let slot = free + 1 === capacity ? 0 : free + 1; ; slot = slot + 1 === capacity ? 0 : slot + 1) {
      const other = slots[slot]!;
      if (other === 0) break;
      const home = homeOf(this.ids.loAt(other & PLACE_MASK), capacity);
      // Its way from home must lead over the free slot, round the end or not.
      const leadsOver = free <= slot ? home <= free || home > slot : home <= free && home > slot;
      if (!leadsOver) continue;
      slots[free] = other;
      free = slot;
    }
    slots[free] = 0;
    this.used[part]! -= 1;
    this.size -= 1;
  }

  private grow(part: number): Int32Array {
    const old = this.slots[part]!;
    const larger = new Int32Array(nextCapacity(old.length));
    for (const one of old) if (one !== 0) put(larger, this.ids.loAt(one & PLACE_MASK), one);
    this.slots[part] = larger;
    return larger;
  }
}

function put(slots: Int32Array, lo: number, value: number): void {
  let slot = homeOf(lo, slots.length);
  while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
  slots[slot] = value;
}

// Below the capacity whatever the rounding of a product above 2^53, and the same each time.
function homeOf(lo: number, capacity: number): number {
  return Math.floor((lo * capacity) / TWO_TO_32);
}

// 1 to 31, so that no slot in use is 0.
function tagOf(hi: number): number {
  return hi & 31 || 16;
}

function held(hi: number, place: number): number {
  return (tagOf(hi) << TAG_SHIFT) | place;
}

/** Powers of two and the middles between them: 16, 24, 32, 48 … */
function nextCapacity(capacity: number): number {
  const power = 2 ** (31 - Math.clz32(capacity));
  return capacity + power / 2;
}
