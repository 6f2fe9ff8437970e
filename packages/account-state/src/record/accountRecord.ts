import { DAY_MS } from '../limits';
import { WordArena } from '../memory/wordArena';
import { HeaderTable } from './headerTable';
import {
  BASE_MS,
  H_BODY,
  H_COUNTS,
  H_NEWEST,
  H_OLDEST,
  H_SHAPE,
  HOME_SHIFT,
  MS_MASK,
  SHAPE_WIDE,
} from './layout';

const EMPTY_WORDS = new Uint32Array(0);
const TWO_32 = 4_294_967_296;

/**
 * The account that is open: views on its header and body, and where its columns begin. A store has one of these and
 * moves it from account to account, so that no account is an object. Numbers of columns are indices into `words`
 * (32 bits) or `halves` (16 bits).
 */
export class AccountRecord {
  slot = -1;
  header: Uint32Array = EMPTY_WORDS;
  floats: Float32Array = new Float32Array(0);
  /** Where the header begins. */
  h = 0;
  words: Uint32Array = EMPTY_WORDS;
  halves: Uint16Array = new Uint16Array(0);
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the names begin, in `bytes`. */
  names = 0;
  /** Recent legs by event time, of equal times by arrival: time relative to `base`, amount, transfer hash, mark. */
  legTimes = 0;
  legAmounts = 0;
  legHashes = 0;
  /** High words of the amounts; only where `wide`. */
  legHighs = 0;
  /** In `halves`. */
  legMarks = 0;
  /** Counterparties: hash, first and last day, counts of legs (in `halves`). */
  peerHashes = 0;
  peerDays = 0;
  peerCounts = 0;

  legCount = 0;
  legRoom = 0;
  peerCount = 0;
  peerRoom = 0;
  wide = false;
  /** Event time that leg times are relative to. */
  base = 0;

  constructor(
    readonly arena: WordArena,
    readonly headers: HeaderTable,
  ) {}

  open(slot: number): void {
    if (slot === this.slot) return;
    if (!this.headers.isLive(slot)) throw new RangeError(`there is no account in slot ${slot}`);
    this.slot = slot;
    const chunk = HeaderTable.chunkOf(slot);
    this.header = this.headers.words[chunk]!;
    this.floats = this.headers.floats[chunk]!;
    this.h = HeaderTable.offsetOf(slot);
    this.locate();
  }

  /** Forgets which account is open; to be called where its slot is freed. */
  close(): void {
    this.slot = -1;
  }

  get idLength(): number {
    return this.header[this.h + H_SHAPE]! & 0xff;
  }

  get namesWords(): number {
    return (this.header[this.h + H_SHAPE]! >>> 8) & 0x3fff;
  }

  get homeCurrency(): number {
    return this.header[this.h + H_SHAPE]! >>> HOME_SHIFT;
  }

  set homeCurrency(number: number) {
    const at = this.h + H_SHAPE;
    this.header[at] = (this.header[at]! & ((1 << HOME_SHIFT) - 1)) | (number << HOME_SHIFT);
  }

  /** Event time of the newest leg, 0 where there never was one. */
  get newest(): number {
    const at = this.h + H_NEWEST;
    return (this.header[at + 1]! & 0xffff) * DAY_MS + (this.header[at]! & MS_MASK);
  }

  set newest(time: number) {
    this.setTime(H_NEWEST, time);
  }

  /** UTC day of the newest leg. */
  get newestDay(): number {
    return this.header[this.h + H_NEWEST + 1]! & 0xffff;
  }

  get oldest(): number {
    const at = this.h + H_OLDEST;
    return (this.header[at + 1]! & 0xffff) * DAY_MS + this.header[at]!;
  }

  set oldest(time: number) {
    this.setTime(H_OLDEST, time);
  }

  get oldestDay(): number {
    return this.header[this.h + H_OLDEST + 1]! & 0xffff;
  }

  /** Number of UTC days with a leg; 0: there never was a leg. */
  get activeDays(): number {
    return this.header[this.h + H_OLDEST + 1]! >>> 16;
  }

  set activeDays(days: number) {
    const at = this.h + H_OLDEST + 1;
    this.header[at] = (this.header[at]! & 0xffff) | (Math.min(days, 0xffff) << 16);
  }

  set baseNumber(number: number) {
    const at = this.h + H_NEWEST + 1;
    this.header[at] = (this.header[at]! & 0xffff) | (number << 16);
    this.base = number * BASE_MS;
  }

  legAmount(i: number): number {
    const low = this.words[this.legAmounts + i]!;
    return this.wide ? low + this.words[this.legHighs + i]! * TWO_32 : low;
  }

