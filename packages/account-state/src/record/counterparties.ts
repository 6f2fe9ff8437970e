import { dayOf } from '../habit';
import type { AccountRecord } from './accountRecord';
import { forgetCounterparty, isForgotten, seePayer } from './forgotten';
import { keptAfter } from './keptLegs';
import { COUNTERPARTY_ROOM_MAX, H_LIFETIME, LEGS_COUNT_MAX, LIFETIME_MAX, PEER_WORDS } from './layout';
import type { Moment } from './moment';
import { legsUpTo, peerOf, renumberCounterparties } from './recentLegs';
import { addToSettled, forgetSettled, isSettled, settledDay } from './settledPayers';

/** Most counterparties that are moved to the sketch at once. */
const FORGET_AT_ONCE_MAX = 16;
/** A counterparty outlives others by this many days for each leg with it, up to 30 legs: habits outlive one-offs. */
const DAYS_PER_LEG = 4;
const LEGS_THAT_KEEP_MAX = 30;

/** Old counterparties that are kept one by one besides an eighth of the recent ones' number. */
const OLD_KEPT = 3;

const RECENT = 1;
const DROPPED = 2;
const marks = new Uint8Array(256);
const numbers = new Uint8Array(256);
const victims = new Uint8Array(FORGET_AT_ONCE_MAX);
const victimScores = new Int32Array(FORGET_AT_ONCE_MAX);

/** Number of a counterparty that is remembered, -1 where it is not. */
export function findCounterparty(record: AccountRecord, hash: number): number {
  const { words, peerHashes, peerCount } = record;
  for (let i = 0; i < peerCount; i++) if (words[peerHashes + i] === hash) return i;
  return -1;
}

/** Number of its first UTC day + 1; 0: met again after it had been forgotten, so the first day is unknown. */
export function firstDayOf(record: AccountRecord, i: number): number {
  return record.words[record.peerFacts + i * PEER_WORDS]! & 0xffff;
}

export function lastDayOf(record: AccountRecord, i: number): number {
  return record.words[record.peerFacts + i * PEER_WORDS]! >>> 16;
}

/** Legs with a counterparty: low byte out, next byte in, each up to LEGS_COUNT_MAX. */
export function countsOf(record: AccountRecord, i: number): number {
  return record.words[record.peerFacts + i * PEER_WORDS + 1]! & 0xffff;
}

/** Counts a leg with counterparty `known` (-1: not remembered) and returns its number. */
export function countLegWith(
  record: AccountRecord,
  known: number,
  hash: number,
  isIn: boolean,
  moment: Moment,
): number {
  const day = moment.day + 1;
  const i = known >= 0 ? known : meet(record, hash, moment);
  const { words } = record;
  const at = record.peerFacts + i * PEER_WORDS;
  const asOf = settledDay(record);
  const wasSettled = known >= 0 && isSettled(record, i, asOf);
  const days = words[at]!;
  const first = days & 0xffff;
  const isBack = first === 0;
  words[at] = (isBack ? 0 : Math.min(first, day)) | (Math.max(days >>> 16, day) << 16);
  const shift = isIn ? 8 : 0;
  const legs = (words[at + 1]! >>> shift) & 0xff;
  if (legs < LEGS_COUNT_MAX) words[at + 1] = words[at + 1]! + (1 << shift);
  if (asOf !== 0 && isSettled(record, i, asOf) !== wasSettled) addToSettled(record, wasSettled ? -1 : 1);
  if (isBack && isIn) seePayer(record, hash, day, day);
  if (!isBack && legs === 0) addToLifetime(record, isIn, 1);
  return i;
}

/** Takes a leg with counterparty `i` back. A counterparty without legs is no longer known, unless it was forgotten once. */
export function uncountLegWith(record: AccountRecord, i: number, isIn: boolean): void {
  const at = record.peerFacts + i * PEER_WORDS + 1;
  const shift = isIn ? 8 : 0;
  const legs = (record.words[at]! >>> shift) & 0xff;
  // From 255 on nobody counts any more, so nobody can count back.
  if (legs === LEGS_COUNT_MAX) return;
  forgetSettled(record);
  record.words[at] = record.words[at]! - (1 << shift);
  if (legs === 1 && firstDayOf(record, i) !== 0) addToLifetime(record, isIn, -1);
  if (countsOf(record, i) !== 0) return;
  marks.fill(0, 0, record.peerCount);
  marks[i] = DROPPED;
  dropMarked(record);
}

