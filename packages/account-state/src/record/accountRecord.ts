import { DAY_MS } from '../limits';
import { WordArena } from '../memory/wordArena';
import { CELLS } from '../sketch/linearCounting';
import {
  BASE_MS,
  CELLS_FLAG,
  H_COUNTS,
  H_NEWEST,
  H_OLDEST,
  H_SHAPE,
  HEADER_WORDS,
  HOME_SHIFT,
  MS_MASK,
  PAIR_AMOUNT,
  PAIR_HIGH,
  PAIR_MARKS,
  PAIR_WORDS,
  PEER_WORDS,
  SET_WORDS,
  SETS_MASK,
  SETS_SHIFT,
  SHAPE_WIDE,
  WIDE_PAIR_WORDS,
} from './layout';
import type { SlotTable } from './slotTable';

const TWO_32 = 4_294_967_296;

/** What there is room for in an account's block. */
export interface AccountRoom {
  /** Words of the names: the id, then master data. */
  namesWords: number;
  /** Even. */
  legs: number;
  /** Even. */
  peers: number;
  /** Amounts have high words. */
  wide: boolean;
  /** Sets of fingerprints of forgotten counterparties: 0 or a power of two up to 32. */
  sets: number;
  /** There are cells of forgotten payers. */
  hasCells: boolean;
}

/**
 * The account that is open: a view on its block and where the parts of the block begin. A store has one of these and
 * moves it from account to account, so that no account is an object. Numbers of parts are indices into `words` (32 bits)
 * or `halves` (16 bits). All of an account but what a busy one has besides lies in one block, so that it costs one visit
 * to memory.
 */
export class AccountRecord {
  slot = -1;
  words: Uint32Array = new Uint32Array(0);
  halves: Uint16Array = new Uint16Array(0);
  bytes: Uint8Array = new Uint8Array(0);
  floats: Float32Array = new Float32Array(0);
  doubles: Float64Array = new Float64Array(0);
  /** Where the fixed part begins, in `words`. */
  h = 0;
  /** Where the names begin, in `bytes`. */
  names = 0;
  /** Counterparties: hashes, and facts of PEER_WORDS each. */
  peerHashes = 0;
  peerFacts = 0;
  /** Recent legs in pairs of `pairWords`, by event time, of equal times by arrival. */
  legs = 0;
  pairWords = PAIR_WORDS;
  /** Fingerprints of forgotten counterparties and cells of forgotten payers, in `halves`. */
  fingerprints = 0;
  payerCells = 0;

  legCount = 0;
  legRoom = 0;
  peerCount = 0;
  peerRoom = 0;
  wide = false;
  sets = 0;
  hasCells = false;
  /** Event time that leg times are relative to. */
  base = 0;

  private readonly wanted: AccountRoom = {
    namesWords: 0,
    legs: 0,
    peers: 0,
    wide: false,
    sets: 0,
    hasCells: false,
  };

  constructor(
    readonly arena: WordArena,
    private readonly slots: SlotTable,
  ) {}

  open(slot: number): void {
    if (slot === this.slot) return;
    const address = this.slots.addressOf(slot);
    if (address === 0) throw new RangeError(`there is no account in slot ${slot}`);
    this.slot = slot;
    this.locate(address);
  }

  /** A block for a new account, all zero. */
  create(): void {
    const address = this.arena.allocate(HEADER_WORDS);
    const at = WordArena.offsetOf(address);
    this.arena.words[WordArena.chunkOf(address)]!.fill(0, at, at + HEADER_WORDS);
    this.slot = this.slots.allocate(address);
    this.locate(address);
  }

  /** Gives the open account's block and slot back. */
  release(): void {
    this.arena.free(this.slots.addressOf(this.slot));
    this.slots.free(this.slot);
    this.slot = -1;
  }

  get idLength(): number {
    return this.words[this.h + H_SHAPE]! & 0xff;
  }

  get namesWords(): number {
    return (this.words[this.h + H_SHAPE]! >>> 8) & 0x3fff;
  }

  get homeCurrency(): number {
    return this.words[this.h + H_SHAPE]! >>> HOME_SHIFT;
  }

  set homeCurrency(number: number) {
    const at = this.h + H_SHAPE;
    this.words[at] = (this.words[at]! & ((1 << HOME_SHIFT) - 1)) | (number << HOME_SHIFT);
  }

