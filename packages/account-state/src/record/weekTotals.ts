import { WINDOWS_MS } from '../features';
import type { AccountRecord } from './accountRecord';
import { FIRST, H_WEEK, H_WEEK_SUMS, LATEST, PEER_WORDS, TIME_SHIFT } from './layout';
import type { Moment } from './moment';
import { currencyOf, isCreditLeg, isFirstLeg, isLatestLeg, peerOf, setLatestLeg } from './recentLegs';

/** In place of the first leg inside: the totals are not known. */
const UNKNOWN = 255;

// Bytes of the two words at H_WEEK.
const START = 0;
const IN_LEGS = 1;
const OUT_DISTINCT = 2;
const IN_DISTINCT = 3;
const OUT_FRESH = 4;
const IN_FRESH = 5;
const OLDEST_SEQUENCE = 6;
const CREDIT_SEQUENCE = 7;

/*
 * Totals of the longest window over the recent legs, kept up to date leg by leg, so that a read need not pass over a
 * week of legs: a leg that comes adds its part, a leg that falls out of the window takes it back. Distinct counterparties
 * are the legs that are the latest in their direction with their counterparty. They serve a read that is not before the
 * newest leg, in the home currency; others pass over the legs. The totals are no part of the state: they follow from the
 * legs, and are counted again from them after a late leg or a removal.
 */

function byteAt(record: AccountRecord, place: number): number {
  return (record.h + H_WEEK) * 4 + place;
}

function add(record: AccountRecord, place: number, change: number): void {
  const at = byteAt(record, place);
  record.bytes[at] = record.bytes[at]! + change;
}

/** To be called where a leg was put in before others, or taken out. */
export function forgetWeek(record: AccountRecord): void {
  record.bytes[byteAt(record, START)] = UNKNOWN;
}

/** Takes in the newest leg, just put in behind all others. */
export function addToWeek(record: AccountRecord): void {
  const i = record.legCount - 1;
  const { bytes } = record;
  const start = bytes[byteAt(record, START)]!;
  if (start === UNKNOWN) return;
  const isIn = isCreditLeg(record, i);
  const before = latestBefore(record, i, isIn);
  if (before >= 0) setLatestLeg(record, before, false);
  setLatestLeg(record, i, true);
  putSequence(record, i, isIn);
  if (isIn) add(record, IN_LEGS, 1);
  if (before < start) add(record, isIn ? IN_DISTINCT : OUT_DISTINCT, 1);
  if (isFirstLeg(record, i)) add(record, isIn ? IN_FRESH : OUT_FRESH, 1);
  if (currencyOf(record, i) !== record.homeCurrency) return;
  if (isIn) bytes[byteAt(record, CREDIT_SEQUENCE)] = bytes[byteAt(record, OLDEST_SEQUENCE)]! + i;
  addToSum(record, isIn, record.legAmount(i));
}

/** To be called before the oldest `count` legs are dropped. */
export function dropFromWeek(record: AccountRecord, count: number): void {
  const { bytes } = record;
  const start = byteAt(record, START);
  if (bytes[start] === UNKNOWN) return;
  while (bytes[start]! < count) passStart(record);
  bytes[start] = bytes[start]! - count;
  add(record, OLDEST_SEQUENCE, count);
}

/**
 * Moves the totals to the window that ends at a moment, which must not be before the newest leg; false where they cannot
 * be had, because an earlier window was not asked for in order or sums are too large to be exact.
 */
export function moveWeekTo(record: AccountRecord, moment: Moment): boolean {
  const { words, bytes } = record;
  const start = byteAt(record, START);
  if (bytes[start] === UNKNOWN && !countWeek(record)) return false;
  const edge = Math.max(moment.at - WINDOWS_MS[3], moment.forgottenUpTo) - record.base;
  let first = bytes[start]!;
  if (first > 0 && words[record.legWord(first - 1)]! >>> TIME_SHIFT > edge) return false;
  while (first < record.legCount && words[record.legWord(first)]! >>> TIME_SHIFT <= edge) {
    passStart(record);
    first += 1;
  }
  return true;
}

/** Number of the first leg inside. */
export function weekStart(record: AccountRecord): number {
  return record.bytes[byteAt(record, START)]!;
}

export function weekInLegs(record: AccountRecord): number {
  return record.bytes[byteAt(record, IN_LEGS)]!;
}

export function weekDistinct(record: AccountRecord, isIn: boolean): number {
  return record.bytes[byteAt(record, isIn ? IN_DISTINCT : OUT_DISTINCT)]!;
}

export function weekFresh(record: AccountRecord, isIn: boolean): number {
  return record.bytes[byteAt(record, isIn ? IN_FRESH : OUT_FRESH)]!;
}

