import { SETTLED_AFTER_DAYS, SETTLED_WITHIN_DAYS } from '../limits';
import { WordArena } from '../memory/wordArena';
import { CELLS, DISTINCT_OF_OCCUPIED } from '../sketch/linearCounting';
import type { AccountRecord } from './accountRecord';
import { H_FORGOTTEN, H_LIFETIME, H_SETTLED } from './layout';

/** Fingerprints of 16 bits in a set: half a cache line. */
const SET_SIZE = 16;
const SET_WORDS = SET_SIZE / 2;
/** At most 512 fingerprints, so that at most 512 / 65,535 (0.8%) of new counterparties are taken for forgotten ones. */
const SETS_MAX = 32;
/** Payers that leave the memory are counted in cells from this many lifetime payers on; fewer do not make a payee established. */
const PAYERS_COUNTED_FROM = 16;
const CELL_WORDS = CELLS / 2;
/** Days in a cell repeat after this many. */
const DAY_CYCLE = 32_767;
const OLD = 1;

// The block: a word with the number of sets and, above 256, whether cells follow; the sets; the cells.
const HAS_CELLS = 256;

/** True where a counterparty was known once: false positives at most 0.8%; those dropped from full sets are missed. */
export function isForgotten(record: AccountRecord, arena: WordArena, hash: number): boolean {
  const address = record.header[record.h + H_FORGOTTEN]!;
  if (address === 0) return false;
  const chunk = WordArena.chunkOf(address);
  const at = WordArena.offsetOf(address);
  const sets = arena.words[chunk]![at]! & 0xff;
  const halves = arena.halves[chunk]!;
  const print = fingerprint(hash);
  const first = setAt(at, print, sets);
  for (let i = first; i < first + SET_SIZE; i++) if (halves[i] === print) return true;
  return false;
}

/** Keeps the fingerprint of a counterparty; a full set drops its oldest. */
export function forgetCounterparty(record: AccountRecord, arena: WordArena, hash: number): void {
  if (record.header[record.h + H_FORGOTTEN] === 0) replaceBlock(record, arena, 1, false);
  const print = fingerprint(hash);
  for (;;) {
    const address = record.header[record.h + H_FORGOTTEN]!;
    const at = WordArena.offsetOf(address);
    const halves = arena.halves[WordArena.chunkOf(address)]!;
    const head = arena.words[WordArena.chunkOf(address)]![at]!;
    const sets = head & 0xff;
    const first = setAt(at, print, sets);
    let place = 0;
    while (place < SET_SIZE - 1 && halves[first + place] !== 0 && halves[first + place] !== print) place += 1;
    const isFull = halves[first + place] !== 0 && halves[first + place] !== print;
    if (isFull && sets < setsFor(record.peerRoom)) {
      replaceBlock(record, arena, sets * 2, (head & HAS_CELLS) !== 0);
      continue;
    }
    for (let i = first + place; i > first; i--) halves[i] = halves[i - 1]!;
    halves[first] = print;
    return;
  }
}

/**
 * Counts a payer who is no longer remembered in a cell: when first and when last seen (UTC days + 1). A cell knows the
 * last day, and whether it is old enough to count (`OLD`); while it is not, the day is its first.
 */
export function seePayer(
  record: AccountRecord,
  arena: WordArena,
  hash: number,
  first: number,
  last: number,
): void {
  if (record.header[record.h + H_LIFETIME]! >>> 16 <= PAYERS_COUNTED_FROM) return;
  record.header[record.h + H_SETTLED] = 0;
  const cells = payerCells(record, arena, true);
  const halves = arena.halves[WordArena.chunkOf(record.header[record.h + H_FORGOTTEN]!)]!;
  const cell = cells + ((Math.imul(hash, 0x9e3779b1) >>> 8) & (CELLS - 1));
  const known = halves[cell]!;
  const isOldPayer = last - first >= SETTLED_AFTER_DAYS;
  const knownDay = known >>> 1;
  const gap = daysBetween(knownDay, last);
  if (known === 0 || gap > SETTLED_WITHIN_DAYS) {
    halves[cell] = isOldPayer ? (cycled(last) << 1) | OLD : cycled(first) << 1;
    return;
  }
  const becomesOld = isOldPayer || (known & OLD) !== 0 || gap >= SETTLED_AFTER_DAYS;
  if (becomesOld) halves[cell] = (gap > 0 ? cycled(last) << 1 : known & ~OLD) | OLD;
}

