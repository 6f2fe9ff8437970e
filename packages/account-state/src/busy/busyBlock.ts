import { SHARED_CURRENCY } from '../memory/currencyTable';
import { WordArena } from '../memory/wordArena';
import type { AccountRecord } from '../record/accountRecord';
import { H_BUSY } from '../record/layout';
import { CELLS } from '../sketch/linearCounting';

/** Levels of a distinct counter; each takes a quarter of the counterparties that reach it on to the next. */
export const SKETCH_LEVELS = 5;
/** Currencies with sums of their own; the last lane takes all further ones together. */
export const LANES_MAX = 4;

/** Bits 0-15 buckets, 16-31 room for them. */
export const B_COUNT = 0;
/** Currency of each lane, 7 bits each, 0: no such lane; bit 28: there are fine cells. */
export const B_LANES = 1;
const HAS_FINE = 1 << 28;
/** Last credit that is no longer single: event time (42 bits, low word first) and its currency above; then its amount. */
export const B_CREDIT = 2;
export const B_CREDIT_MINOR = 4;
/** Number of the UTC day + 1 that the totals are of; then counts out and in. */
export const B_DAY = 6;
export const B_DAY_OUT = 7;
export const B_DAY_IN = 8;
/** Time unit that the coarse cells count from. */
export const B_COARSE_BASE = 9;
export const B_DAY_OUT_MINOR = 10;
export const B_DAY_IN_MINOR = 12;
export const B_DAY_OUT_MAX = 14;
/** Coarse cells of the outgoing, then of the incoming counter, a byte each. */
export const B_COARSE = 16;
const CELL_WORDS = (SKETCH_LEVELS * CELLS) / 4;
/** Fine cells in the same way, behind the unit that they count from and a word that keeps addresses even. */
const B_FINE_BASE = B_COARSE + 2 * CELL_WORDS;
const B_FINE = B_FINE_BASE + 2;
const B_FINE_END = B_FINE + 2 * CELL_WORDS;

/**
 * What a busy account has besides its recent legs: buckets of the legs before them (newest last), cells of the distinct
 * counters, totals of the newest day's legs that are no longer single, and the last such credit. A store has one instance
 * and moves it from account to account.
 */
export class BusyBlock {
  words: Uint32Array = new Uint32Array(0);
  bytes: Uint8Array = new Uint8Array(0);
  doubles: Float64Array = new Float64Array(0);
  /** Where the block begins, in `words`. */
  at = 0;
  count = 0;
  room = 0;
  lanes = 0;
  hasFine = false;
  /** Columns of the buckets, in `words`: start and level, counts, fresh counterparties. */
  starts = 0;
  outCounts = 0;
  inCounts = 0;
  outFresh = 0;
  inFresh = 0;

  constructor(private readonly arena: WordArena) {}

  /** Moves to an account; false where it is not busy. */
  open(record: AccountRecord): boolean {
    const address = record.words[record.h + H_BUSY]!;
    if (address === 0) return false;
    this.locate(address);
    return true;
  }

  /** A block without buckets, with lanes for some currencies. */
  create(record: AccountRecord, room: number, currencies: readonly number[], hasFine: boolean): void {
    record.words[record.h + H_BUSY] = this.allocate(room, currencies.length, hasFine);
    for (let lane = 0; lane < currencies.length; lane++) this.setLaneCurrency(lane, currencies[lane]!);
  }

  release(record: AccountRecord): void {
    const address = record.words[record.h + H_BUSY]!;
    if (address !== 0) this.arena.free(address);
    record.words[record.h + H_BUSY] = 0;
  }

  setCount(count: number): void {
    this.count = count;
    this.words[this.at + B_COUNT] = count | (this.room << 16);
  }

  /** Lane whose sums hold a currency; -1 where none does. */
  findLane(currency: number): number {
    const codes = this.words[this.at + B_LANES]!;
    for (let lane = 0; lane < this.lanes; lane++) if (laneCurrency(codes, lane) === currency) return lane;
    return laneCurrency(codes, LANES_MAX - 1) === SHARED_CURRENCY ? LANES_MAX - 1 : -1;
  }

  laneOf(record: AccountRecord, currency: number): number {
    const lane = this.findLane(currency);
    if (lane >= 0) return lane;
    this.resize(record, this.room, this.lanes + 1, this.hasFine);
    this.setLaneCurrency(this.lanes - 1, this.lanes === LANES_MAX ? SHARED_CURRENCY : currency);
    return this.lanes - 1;
  }

