import type { Generation } from '@sluice/log-format';
import { IdBlock } from './idBlock';

/** Key of the piece that says which block is the first one; blocks below it are gone. The others: a block's number. */
const FIRST_KEY = 'first';
/** Bytes that one call hands over at most, one piece at least. */
const BYTES_PER_TAKE = 256 * 1024;
/**
 * After a restore nobody knows which blocks the other generation holds that were dropped before: so many are deleted from
 * it once. What is left of older ones costs room, and no more: the first piece says that they are gone.
 */
const TOMBSTONES_AFTER_RESTORE = 256;

type Piece = (key: string, value: Uint8Array | null) => void;

/** Images of a table of blocks: which blocks changed since the last image of each generation, and copies made before a change. */
export class BlockImages {
  /** Blocks of the image under way that were not handed over yet, by number; null where no image is under way. */
  private pending: Map<number, IdBlock> | null = null;
  /** Pieces of such blocks as they were at the moment, where they changed or were dropped since. */
  private readonly copies = new Map<number, Uint8Array>();
  private begun = false;
  private generation: Generation = 0;
  private first = 0;
  private firstTaken = false;
  private taken: number[] = [];
  private deleting: number[] = [];
  private deleted = 0;
  /** By generation: numbers of blocks that are gone and may still stand in its last image. */
  private readonly gone: [number[], number[]] = [[], []];
  private readonly loaded = new Map<number, IdBlock>();
  private loadedFirst = -1;
  private scratch = new Uint8Array(0);

  constructor(
    /** The blocks of the table, oldest first; shared with it. */
    private readonly blocks: IdBlock[],
    private readonly blockIds: number,
  ) {}

  begin(generation: Generation, first: number): void {
    if (this.pending !== null) throw new Error('an image of the ids is under way already');
    this.begun = true;
    this.generation = generation;
    this.first = first;
    this.firstTaken = false;
    this.taken = [];
    this.pending = new Map();
    for (const block of this.blocks) {
      if (!block.changed[generation]) continue;
      block.changed[generation] = false;
      block.imaged[generation] = true;
      this.pending.set(block.number, block);
    }
    this.deleting = this.gone[generation];
    this.deleted = 0;
    this.gone[generation] = [];
  }

  take(max: number, piece: Piece): boolean {
    const pending = this.pending;
    if (pending === null) throw new Error('no image of the ids is under way');
    let bytes = 0;
    let pieces = 0;
    const hasRoom = (): boolean => pieces < max && bytes < BYTES_PER_TAKE;
    if (!this.firstTaken && hasRoom()) {
      const value = new Uint8Array(8);
      new DataView(value.buffer).setFloat64(0, this.first, true);
      piece(FIRST_KEY, value);
      this.firstTaken = true;
      pieces += 1;
    }
    for (; this.deleted < this.deleting.length && hasRoom(); pieces++)
      piece(String(this.deleting[this.deleted++]), null);
    for (const [number, block] of pending) {
      if (!hasRoom()) return false;
      const value = this.copies.get(number) ?? this.written(block);
      piece(String(number), value);
      this.copies.delete(number);
      pending.delete(number);
      this.taken.push(number);
      pieces += 1;
      bytes += value.length;
    }
    return this.firstTaken && this.deleted === this.deleting.length && pending.size === 0;
  }

  complete(): void {
    if (
      this.pending === null ||
      !this.firstTaken ||
      this.pending.size > 0 ||
      this.deleted < this.deleting.length
    )
      throw new Error('the image of the ids was not handed over whole');
    this.end();
  }

  abandon(): void {
    const pending = this.pending;
    if (pending === null) return;
    const lost = new Set([...this.taken, ...pending.keys()]);
    for (const block of this.blocks) if (lost.has(block.number)) block.changed[this.generation] = true;
    this.gone[this.generation].push(...this.deleting);
    this.end();
  }

  /** To be called before a block is written to. */
  beforeChange(block: IdBlock): void {
    this.keep(block);
    block.changed[0] = true;
    block.changed[1] = true;
  }

  /** To be called before a block is dropped from the table. */
  beforeDrop(block: IdBlock): void {
    // Nothing writes to it any more: where an image under way waits for it, it is as it was.
    for (const generation of [0, 1] as const)
      if (block.imaged[generation]) this.gone[generation].push(block.number);
  }

  /** Keys of a whole image as of now; while pieces are loaded, of what was loaded. */
  pieceCount(): number {
    if (this.loadedFirst < 0 && this.loaded.size === 0)
      return this.blocks.length === 0 && !this.begun ? 0 : this.blocks.length + 1;
    if (this.loadedFirst < 0) return this.loaded.size;
    let live = 0;
    for (const number of this.loaded.keys()) if (number >= this.loadedFirst) live += 1;
    return live + 1;
  }

  load(key: string, value: Uint8Array | null): void {
    if (key === FIRST_KEY) {
      if (value?.length !== 8)
        throw new RangeError('the piece that names the first block of ids is unreadable');
      this.loadedFirst = new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
      return;
    }
    const number = Number(key);
    if (value === null) this.loaded.delete(number);
    else {
      const block = IdBlock.read(value, this.blockIds);
      if (block.number !== number)
        throw new RangeError(`the piece of block ${key} holds block ${block.number}`);
      this.loaded.set(number, block);
    }
  }

  /** Puts what was loaded into the table, as the whole image of this generation; returns the number of the first block. */
  restored(generation: Generation): number {
    const first = this.loadedFirst;
    if (first < 0) throw new RangeError('the image of the ids does not say which block is its first');
    const live = [...this.loaded.values()].filter(({ number }) => number >= first);
    live.sort((a, b) => a.number - b.number);
    for (const [i, block] of live.entries()) {
      if (block.number !== first + i || (i + 1 < live.length && !block.full))
        throw new RangeError(`block ${first + i} of the ids is missing or not full`);
      block.changed[generation] = false;
      block.imaged[0] = true;
      block.imaged[1] = true;
    }
    this.blocks.splice(0, this.blocks.length, ...live);
    const other = generation === 0 ? 1 : 0;
    this.gone[generation] = [...this.loaded.keys()].filter((number) => number < first);
    this.gone[other] = [];
    for (let number = Math.max(0, first - TOMBSTONES_AFTER_RESTORE); number < first; number++)
      this.gone[other].push(number);
    this.loaded.clear();
    this.loadedFirst = -1;
    return first;
  }

  private keep(block: IdBlock): void {
    if (this.pending === null || !this.pending.has(block.number) || this.copies.has(block.number)) return;
    const copy = new Uint8Array(block.imageBytes);
    block.write(copy);
    this.copies.set(block.number, copy);
  }

  private written(block: IdBlock): Uint8Array {
    const bytes = block.imageBytes;
    if (this.scratch.length < bytes) this.scratch = new Uint8Array(bytes);
    const piece = this.scratch.subarray(0, bytes);
    block.write(piece);
    return piece;
  }

  private end(): void {
    this.pending = null;
    this.copies.clear();
    this.taken = [];
    this.deleting = [];
  }
}