/** Estimate of the payers counted in cells who are settled on `day` (UTC day + 1). */
export function settledForgotten(record: AccountRecord, arena: WordArena, day: number): number {
  const cells = payerCells(record, arena, false);
  if (cells < 0) return 0;
  const halves = arena.halves[WordArena.chunkOf(record.header[record.h + H_FORGOTTEN]!)]!;
  let settled = 0;
  for (let cell = cells; cell < cells + CELLS; cell++) {
    const known = halves[cell]!;
    if (known === 0) continue;
    const gap = daysBetween(known >>> 1, day);
    if (gap <= SETTLED_WITHIN_DAYS && ((known & OLD) !== 0 || gap >= SETTLED_AFTER_DAYS)) settled += 1;
  }
  return Math.floor(DISTINCT_OF_OCCUPIED[settled]!);
}

export function releaseForgotten(record: AccountRecord, arena: WordArena): void {
  const address = record.header[record.h + H_FORGOTTEN]!;
  if (address !== 0) arena.free(address);
  record.header[record.h + H_FORGOTTEN] = 0;
}

/** The words of the block, for a snapshot; empty where there is none. */
export function forgottenWords(record: AccountRecord, arena: WordArena): Uint32Array {
  const address = record.header[record.h + H_FORGOTTEN]!;
  if (address === 0) return new Uint32Array(0);
  const words = arena.words[WordArena.chunkOf(address)]!;
  const at = WordArena.offsetOf(address);
  return words.subarray(at, at + blockWords(words[at]! & 0xff, (words[at]! & HAS_CELLS) !== 0));
}

export function restoreForgotten(record: AccountRecord, arena: WordArena, words: Uint32Array): void {
  if (words.length === 0) return;
  const address = arena.allocate(words.length);
  arena.words[WordArena.chunkOf(address)]!.set(words, WordArena.offsetOf(address));
  record.header[record.h + H_FORGOTTEN] = address;
}

/** Index into `halves` of the cells; -1 where there are none and none are wanted. */
function payerCells(record: AccountRecord, arena: WordArena, isWanted: boolean): number {
  const address = record.header[record.h + H_FORGOTTEN]!;
  const head = address === 0 ? 0 : arena.words[WordArena.chunkOf(address)]![WordArena.offsetOf(address)]!;
  if ((head & HAS_CELLS) === 0) {
    if (!isWanted) return -1;
    replaceBlock(record, arena, Math.max(head & 0xff, 1), true);
    return payerCells(record, arena, true);
  }
  return (WordArena.offsetOf(address) + 1 + (head & 0xff) * SET_WORDS) * 2;
}

/** A block with more sets, or with cells; fingerprints find their sets again, in the same order. */
function replaceBlock(record: AccountRecord, arena: WordArena, sets: number, hasCells: boolean): void {
  const old = record.header[record.h + H_FORGOTTEN]!;
  const address = arena.allocate(blockWords(sets, hasCells));
  const words = arena.words[WordArena.chunkOf(address)]!;
  const halves = arena.halves[WordArena.chunkOf(address)]!;
  const at = WordArena.offsetOf(address);
  words.fill(0, at, at + blockWords(sets, hasCells));
  words[at] = sets | (hasCells ? HAS_CELLS : 0);
  record.header[record.h + H_FORGOTTEN] = address;
  if (old === 0) return;
  const oldHalves = arena.halves[WordArena.chunkOf(old)]!;
  const oldAt = WordArena.offsetOf(old);
  const oldHead = arena.words[WordArena.chunkOf(old)]![oldAt]!;
  const oldSets = oldHead & 0xff;
  for (let i = 0; i < oldSets * SET_SIZE; i++) {
    const print = oldHalves[(oldAt + 1) * 2 + i]!;
    if (print === 0) continue;
    let to = setAt(at, print, sets);
    while (halves[to] !== 0) to += 1;
    halves[to] = print;
  }
  if ((oldHead & HAS_CELLS) !== 0) {
    const from = (oldAt + 1 + oldSets * SET_WORDS) * 2;
    halves.set(oldHalves.subarray(from, from + CELLS), (at + 1 + sets * SET_WORDS) * 2);
  }
  arena.free(old);
}

function blockWords(sets: number, hasCells: boolean): number {
  return 1 + sets * SET_WORDS + (hasCells ? CELL_WORDS : 0);
}

function setAt(at: number, print: number, sets: number): number {
  return (at + 1 + (print & (sets - 1)) * SET_WORDS) * 2;
}

// Never 0, which stands for an empty place.
function fingerprint(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 16 || 1;
}

// The more counterparties an account has, the more of them are worth remembering after: about two for each.
function setsFor(peerRoom: number): number {
  let sets = 1;
  while (sets < SETS_MAX && sets * 8 < peerRoom) sets *= 2;
  return sets;
}

function cycled(day: number): number {
  return (day % DAY_CYCLE) + 1;
}

/** Days from a cycled day to a day, negative where the cell is ahead. */
function daysBetween(known: number, day: number): number {
  const gap = (cycled(day) - known + DAY_CYCLE) % DAY_CYCLE;
  return gap > DAY_CYCLE / 2 ? gap - DAY_CYCLE : gap;
}
