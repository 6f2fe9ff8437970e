import type { AccountRecord } from './accountRecord';
import {
  BASE_MS,
  FIRST,
  LATEST,
  LEG_ROOM_MAX,
  MARK_COUNTERPARTY_SHIFT,
  MARK_CURRENCY_MASK,
  MARK_CURRENCY_SHIFT,
  PAIR_AMOUNT,
  PAIR_HASH,
  PAIR_HIGH,
  TIME_SHIFT,
} from './layout';
import type { Moment } from './moment';

const TWO_32 = 4_294_967_296;

/** Room for one more leg without a move of the block; the first steps are small, because most accounts are quiet. */
function roomAfter(room: number): number {
  return Math.min(room + Math.max(2, (room >>> 4) & ~1), LEG_ROOM_MAX);
}

/** Event time of a recent leg. */
export function legAt(record: AccountRecord, i: number): number {
  return (record.words[record.legWord(i)]! >>> TIME_SHIFT) + record.base;
}

export function legHash(record: AccountRecord, i: number): number {
  return record.words[record.legWord(i) + PAIR_HASH]!;
}

export function legMark(record: AccountRecord, i: number): number {
  return record.halves[record.legMarkHalf(i)]!;
}

export function isCreditLeg(record: AccountRecord, i: number): boolean {
  return (legMark(record, i) & 1) !== 0;
}