/** Sets the first day of a counterparty whose first leg has become another. */
export function setFirstDay(record: AccountRecord, i: number, at: number): void {
  forgetSettled(record);
  const word = record.peerFacts + i * PEER_WORDS;
  record.words[word] = (record.words[word]! & 0xffff0000) | (dayOf(at) + 1);
}

function addToLifetime(record: AccountRecord, isIn: boolean, change: number): void {
  const word = record.h + H_LIFETIME;
  const both = record.words[word]!;
  const count = isIn ? both >>> 16 : both & 0xffff;
  if (count === LIFETIME_MAX) return;
  record.words[word] = both + (isIn ? change * 0x10000 : change);
}

function meet(record: AccountRecord, hash: number, moment: Moment): number {
  const day = moment.day + 1;
  const first = isForgotten(record, hash) ? 0 : day;
  if (record.peerCount === record.peerRoom) makeRoom(record, moment);
  const i = record.peerCount;
  const at = record.peerFacts + i * PEER_WORDS;
  record.words[record.peerHashes + i] = hash;
  record.words[at] = first | (day << 16);
  record.words[at + 1] = 0;
  record.setCounts(record.legCount, i + 1);
  return i;
}

/**
 * Room for one more counterparty. Those of the recent legs that a window can reach stay; of the others a few more than an
 * eighth of these stay, and the rest moves to the sketch of forgotten ones, those with the fewest and oldest legs first.
 */
function makeRoom(record: AccountRecord, moment: Moment): void {
  const { peerCount, peerRoom, legCount } = record;
  marks.fill(0, 0, peerCount);
  let recent = 0;
  for (let leg = legsUpTo(record, keptAfter(record, moment)); leg < legCount; leg++) {
    const i = peerOf(record, leg);
    recent += 1 - marks[i]!;
    marks[i] = RECENT;
  }
  const old = peerCount - recent;
  const spare = old - OLD_KEPT - (recent >>> 3);
  if (spare <= 0 && peerRoom < COUNTERPARTY_ROOM_MAX) {
    const wanted = record.room();
    wanted.peers = Math.min(peerRoom + Math.max(2, (peerRoom >>> 3) & ~1), COUNTERPARTY_ROOM_MAX);
    record.resize(wanted);
    return;
  }
  forgetOldest(record, Math.min(Math.max(spare, 1), FORGET_AT_ONCE_MAX, old));
}

/** Moves the `count` least of the counterparties without a mark to the sketch. */
function forgetOldest(record: AccountRecord, count: number): void {
  forgetSettled(record);
  let chosen = 0;
  for (let i = 0; i < record.peerCount; i++) {
    if (marks[i] !== 0) continue;
    const counts = countsOf(record, i);
    const legs = Math.min((counts & 0xff) + (counts >>> 8), LEGS_THAT_KEEP_MAX);
    const score = lastDayOf(record, i) + legs * DAYS_PER_LEG;
    let place = chosen;
    while (place > 0 && victimScores[place - 1]! > score) place -= 1;
    if (place === count) continue;
    if (chosen < count) chosen += 1;
    victims.copyWithin(place + 1, place, chosen - 1);
    victimScores.copyWithin(place + 1, place, chosen - 1);
    victims[place] = i;
    victimScores[place] = score;
  }
  for (let v = 0; v < chosen; v++) {
    const i = victims[v]!;
    marks[i] = DROPPED;
    const hash = record.words[record.peerHashes + i]!;
    const last = lastDayOf(record, i);
    forgetCounterparty(record, hash);
    const isPayer = countsOf(record, i) >>> 8 !== 0;
    if (isPayer) seePayer(record, hash, firstDayOf(record, i) || last, last);
  }
  dropMarked(record);
}

/** Takes the counterparties marked DROPPED out; the others keep their order and get new numbers. */
function dropMarked(record: AccountRecord): void {
  const { words, peerHashes, peerFacts } = record;
  let kept = 0;
  for (let i = 0; i < record.peerCount; i++) {
    if (marks[i] === DROPPED) continue;
    words[peerHashes + kept] = words[peerHashes + i]!;
    words[peerFacts + kept * PEER_WORDS] = words[peerFacts + i * PEER_WORDS]!;
    words[peerFacts + kept * PEER_WORDS + 1] = words[peerFacts + i * PEER_WORDS + 1]!;
    numbers[i] = kept;
    kept += 1;
  }
  record.setCounts(record.legCount, kept);
  renumberCounterparties(record, numbers);
}