  /** Event time of the newest leg, 0 where there never was one. */
  get newest(): number {
    const at = this.h + H_NEWEST;
    return (this.words[at + 1]! & 0xffff) * DAY_MS + (this.words[at]! & MS_MASK);
  }

  set newest(time: number) {
    this.setTime(H_NEWEST, time);
  }

  /** UTC day of the newest leg. */
  get newestDay(): number {
    return this.words[this.h + H_NEWEST + 1]! & 0xffff;
  }

  get oldest(): number {
    const at = this.h + H_OLDEST;
    return (this.words[at + 1]! & 0xffff) * DAY_MS + this.words[at]!;
  }

  set oldest(time: number) {
    this.setTime(H_OLDEST, time);
  }

  get oldestDay(): number {
    return this.words[this.h + H_OLDEST + 1]! & 0xffff;
  }

  /** Number of UTC days with a leg; 0: there never was a leg. */
  get activeDays(): number {
    return this.words[this.h + H_OLDEST + 1]! >>> 16;
  }

  set activeDays(days: number) {
    const at = this.h + H_OLDEST + 1;
    this.words[at] = (this.words[at]! & 0xffff) | (Math.min(days, 0xffff) << 16);
  }

  set baseNumber(number: number) {
    const at = this.h + H_NEWEST + 1;
    this.words[at] = (this.words[at]! & 0xffff) | (number << 16);
    this.base = number * BASE_MS;
  }

  /** Index into `words` of leg `i`'s time; its other words lie at PAIR_AMOUNT and so on from there. */
  legWord(i: number): number {
    return this.legs + (i >>> 1) * this.pairWords + (i & 1);
  }

  /** Index into `halves` of leg `i`'s mark. */
  legMarkHalf(i: number): number {
    return (this.legs + (i >>> 1) * this.pairWords + PAIR_MARKS) * 2 + (i & 1);
  }

  legAmount(i: number): number {
    const at = this.legWord(i);
    const low = this.words[at + PAIR_AMOUNT]!;
    return this.wide ? low + this.words[at + PAIR_HIGH]! * TWO_32 : low;
  }

  setCounts(legCount: number, peerCount: number): void {
    this.legCount = legCount;
    this.peerCount = peerCount;
    this.words[this.h + H_COUNTS] =
      legCount | (this.legRoom << 8) | (peerCount << 16) | (this.peerRoom << 24);
  }

  /** The room there is, to be changed and given to `resize`; one instance, filled again by every call. */
  room(): AccountRoom {
    const { wanted } = this;
    wanted.namesWords = this.namesWords;
    wanted.legs = this.legRoom;
    wanted.peers = this.peerRoom;
    wanted.wide = this.wide;
    wanted.sets = this.sets;
    wanted.hasCells = this.hasCells;
    return wanted;
  }

  /**
   * Moves the account into a block with other room; what is there stays, what does not fit must be gone before.
   * Fingerprints stay only where the number of sets does.
   */
  resize(room: AccountRoom): void {
    const { words, halves, h, names, peerHashes, peerFacts, peerCount, fingerprints, payerCells } = this;
    const { legs, legCount, pairWords, sets: hadSets, hasCells: hadCells } = this;
    const keptNames = Math.min(room.namesWords, this.namesWords);
    const old = this.slots.addressOf(this.slot);
    const address = this.arena.allocate(blockWords(room));
    const target = this.arena.words[WordArena.chunkOf(address)]!;
    const to = WordArena.offsetOf(address);
    copyWords(words, h, target, to, HEADER_WORDS);
    putRoom(target, to, room);
    this.slots.setAddress(this.slot, address);
    this.locate(address);

    copyWords(words, names >>> 2, target, this.names >>> 2, keptNames);
    copyWords(words, peerHashes, target, this.peerHashes, peerCount);
    copyWords(words, peerFacts, target, this.peerFacts, peerCount * PEER_WORDS);
    copyPairs(words, legs, pairWords, target, this.legs, this.pairWords, (legCount + 1) >>> 1);
    const prints = room.sets * SET_WORDS * 2;
    if (room.sets === hadSets) copyHalves(halves, fingerprints, this.halves, this.fingerprints, prints);
    else this.halves.fill(0, this.fingerprints, this.fingerprints + prints);
    if (room.hasCells && hadCells) copyHalves(halves, payerCells, this.halves, this.payerCells, CELLS);
    if (room.hasCells && !hadCells) this.halves.fill(0, this.payerCells, this.payerCells + CELLS);
    this.arena.free(old);
  }