export function weekSum(record: AccountRecord, isIn: boolean): number {
  return record.doubles[sumAt(record, isIn)]!;
}

/** Number of the newest credit in the home currency inside, -1 where there is none. */
export function newestWeekCredit(record: AccountRecord): number {
  const { bytes } = record;
  const i = (bytes[byteAt(record, CREDIT_SEQUENCE)]! - bytes[byteAt(record, OLDEST_SEQUENCE)]!) & 0xff;
  if (i < weekStart(record) || i >= record.legCount) return -1;
  return isCreditLeg(record, i) && currencyOf(record, i) === record.homeCurrency ? i : -1;
}

/** Takes the first leg inside out of the totals. */
function passStart(record: AccountRecord): void {
  const { bytes } = record;
  const start = byteAt(record, START);
  const i = bytes[start]!;
  bytes[start] = i + 1;
  const isIn = isCreditLeg(record, i);
  const word = record.words[record.legWord(i)]!;
  if (isIn) add(record, IN_LEGS, -1);
  if ((word & LATEST) !== 0) add(record, isIn ? IN_DISTINCT : OUT_DISTINCT, -1);
  if ((word & FIRST) !== 0) add(record, isIn ? IN_FRESH : OUT_FRESH, -1);
  if (currencyOf(record, i) === record.homeCurrency) {
    record.doubles[sumAt(record, isIn)] = weekSum(record, isIn) - record.legAmount(i);
  }
}

/** Counts all recent legs anew, as if the window held them all; false where their sums are too large. */
function countWeek(record: AccountRecord): boolean {
  const { bytes, legCount } = record;
  for (let place = START; place < OLDEST_SEQUENCE; place++) bytes[byteAt(record, place)] = 0;
  record.doubles[sumAt(record, false)] = 0;
  record.doubles[sumAt(record, true)] = 0;
  bytes[byteAt(record, OLDEST_SEQUENCE)] = 0;
  bytes[byteAt(record, CREDIT_SEQUENCE)] = UNKNOWN;
  for (let i = 0; i < legCount; i++) {
    const isIn = isCreditLeg(record, i);
    setLatestLeg(record, i, true);
    const before = latestBefore(record, i, isIn);
    if (before >= 0) setLatestLeg(record, before, false);
    putSequence(record, i, isIn);
    if (isIn) add(record, IN_LEGS, 1);
    if (before < 0) add(record, isIn ? IN_DISTINCT : OUT_DISTINCT, 1);
    if (isFirstLeg(record, i)) add(record, isIn ? IN_FRESH : OUT_FRESH, 1);
    if (currencyOf(record, i) !== record.homeCurrency) continue;
    if (isIn) bytes[byteAt(record, CREDIT_SEQUENCE)] = i;
    addToSum(record, isIn, record.legAmount(i));
  }
  return weekStart(record) !== UNKNOWN;
}

// Beyond 2^53 a sum is no longer exact, and what is added could not be taken back.
function addToSum(record: AccountRecord, isIn: boolean, amountMinor: number): void {
  const sum = weekSum(record, isIn) + amountMinor;
  record.doubles[sumAt(record, isIn)] = sum;
  if (sum > Number.MAX_SAFE_INTEGER) forgetWeek(record);
}

function sumAt(record: AccountRecord, isIn: boolean): number {
  return ((record.h + H_WEEK_SUMS) >>> 1) + (isIn ? 1 : 0);
}

/** Number of the newest leg before `i` with the same counterparty in the same direction, -1 where it is not recent. */
function latestBefore(record: AccountRecord, i: number, isIn: boolean): number {
  const peer = peerOf(record, i);
  const sequence = (record.words[factsAt(record, peer)]! >>> (isIn ? 24 : 16)) & 0xff;
  const before = (sequence - record.bytes[byteAt(record, OLDEST_SEQUENCE)]!) & 0xff;
  // An old number may point at any leg by now, so it is believed only where the leg fits it.
  if (before >= i || !isLatestLeg(record, before)) return -1;
  return peerOf(record, before) === peer && isCreditLeg(record, before) === isIn ? before : -1;
}

function putSequence(record: AccountRecord, i: number, isIn: boolean): void {
  const sequence = (record.bytes[byteAt(record, OLDEST_SEQUENCE)]! + i) & 0xff;
  const at = factsAt(record, peerOf(record, i));
  const shift = isIn ? 24 : 16;
  record.words[at] = (record.words[at]! & ~(0xff << shift)) | (sequence << shift);
}

// Second word of a counterparty: above its counts, the sequence numbers of its newest leg out and its newest leg in.
function factsAt(record: AccountRecord, peer: number): number {
  return record.peerFacts + peer * PEER_WORDS + 1;
}
