import { SETTLED_AFTER_DAYS, SETTLED_WITHIN_DAYS } from '../limits';
import { CELLS, DISTINCT_OF_OCCUPIED } from '../sketch/linearCounting';
import type { AccountRecord } from './accountRecord';
import { H_LIFETIME, H_SETTLED, SET_WORDS } from './layout';

/** Fingerprints of 16 bits in a set: half a cache line. */
const SET_SIZE = SET_WORDS * 2;
/** At most 512 fingerprints, so that at most 512 / 65,535 (0.8%) of new counterparties are taken for forgotten ones. */
const SETS_MAX = 32;
/** Payers that leave the memory are counted in cells from this many lifetime payers on; fewer do not make a payee established. */
const PAYERS_COUNTED_FROM = 16;
/** Days in a cell repeat after this many. */
const DAY_CYCLE = 32_767;
const OLD = 1;

const moved = new Uint16Array(SETS_MAX * SET_SIZE);

/** True where a counterparty was known once: false positives at most 0.8%; those dropped from full sets are missed. */
export function isForgotten(record: AccountRecord, hash: number): boolean {
  if (record.sets === 0) return false;
  const { halves } = record;
  const print = fingerprint(hash);
  const first = setOf(record, print);
  for (let i = first; i < first + SET_SIZE; i++) if (halves[i] === print) return true;
  return false;
}

/** Keeps the fingerprint of a counterparty; a full set drops its oldest. */
export function forgetCounterparty(record: AccountRecord, hash: number): void {
  const print = fingerprint(hash);
  if (record.sets === 0) resizeSets(record, 1);
  let place = placeIn(record, print);
  while (place === SET_SIZE && record.sets < setsFor(record.peerRoom)) {
    resizeSets(record, record.sets * 2);
    place = placeIn(record, print);
  }
  const { halves } = record;
  const first = setOf(record, print);
  for (let i = first + Math.min(place, SET_SIZE - 1); i > first; i--) halves[i] = halves[i - 1]!;
  halves[first] = print;
}

/** Place of a fingerprint in its set, else the first empty one; SET_SIZE where the set is full. */
function placeIn(record: AccountRecord, print: number): number {
  const first = setOf(record, print);
  let place = 0;
  while (place < SET_SIZE && record.halves[first + place] !== 0 && record.halves[first + place] !== print)
    place += 1;
  return place;
}

/**
 * Counts a payer who is no longer remembered in a cell: when first and when last seen (UTC days + 1). A cell knows the
 * last day, and whether it is old enough to count (`OLD`); while it is not, the day is its first.
 */
export function seePayer(record: AccountRecord, hash: number, first: number, last: number): void {
  if (record.words[record.h + H_LIFETIME]! >>> 16 <= PAYERS_COUNTED_FROM) return;
  record.words[record.h + H_SETTLED] = 0;
  if (!record.hasCells) {
    const room = record.room();
    room.hasCells = true;
    record.resize(room);
  }
  const { halves } = record;
  const cell = record.payerCells + ((Math.imul(hash, 0x9e3779b1) >>> 8) & (CELLS - 1));
  const known = halves[cell]!;
  const isOldPayer = last - first >= SETTLED_AFTER_DAYS;
  const gap = daysBetween(known >>> 1, last);
  if (known === 0 || gap > SETTLED_WITHIN_DAYS) {
    halves[cell] = isOldPayer ? (cycled(last) << 1) | OLD : cycled(first) << 1;
    return;
  }
  const becomesOld = isOldPayer || (known & OLD) !== 0 || gap >= SETTLED_AFTER_DAYS;
  if (becomesOld) halves[cell] = (gap > 0 ? cycled(last) << 1 : known & ~OLD) | OLD;
}

/** Estimate of the payers counted in cells who are settled on `day` (UTC day + 1). */
export function settledForgotten(record: AccountRecord, day: number): number {
  if (!record.hasCells) return 0;
  let settled = 0;
  for (let cell = record.payerCells; cell < record.payerCells + CELLS; cell++) {
    const known = record.halves[cell]!;
    if (known === 0) continue;
    const gap = daysBetween(known >>> 1, day);
    if (gap <= SETTLED_WITHIN_DAYS && ((known & OLD) !== 0 || gap >= SETTLED_AFTER_DAYS)) settled += 1;
  }
  return Math.floor(DISTINCT_OF_OCCUPIED[settled]!);
}

/** More sets: fingerprints find theirs again, in the same order. */
function resizeSets(record: AccountRecord, sets: number): void {
  const count = record.sets * SET_SIZE;
  for (let i = 0; i < count; i++) moved[i] = record.halves[record.fingerprints + i]!;
  const room = record.room();
  room.sets = sets;
  record.resize(room);
  for (let i = 0; i < count; i++) {
    const print = moved[i]!;
    if (print === 0) continue;
    let to = setOf(record, print);
    while (record.halves[to] !== 0) to += 1;
    record.halves[to] = print;
  }
}

function setOf(record: AccountRecord, print: number): number {
  return record.fingerprints + (print & (record.sets - 1)) * SET_SIZE;
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
