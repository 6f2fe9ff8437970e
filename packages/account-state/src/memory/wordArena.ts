/** Words of 32 bits in a chunk: 1 MiB. Growing adds a chunk; nothing that is in use is ever copied for it. */
const CHUNK_BITS = 18;
const CHUNK_WORDS = 1 << CHUNK_BITS;
const OFFSET_MASK = CHUNK_WORDS - 1;

/** Smallest block: tag, two links and the size at the end. */
const BLOCK_WORDS_MIN = 4;
/** Blocks of up to this size have a bin of their own; the last bin holds all larger ones. */
const LAST_BIN = 2047;

// The word before a block is its tag: size in words (tag included) << 2, and two flags.
const FREE = 1;
const PREVIOUS_FREE = 2;

/**
 * Memory for blocks of words, with size classes two words apart, free lists and coalescing (boundary tags, Knuth,
 * The Art of Computer Programming, volume 1, 2.5 algorithms A and C), so that blocks which accounts have outgrown serve
 * others. An address is the number of a block's first word over all chunks, always even; 0 is no address. What a block
 * holds does not depend on where it lies.
 */
export class WordArena {
  readonly words: Uint32Array[] = [];
  readonly halves: Uint16Array[] = [];
  readonly bytes: Uint8Array[] = [];
  readonly floats: Float32Array[] = [];
  readonly doubles: Float64Array[] = [];
  private readonly firstFree = new Uint32Array(LAST_BIN + 1);
  private readonly binBits = new Uint32Array((LAST_BIN + 1) / 32);
  private wordsInUse = 0;

  /** Bytes that chunks take, used or not. */
  get reservedBytes(): number {
    return this.words.length * CHUNK_WORDS * 4;
  }

  get usedBytes(): number {
    return this.wordsInUse * 4;
  }

  static chunkOf(address: number): number {
    return address >>> CHUNK_BITS;
  }

  static offsetOf(address: number): number {
    return address & OFFSET_MASK;
  }

  /** A block of at least `count` words with unspecified content. */
  allocate(count: number): number {
    const size = Math.max((count + 2) & ~1, BLOCK_WORDS_MIN);
    if (size > CHUNK_WORDS - 2) throw new RangeError(`a block of ${count} words does not fit a chunk`);
    const address = this.takeFree(size);
    const words = this.words[address >>> CHUNK_BITS]!;
    const at = address & OFFSET_MASK;
    const found = words[at - 1]! >>> 2;
    const rest = found - size;
    const kept = rest >= BLOCK_WORDS_MIN ? size : found;
    words[at - 1] = (kept << 2) | (words[at - 1]! & PREVIOUS_FREE);
    if (kept === size && rest > 0) this.link(address + size, words, at + size, rest);
    else words[at - 1 + found] = words[at - 1 + found]! & ~PREVIOUS_FREE;
    this.wordsInUse += kept;
    return address;
  }

  free(address: number): void {
    const words = this.words[address >>> CHUNK_BITS]!;
    let at = address & OFFSET_MASK;
    const tag = words[at - 1]!;
    let size = tag >>> 2;
    this.wordsInUse -= size;
    const next = words[at - 1 + size]!;
    if ((next & FREE) !== 0) {
      this.unlink(words, at + size);
      size += next >>> 2;
    }
    if ((tag & PREVIOUS_FREE) !== 0) {
      const before = words[at - 2]!;
      at -= before;
      size += before;
      this.unlink(words, at);
    }
    this.link((address & ~OFFSET_MASK) + at, words, at, size);
  }

  // Makes a free block of the words from `at - 1` on. Its neighbour before is in use, or it would have been joined.
  private link(address: number, words: Uint32Array, at: number, size: number): void {
    words[at - 1] = (size << 2) | FREE;
    words[at - 2 + size] = size;
    words[at - 1 + size] = words[at - 1 + size]! | PREVIOUS_FREE;
    const bin = binOf(size);
    const head = this.firstFree[bin]!;
    words[at] = head;
    words[at + 1] = 0;
    if (head !== 0) this.words[head >>> CHUNK_BITS]![(head & OFFSET_MASK) + 1] = address;
    this.firstFree[bin] = address;
    this.binBits[bin >>> 5] = this.binBits[bin >>> 5]! | (1 << (bin & 31));
  }

  private unlink(words: Uint32Array, at: number): void {
    const next = words[at]!;
    const previous = words[at + 1]!;
    if (next !== 0) this.words[next >>> CHUNK_BITS]![(next & OFFSET_MASK) + 1] = previous;
    if (previous !== 0) {
      this.words[previous >>> CHUNK_BITS]![previous & OFFSET_MASK] = next;
      return;
    }
    const bin = binOf(words[at - 1]! >>> 2);
    this.firstFree[bin] = next;
    if (next === 0) this.binBits[bin >>> 5] = this.binBits[bin >>> 5]! & ~(1 << (bin & 31));
  }

  private takeFree(size: number): number {
    let address = this.findFree(size);
    if (address === 0) {
      this.addChunk();
      address = this.findFree(size);
    }
    this.unlink(this.words[address >>> CHUNK_BITS]!, address & OFFSET_MASK);
    return address;
  }

  // The smallest block that fits; among the largest, the first.
  private findFree(size: number): number {
    const bin = this.firstBinFrom(binOf(size));
    if (bin < 0) return 0;
    let address = this.firstFree[bin]!;
    if (bin < LAST_BIN) return address;
    while (address !== 0) {
      const words = this.words[address >>> CHUNK_BITS]!;
      const at = address & OFFSET_MASK;
      if (words[at - 1]! >>> 2 >= size) return address;
      address = words[at]!;
    }
    return 0;
  }

  private firstBinFrom(bin: number): number {
    let group = bin >>> 5;
    let bits = this.binBits[group]! & (-1 << (bin & 31));
    while (bits === 0) {
      group += 1;
      if (group === this.binBits.length) return -1;
      bits = this.binBits[group]!;
    }
    return (group << 5) + 31 - Math.clz32(bits & -bits);
  }

  private addChunk(): void {
    const chunk = this.words.length;
    if (chunk === 1 << (32 - CHUNK_BITS)) throw new RangeError('the store is full: 16 GiB a partition');
    const buffer = new ArrayBuffer(CHUNK_WORDS * 4);
    const words = new Uint32Array(buffer);
    this.words.push(words);
    this.halves.push(new Uint16Array(buffer));
    this.bytes.push(new Uint8Array(buffer));
    this.floats.push(new Float32Array(buffer));
    this.doubles.push(new Float64Array(buffer));
    // The last word is the tag of a block in use of no size, so that joining stops there.
    words[CHUNK_WORDS - 1] = 0;
    this.link(chunk * CHUNK_WORDS + 2, words, 2, CHUNK_WORDS - 2);
  }
}

function binOf(size: number): number {
  return Math.min(size >>> 1, LAST_BIN);
}
