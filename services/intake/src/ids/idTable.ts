import type { Generation, Imageable } from '@sluice/log-format';
import { BlockImages } from './blockImages';
import { BLOCK_BYTES_PER_ID, IdBlock } from './idBlock';
import { IdIndex, PLACES } from './idIndex';
import { isNotScored, type Sighting } from './sighting';

/** What a record of `transfers` is to the partition that has seen everything of its transferId. */
export type Recognition =
  | 'NEW'
  | 'NEWER_STATUS'
  | 'DUPLICATE'
  | 'CONFLICT'
  /** Unknown here and not to be scored: first seen REJECTED or CANCELLED, or SETTLED and older than the horizon. */
  | 'LEDGER_ONLY';

export interface IdTableOptions {
  /** How long an id is remembered at least, ms of append time since it was first seen. Default 48 h. */
  readonly horizonMs?: number;
  /** Key of the fingerprints: two 32-bit words. */
  readonly key?: readonly [number, number];
  /** Ids of a block, a power of two; for tests. Default 4,096. */
  readonly blockIds?: number;
}

export const HORIZON_MS_DEFAULT = 48 * 3_600_000;
const KEY_DEFAULT = [0x5bf03635, 0x2127599b] as const;
const BLOCK_IDS_DEFAULT = 4096;

/**
 * Remembers the transferIds of one partition of `transfers`: a pure fold of record bytes and record timestamps. Ids lie in
 * blocks of 4,096 in the order in which they were first seen; a block is dropped as a whole when the newest of its ids is
 * older than the horizon, so that an id is remembered for the horizon at least, and longer only by as long as it takes
 * 4,096 further ids to come. At most 28 bytes an id. At most 134 million ids: beyond that the oldest block is dropped
 * early, counted in `droppedEarly`.
 */
export class IdTable implements Imageable {
  /** Ids that were forgotten before their horizon, because there was no room. */
  droppedEarly = 0;
  readonly keyLo: number;
  readonly keyHi: number;
  private readonly horizonMs: number;
  private readonly blockIds: number;
  private readonly blockShift: number;
  private readonly blockMask: number;
  private readonly blocks: IdBlock[] = [];
  private firstBlock = 0;
  private readonly index: IdIndex;
  private readonly images: BlockImages;

  constructor(options: IdTableOptions = {}) {
    this.horizonMs = options.horizonMs ?? HORIZON_MS_DEFAULT;
    [this.keyLo, this.keyHi] = options.key ?? KEY_DEFAULT;
    this.blockIds = options.blockIds ?? BLOCK_IDS_DEFAULT;
    this.blockShift = 31 - Math.clz32(this.blockIds);
    if (2 ** this.blockShift !== this.blockIds) throw new RangeError('blockIds must be a power of two');
    this.blockMask = PLACES / this.blockIds - 1;
    this.index = new IdIndex({
      loAt: (place) => this.blockAt(place).lo[place & (this.blockIds - 1)]!,
      hiAt: (place) => this.blockAt(place).hi[place & (this.blockIds - 1)]!,
    });
    this.images = new BlockImages(this.blocks, this.blockIds);
  }

  /** Ids remembered now. */
  get size(): number {
    return this.index.size;
  }

  /** Bytes that they take. */
  get bytes(): number {
    return this.blocks.length * this.blockIds * BLOCK_BYTES_PER_ID + this.index.bytes;
  }

  /** Recognises a checked transfer and remembers what it said. */
  recognise(sighting: Sighting): Recognition {
    const { lo, hi, check, status, statusAt, appendedAt } = sighting;
    this.forget(appendedAt - this.horizonMs);
    const place = this.index.find(lo, hi);
    if (place < 0) {
      this.remember(lo, hi, check, statusAt, status, appendedAt);
      return isNotScored(sighting, this.horizonMs) ? 'LEDGER_ONLY' : 'NEW';
    }
    const block = this.blockAt(place);
    const at = place & (this.blockIds - 1);
    if (block.check[at] !== check) return 'CONFLICT';
    if (statusAt <= block.statusAtOf(at)) return 'DUPLICATE';
    // Equal status with a newer time is a later word on the same status (booking data): it still counts as newer.
    this.images.beforeChange(block);
    block.setStatus(at, statusAt, status);
    return 'NEWER_STATUS';
  }

  beginImage(generation: Generation): void {
    this.images.begin(generation, this.firstBlock);
  }

  takeImage(max: number, piece: (key: string, value: Uint8Array | null) => void): boolean {
    return this.images.take(max, piece);
  }

  completeImage(): void {
    this.images.complete();
  }

  abandonImage(): void {
    this.images.abandon();
  }

  loadPiece(key: string, value: Uint8Array | null): void {
    this.images.load(key, value);
  }

  pieceCount(): number {
    return this.images.pieceCount();
  }

  /** Throws RangeError where the pieces are not a whole image. */
  markRestored(generation: Generation): void {
    this.firstBlock = this.images.restored(generation);
    for (const block of this.blocks) {
      for (let at = 0; at < block.count; at++)
        this.index.add(block.lo[at]!, block.hi[at]!, this.placeOf(block, at));
    }
  }

  private remember(
    lo: number,
    hi: number,
    check: number,
    statusAt: number,
    status: number,
    appendedAt: number,
  ): void {
    let block = this.blocks[this.blocks.length - 1];
    if (block === undefined || block.full) {
      // One block of room is kept, so that a place that is gone is never taken for one that is not.
      if (this.blocks.length >= this.blockMask) {
        this.droppedEarly += this.blocks[0]!.count;
        this.drop();
      }
      block = new IdBlock(this.firstBlock + this.blocks.length, this.blockIds);
      this.blocks.push(block);
    } else this.images.beforeChange(block);
    const at = block.add(lo, hi, check, statusAt, status, appendedAt);
    this.index.add(lo, hi, this.placeOf(block, at));
  }

  private forget(before: number): void {
    for (;;) {
      const oldest = this.blocks[0];
      // The last block takes what comes; where nothing came for a horizon, it too is of no use.
      if (oldest === undefined || oldest.newest >= before) return;
      this.drop();
    }
  }

  private drop(): void {
    const oldest = this.blocks[0]!;
    this.images.beforeDrop(oldest);
    for (let at = 0; at < oldest.count; at++)
      this.index.remove(oldest.lo[at]!, oldest.hi[at]!, this.placeOf(oldest, at));
    this.blocks.shift();
    this.firstBlock += 1;
  }

  private blockAt(place: number): IdBlock {
    return this.blocks[((place >>> this.blockShift) - this.firstBlock) & this.blockMask]!;
  }

  private placeOf(block: IdBlock, at: number): number {
    return (block.number & this.blockMask) * this.blockIds + at;
  }
}