  setCounts(legCount: number, peerCount: number): void {
    this.legCount = legCount;
    this.peerCount = peerCount;
    this.header[this.h + H_COUNTS] =
      legCount | (this.legRoom << 8) | (peerCount << 16) | (this.peerRoom << 24);
  }

  /** Moves the body into a block with other room; what is there stays, what does not fit must be gone before. */
  resize(namesWords: number, legRoom: number, peerRoom: number, wide: boolean): void {
    const { words, halves, names, legTimes, legAmounts, legHashes, legHighs, legMarks } = this;
    const { peerHashes, peerDays, peerCounts, wide: wasWide } = this;
    const keptNames = Math.min(namesWords, this.namesWords);
    const old = this.header[this.h + H_BODY]!;
    const counts = this.header[this.h + H_COUNTS]! & 0x00ff00ff;
    const shape = this.header[this.h + H_SHAPE]! & ~((0x3fff << 8) | SHAPE_WIDE);
    this.header[this.h + H_SHAPE] = shape | (namesWords << 8) | (wide ? SHAPE_WIDE : 0);
    this.header[this.h + H_COUNTS] = counts | (legRoom << 8) | (peerRoom << 24);
    this.header[this.h + H_BODY] = this.arena.allocate(bodyWords(namesWords, legRoom, peerRoom, wide));
    this.locate();
    copyWords(words, names >>> 2, this.words, this.names >>> 2, keptNames);
    copyWords(words, peerHashes, this.words, this.peerHashes, this.peerCount);
    copyWords(words, peerDays, this.words, this.peerDays, this.peerCount);
    copyHalves(halves, peerCounts, this.halves, this.peerCounts, this.peerCount);
    copyWords(words, legTimes, this.words, this.legTimes, this.legCount);
    copyWords(words, legAmounts, this.words, this.legAmounts, this.legCount);
    if (wide && wasWide) copyWords(words, legHighs, this.words, this.legHighs, this.legCount);
    if (wide && !wasWide) this.words.fill(0, this.legHighs, this.legHighs + this.legCount);
    copyHalves(halves, legMarks, this.halves, this.legMarks, this.legCount);
    copyWords(words, legHashes, this.words, this.legHashes, this.legCount);
    if (old !== 0) this.arena.free(old);
  }

  private locate(): void {
    const header = this.header;
    const shape = header[this.h + H_SHAPE]!;
    const counts = header[this.h + H_COUNTS]!;
    const body = header[this.h + H_BODY]!;
    const chunk = WordArena.chunkOf(body);
    // A new account has no body yet: its address 0 lies in no block, and its counts are 0.
    this.words = this.arena.words[chunk] ?? EMPTY_WORDS;
    this.halves = this.arena.halves[chunk] ?? this.halves;
    this.bytes = this.arena.bytes[chunk] ?? this.bytes;
    this.wide = (shape & SHAPE_WIDE) !== 0;
    this.legCount = counts & 0xff;
    const legRoom = (counts >>> 8) & 0xff;
    this.legRoom = legRoom;
    this.peerCount = (counts >>> 16) & 0xff;
    const peerRoom = counts >>> 24;
    this.peerRoom = peerRoom;
    this.base = (header[this.h + H_NEWEST + 1]! >>> 16) * BASE_MS;

    let at = WordArena.offsetOf(body);
    this.names = at << 2;
    at += (shape >>> 8) & 0x3fff;
    this.peerHashes = at;
    at += peerRoom;
    this.peerDays = at;
    at += peerRoom;
    this.peerCounts = at << 1;
    at += peerRoom >>> 1;
    this.legTimes = at;
    at += legRoom;
    this.legAmounts = at;
    at += legRoom;
    this.legHighs = at;
    if (this.wide) at += legRoom;
    this.legMarks = at << 1;
    at += legRoom >>> 1;
    this.legHashes = at;
  }

  private setTime(word: number, time: number): void {
    const at = this.h + word;
    const day = Math.floor(time / DAY_MS);
    this.header[at] = (this.header[at]! & ~MS_MASK) | (time - day * DAY_MS);
    this.header[at + 1] = (this.header[at + 1]! & 0xffff0000) | day;
  }
}

function bodyWords(namesWords: number, legRoom: number, peerRoom: number, wide: boolean): number {
  return namesWords + (wide ? 4.5 : 3.5) * legRoom + 2.5 * peerRoom;
}

// Loops, because columns are short and a call would cost more than it saves.
function copyWords(from: Uint32Array, start: number, to: Uint32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[start + i]!;
}

function copyHalves(from: Uint16Array, start: number, to: Uint16Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[start + i]!;
}