  laneCurrencies(): number[] {
    const codes = this.words[this.at + B_LANES]!;
    return Array.from({ length: this.lanes }, (_, lane) => laneCurrency(codes, lane));
  }

  private setLaneCurrency(lane: number, currency: number): void {
    const word = this.at + B_LANES;
    this.words[word] = this.words[word]! | (currency << (7 * lane));
  }

  /** Index into `doubles` of a lane's column of sums. */
  outSums(lane: number): number {
    return ((this.at + headWords(this.hasFine)) >>> 1) + 2 * lane * this.room;
  }

  inSums(lane: number): number {
    return this.outSums(lane) + this.room;
  }

  /** Where the cells of one direction's counter begin, in `words`. */
  cells(isIn: boolean, isFine: boolean): number {
    return this.at + (isFine ? B_FINE : B_COARSE) + (isIn ? CELL_WORDS : 0);
  }

  /** Index into `words` of the unit that cells count from. */
  cellBase(isFine: boolean): number {
    return this.at + (isFine ? B_FINE_BASE : B_COARSE_BASE);
  }

  /** Words of the part before the buckets' columns. */
  get headLength(): number {
    return headWords(this.hasFine);
  }

  /** Moves to a larger block: more buckets, one more lane, or fine cells. */
  resize(record: AccountRecord, room: number, lanes: number, hasFine: boolean): void {
    const old = record.words[record.h + H_BUSY]!;
    const { words, doubles, at, count, starts, outCounts, inCounts, outFresh, inFresh } = this;
    const head = this.headLength;
    const hadLanes = this.lanes;
    const outSums = [0, 1, 2, 3].map((lane) => this.outSums(lane));
    const hadRoom = this.room;
    record.words[record.h + H_BUSY] = this.allocate(room, lanes, hasFine);
    this.words.set(words.subarray(at + 1, at + head), this.at + 1);
    if (hasFine) this.words[this.at + B_LANES] = this.words[this.at + B_LANES]! | HAS_FINE;
    this.setCount(count);
    for (let i = 0; i < count; i++) {
      this.words[this.starts + i] = words[starts + i]!;
      this.words[this.outCounts + i] = words[outCounts + i]!;
      this.words[this.inCounts + i] = words[inCounts + i]!;
      this.words[this.outFresh + i] = words[outFresh + i]!;
      this.words[this.inFresh + i] = words[inFresh + i]!;
      for (let lane = 0; lane < hadLanes; lane++) {
        this.doubles[this.outSums(lane) + i] = doubles[outSums[lane]! + i]!;
        this.doubles[this.inSums(lane) + i] = doubles[outSums[lane]! + hadRoom + i]!;
      }
    }
    this.arena.free(old);
  }

  private allocate(room: number, lanes: number, hasFine: boolean): number {
    const length = headWords(hasFine) + (5 + 4 * lanes) * room;
    const address = this.arena.allocate(length);
    const words = this.arena.words[WordArena.chunkOf(address)]!;
    const at = WordArena.offsetOf(address);
    words.fill(0, at, at + length);
    words[at + B_COUNT] = room << 16;
    words[at + B_LANES] = hasFine ? HAS_FINE : 0;
    this.locate(address, lanes);
    return address;
  }

  private locate(address: number, lanes?: number): void {
    const chunk = WordArena.chunkOf(address);
    this.words = this.arena.words[chunk]!;
    this.bytes = this.arena.bytes[chunk]!;
    this.doubles = this.arena.doubles[chunk]!;
    this.at = WordArena.offsetOf(address);
    const counts = this.words[this.at + B_COUNT]!;
    this.count = counts & 0xffff;
    this.room = counts >>> 16;
    const codes = this.words[this.at + B_LANES]!;
    this.lanes = lanes ?? laneCount(codes);
    this.hasFine = (codes & HAS_FINE) !== 0;
    this.starts = this.at + headWords(this.hasFine) + 4 * this.lanes * this.room;
    this.outCounts = this.starts + this.room;
    this.inCounts = this.outCounts + this.room;
    this.outFresh = this.inCounts + this.room;
    this.inFresh = this.outFresh + this.room;
  }
}

function laneCurrency(codes: number, lane: number): number {
  return (codes >>> (7 * lane)) & 127;
}

function laneCount(codes: number): number {
  let lanes = 1;
  while (lanes < LANES_MAX && laneCurrency(codes, lanes) !== 0) lanes += 1;
  return lanes;
}

function headWords(hasFine: boolean): number {
  return hasFine ? B_FINE_END : B_FINE_BASE;
}