/** The store's number of a leg's currency. */
export function currencyOf(record: AccountRecord, i: number): number {
  return (legMark(record, i) >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK;
}

/** Number of a leg's counterparty. */
export function peerOf(record: AccountRecord, i: number): number {
  return legMark(record, i) >>> MARK_COUNTERPARTY_SHIFT;
}

export function isFirstLeg(record: AccountRecord, i: number): boolean {
  return (record.words[record.legWord(i)]! & FIRST) !== 0;
}

export function setFirstLeg(record: AccountRecord, i: number, isFirst: boolean): void {
  setFlag(record, i, FIRST, isFirst);
}

export function isLatestLeg(record: AccountRecord, i: number): boolean {
  return (record.words[record.legWord(i)]! & LATEST) !== 0;
}

export function setLatestLeg(record: AccountRecord, i: number, isLatest: boolean): void {
  setFlag(record, i, LATEST, isLatest);
}

function setFlag(record: AccountRecord, i: number, flag: number, isSet: boolean): void {
  const at = record.legWord(i);
  record.words[at] = (record.words[at]! & ~flag) | (isSet ? flag : 0);
}

/**
 * Puts a leg in its place by event time, behind legs of the same time, and returns its number. There must be room, and
 * its time must not lie before the record's base; amounts of 2^32 and more need a wide record.
 */
export function insertLeg(
  record: AccountRecord,
  moment: Moment,
  amountMinor: number,
  hash: number,
  mark: number,
  isFirst: boolean,
): number {
  const time = moment.at - record.base;
  let i = record.legCount;
  while (i > 0 && record.words[record.legWord(i - 1)]! >>> TIME_SHIFT > time) {
    moveLeg(record, i - 1, i);
    i -= 1;
  }
  const at = record.legWord(i);
  record.words[at] = time * (1 << TIME_SHIFT) + (isFirst ? FIRST : 0);
  record.words[at + PAIR_AMOUNT] = amountMinor;
  if (record.wide) record.words[at + PAIR_HIGH] = Math.floor(amountMinor / TWO_32);
  record.words[at + PAIR_HASH] = hash;
  record.halves[record.legMarkHalf(i)] = mark;
  record.setCounts(record.legCount + 1, record.peerCount);
  return i;
}

export function removeLegAt(record: AccountRecord, i: number): void {
  for (let next = i + 1; next < record.legCount; next++) moveLeg(record, next, next - 1);
  record.setCounts(record.legCount - 1, record.peerCount);
}

/** Takes the oldest `count` legs out, an even number, so that pairs stay pairs. */
export function dropOldestLegs(record: AccountRecord, count: number): void {
  if (count === 0) return;
  const { words, legs, pairWords, legCount } = record;
  const from = legs + (count >>> 1) * pairWords;
  words.copyWithin(legs, from, legs + ((legCount + 1) >>> 1) * pairWords);
  record.setCounts(legCount - count, record.peerCount);
}

function moveLeg(record: AccountRecord, from: number, to: number): void {
  const { words } = record;
  const a = record.legWord(from);
  const b = record.legWord(to);
  words[b] = words[a]!;
  words[b + PAIR_AMOUNT] = words[a + PAIR_AMOUNT]!;
  words[b + PAIR_HASH] = words[a + PAIR_HASH]!;
  if (record.wide) words[b + PAIR_HIGH] = words[a + PAIR_HIGH]!;
  record.halves[record.legMarkHalf(to)] = record.halves[record.legMarkHalf(from)]!;
}

/** Number of the oldest legs up to and including event time `edge`. */
export function legsUpTo(record: AccountRecord, edge: number): number {
  let i = 0;
  while (i < record.legCount && legAt(record, i) <= edge) i += 1;
  return i;
}

/** Number of the recent leg that is the first ever with counterparty `peer`, -1 where that is not recent. */
export function firstLegWith(record: AccountRecord, peer: number): number {
  for (let i = 0; i < record.legCount; i++) {
    if (isFirstLeg(record, i) && peerOf(record, i) === peer) return i;
  }
  return -1;
}

/** Number of the oldest recent leg with counterparty `peer`, -1 where there is none. */
export function oldestLegWith(record: AccountRecord, peer: number): number {
  for (let i = 0; i < record.legCount; i++) if (peerOf(record, i) === peer) return i;
  return -1;
}

/** Makes the block larger for more legs; at `LEG_ROOM_MAX` it does not get larger. */
export function growLegs(record: AccountRecord): void {
  setLegRoom(record, roomAfter(record.legRoom), record.wide);
}

/** Gives back room that fewer legs no longer need. */
export function shrinkLegs(record: AccountRecord): void {
  const room = record.legCount < 2 ? record.legCount * 2 : roomAfter((record.legCount + 1) & ~1);
  if (room < record.legRoom) setLegRoom(record, room, record.wide);
}

/** Makes room for amounts of 2^32 minor units and more. */
export function widenLegs(record: AccountRecord): void {
  setLegRoom(record, record.legRoom, true);
}

function setLegRoom(record: AccountRecord, legs: number, wide: boolean): void {
  const room = record.room();
  room.legs = legs;
  room.wide = wide;
  record.resize(room);
}

/**
 * Moves the base as late as `oldestKept` allows, the event time before which no leg is kept or will come. A leg before the
 * base that is still there serves nothing any more: it gets the base's time.
 */
export function rebase(record: AccountRecord, oldestKept: number): void {
  const number = Math.floor(Math.max(oldestKept, 0) / BASE_MS);
  const shift = number * BASE_MS - record.base;
  for (let i = 0; i < record.legCount; i++) {
    const at = record.legWord(i);
    const word = record.words[at]!;
    const time = Math.max((word >>> TIME_SHIFT) - shift, 0);
    record.words[at] = time * (1 << TIME_SHIFT) + (word & (FIRST | LATEST));
  }
  record.baseNumber = number;
}

/** Gives the legs of counterparties their new numbers. */
export function renumberCounterparties(record: AccountRecord, numbers: Uint8Array): void {
  for (let i = 0; i < record.legCount; i++) {
    const at = record.legMarkHalf(i);
    const mark = record.halves[at]!;
    const number = numbers[mark >>> MARK_COUNTERPARTY_SHIFT]!;
    record.halves[at] = (mark & 0xff) | (number << MARK_COUNTERPARTY_SHIFT);
  }
}