  private locate(address: number): void {
    const chunk = WordArena.chunkOf(address);
    const words = this.arena.words[chunk]!;
    let at = WordArena.offsetOf(address);
    this.words = words;
    this.halves = this.arena.halves[chunk]!;
    this.bytes = this.arena.bytes[chunk]!;
    this.floats = this.arena.floats[chunk]!;
    this.doubles = this.arena.doubles[chunk]!;
    const shape = words[at + H_SHAPE]!;
    const counts = words[at + H_COUNTS]!;
    const newest = words[at + H_NEWEST]!;
    const legRoom = (counts >>> 8) & 0xff;
    const peerRoom = counts >>> 24;
    const sets = (1 << ((newest >>> SETS_SHIFT) & SETS_MASK)) >>> 1;
    this.h = at;
    this.wide = (shape & SHAPE_WIDE) !== 0;
    this.legCount = counts & 0xff;
    this.legRoom = legRoom;
    this.peerCount = (counts >>> 16) & 0xff;
    this.peerRoom = peerRoom;
    this.sets = sets;
    this.hasCells = (newest & CELLS_FLAG) !== 0;
    this.base = (words[at + H_NEWEST + 1]! >>> 16) * BASE_MS;

    at += HEADER_WORDS;
    this.names = at << 2;
    at += (shape >>> 8) & 0x3fff;
    this.peerHashes = at;
    at += peerRoom;
    this.peerFacts = at;
    at += peerRoom * PEER_WORDS;
    this.legs = at;
    this.pairWords = this.wide ? WIDE_PAIR_WORDS : PAIR_WORDS;
    at += (legRoom >>> 1) * this.pairWords;
    this.fingerprints = at << 1;
    at += sets * SET_WORDS;
    this.payerCells = at << 1;
  }

  private setTime(word: number, time: number): void {
    const at = this.h + word;
    const day = Math.floor(time / DAY_MS);
    this.words[at] = (this.words[at]! & ~MS_MASK) | (time - day * DAY_MS);
    this.words[at + 1] = (this.words[at + 1]! & 0xffff0000) | day;
  }
}

function blockWords(room: AccountRoom): number {
  const legWords = (room.legs >>> 1) * (room.wide ? WIDE_PAIR_WORDS : PAIR_WORDS);
  const sketchWords = room.sets * SET_WORDS + (room.hasCells ? CELLS >>> 1 : 0);
  return HEADER_WORDS + room.namesWords + legWords + (1 + PEER_WORDS) * room.peers + sketchWords;
}

/** Writes what `locate` reads; counts stay. */
function putRoom(words: Uint32Array, at: number, room: AccountRoom): void {
  const shape = words[at + H_SHAPE]! & ~((0x3fff << 8) | SHAPE_WIDE);
  words[at + H_SHAPE] = shape | (room.namesWords << 8) | (room.wide ? SHAPE_WIDE : 0);
  words[at + H_COUNTS] = (words[at + H_COUNTS]! & 0x00ff00ff) | (room.legs << 8) | (room.peers << 24);
  const setsCode = room.sets === 0 ? 0 : 32 - Math.clz32(room.sets);
  const newest = words[at + H_NEWEST]! & ~((SETS_MASK << SETS_SHIFT) | CELLS_FLAG);
  words[at + H_NEWEST] = newest | (setsCode << SETS_SHIFT) | (room.hasCells ? CELLS_FLAG : 0);
}

// Loops, because columns are short and a call would cost more than it saves.
function copyWords(from: Uint32Array, start: number, to: Uint32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[start + i]!;
}

function copyHalves(from: Uint16Array, start: number, to: Uint16Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[start + i]!;
}

/** Pairs of legs, also from narrow ones to wide ones, whose high words are 0 then. */
function copyPairs(
  from: Uint32Array,
  start: number,
  fromWords: number,
  to: Uint32Array,
  at: number,
  toWords: number,
  pairs: number,
): void {
  if (fromWords === toWords) {
    copyWords(from, start, to, at, pairs * toWords);
    return;
  }
  for (let pair = 0; pair < pairs; pair++) {
    copyWords(from, start + pair * fromWords, to, at + pair * toWords, PAIR_WORDS);
    to.fill(0, at + pair * toWords + PAIR_WORDS, at + (pair + 1) * toWords);
  }
}
