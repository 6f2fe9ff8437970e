import type { AccountIndex } from '../memory/accountIndex';
import { WordArena } from '../memory/wordArena';
import { H_BUSY, H_COUNTS, H_SHAPE, HEADER_WORDS, PAIR_WORDS, PEER_WORDS } from '../record/layout';
import type { SlotTable } from '../record/slotTable';

/** Accounts that are asked for together: as many as memory serves at once, and few enough to stay in the cache until used. */
export const WARM_AT_ONCE = 32;
/** Words of a cache line. */
const LINE = 16;
/** Lines of the newest legs, about a day of them, and of a busy account's block, most of its distinct counters. */
const NEWEST_LINES = 5;
const BUSY_LINES = 8;

/**
 * Loads what the next look-ups, reads and records will need, for many accounts at once. Each step of the way to an
 * account waits for the memory of the one before; here all accounts take one step after the other together, so that
 * memory serves many of them in the time of one. It changes nothing, and need not be called.
 */
export class WarmUp {
  private readonly addresses = new Uint32Array(WARM_AT_ONCE);
  /** Keeps loads from being left out as useless. */
  touched = 0;

  constructor(
    private readonly arena: WordArena,
    private readonly slots: SlotTable,
    private readonly index: AccountIndex,
  ) {}

  /** The accounts with `hashes[from]` to before `hashes[to]`, at most WARM_AT_ONCE. */
  run(hashes: ArrayLike<number>, from: number, to: number): void {
    const { addresses, slots, index, arena } = this;
    const count = Math.min(to - from, WARM_AT_ONCE);
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= index.touch(hashes[from + i]! >>> 0);
    for (let i = 0; i < count; i++) {
      const slot = index.likely(hashes[from + i]! >>> 0);
      addresses[i] = slot < 0 ? 0 : slots.addressOf(slot);
    }
    for (let i = 0; i < count; i++) {
      const address = addresses[i]!;
      if (address !== 0) touched ^= arena.words[WordArena.chunkOf(address)]![WordArena.offsetOf(address)]!;
    }
    for (let i = 0; i < count; i++) if (addresses[i] !== 0) touched ^= this.touchBlock(addresses[i]!);
    this.touched = touched;
  }

  /** One word of each line that holds names, counterparties, or the newest legs, and of a busy account's block. */
  private touchBlock(address: number): number {
    const words = this.arena.words[WordArena.chunkOf(address)]!;
    const at = WordArena.offsetOf(address);
    const counts = words[at + H_COUNTS]!;
    const names = (words[at + H_SHAPE]! >>> 8) & 0x3fff;
    const legs = at + HEADER_WORDS + names + (counts >>> 24) * (1 + PEER_WORDS);
    const newest = legs + ((counts & 0xff) >>> 1) * PAIR_WORDS;
    const busy = words[at + H_BUSY]!;
    let touched = busy === 0 ? 0 : this.touchBusy(busy);
    const peers = at + HEADER_WORDS + names + ((counts >>> 16) & 0xff);
    for (let word = at + LINE; word <= peers; word += LINE) touched ^= words[word]!;
    const oldestTouched = Math.max(newest - NEWEST_LINES * LINE, legs);
    for (let word = newest; word >= oldestTouched; word -= LINE) touched ^= words[word]!;
    return touched;
  }

  private touchBusy(address: number): number {
    const words = this.arena.words[WordArena.chunkOf(address)]!;
    const at = WordArena.offsetOf(address);
    let touched = 0;
    for (let word = at; word < at + BUSY_LINES * LINE; word += LINE) touched ^= words[word] ?? 0;
    return touched;
  }
}
