import type { AccountRecord } from './accountRecord';
import { BASE_MS, FIRST, LEG_ROOM_MAX, MARK_COUNTERPARTY_SHIFT } from './layout';
import type { Moment } from './moment';

const TWO_32 = 4_294_967_296;

/** Room for one more leg without a move of the body; the first steps are small, because most accounts are quiet. */
function roomAfter(room: number): number {
  return Math.min(room + Math.max(2, (room >>> 3) & ~1), LEG_ROOM_MAX);
}

/** Event time of a recent leg. */
export function legAt(record: AccountRecord, i: number): number {
  return (record.words[record.legTimes + i]! >>> 1) + record.base;
}

export function isFirstLeg(record: AccountRecord, i: number): boolean {
  return (record.words[record.legTimes + i]! & FIRST) !== 0;
}

/** Number of a leg's counterparty. */
export function peerOf(record: AccountRecord, i: number): number {
  return record.halves[record.legMarks + i]! >>> MARK_COUNTERPARTY_SHIFT;
}

/**
 * Puts a leg in its place by event time, behind legs of the same time. There must be room, and its time must not lie before
 * the record's base; amounts of 2^32 and more need a wide record.
 */
export function insertLeg(
  record: AccountRecord,
  moment: Moment,
  amountMinor: number,
  hash: number,
  mark: number,
  isFirst: boolean,
): void {
  const { words, halves, legTimes, legAmounts, legHashes, legHighs, legMarks, wide } = record;
  const time = (moment.at - record.base) * 2;
  let i = record.legCount;
  while (i > 0 && words[legTimes + i - 1]! > time + FIRST) {
    words[legTimes + i] = words[legTimes + i - 1]!;
    words[legAmounts + i] = words[legAmounts + i - 1]!;
    if (wide) words[legHighs + i] = words[legHighs + i - 1]!;
    words[legHashes + i] = words[legHashes + i - 1]!;
    halves[legMarks + i] = halves[legMarks + i - 1]!;
    i -= 1;
  }
  words[legTimes + i] = isFirst ? time + FIRST : time;
  words[legAmounts + i] = amountMinor;
  if (wide) words[legHighs + i] = Math.floor(amountMinor / TWO_32);
  words[legHashes + i] = hash;
  halves[legMarks + i] = mark;
  record.setCounts(record.legCount + 1, record.peerCount);
}

export function removeLegAt(record: AccountRecord, i: number): void {
  moveLegs(record, i + 1, i, record.legCount - i - 1);
  record.setCounts(record.legCount - 1, record.peerCount);
}

/** Takes the oldest `count` legs out. */
export function dropOldestLegs(record: AccountRecord, count: number): void {
  if (count === 0) return;
  moveLegs(record, count, 0, record.legCount - count);
  record.setCounts(record.legCount - count, record.peerCount);
}

function moveLegs(record: AccountRecord, from: number, to: number, count: number): void {
  const { words, halves, legTimes, legAmounts, legHashes, legHighs, legMarks, wide } = record;
  for (let i = 0; i < count; i++) words[legTimes + to + i] = words[legTimes + from + i]!;
  for (let i = 0; i < count; i++) words[legAmounts + to + i] = words[legAmounts + from + i]!;
  for (let i = 0; i < count; i++) words[legHashes + to + i] = words[legHashes + from + i]!;
  for (let i = 0; i < count; i++) halves[legMarks + to + i] = halves[legMarks + from + i]!;
  if (wide) for (let i = 0; i < count; i++) words[legHighs + to + i] = words[legHighs + from + i]!;
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

export function setFirstLeg(record: AccountRecord, i: number, isFirst: boolean): void {
  const at = record.legTimes + i;
  record.words[at] = (record.words[at]! & ~FIRST) | (isFirst ? FIRST : 0);
}

/** Makes the body larger for more legs; at `LEG_ROOM_MAX` it does not get larger. */
export function growLegs(record: AccountRecord): void {
  setLegRoom(record, roomAfter(record.legRoom), record.wide);
}

/** Gives back room that fewer legs no longer need. */
export function shrinkLegs(record: AccountRecord): void {
  const room = record.legCount < 2 ? record.legCount * 2 : roomAfter((record.legCount + 1) & ~1);
  if (room >= record.legRoom) return;
  setLegRoom(record, room, record.wide);
}

/** Adds the column for amounts of 2^32 minor units and more. */
export function widenLegs(record: AccountRecord): void {
  setLegRoom(record, record.legRoom, true);
}

function setLegRoom(record: AccountRecord, legs: number, wide: boolean): void {
  const room = record.room();
  room.legs = legs;
  room.wide = wide;
  record.resize(room);
}

/** Moves the base as late as `oldestKept` allows, the event time before which no leg is left or will come. */
export function rebase(record: AccountRecord, oldestKept: number): void {
  const number = Math.floor(Math.max(oldestKept, 0) / BASE_MS);
  const shift = (number * BASE_MS - record.base) * 2;
  for (let i = 0; i < record.legCount; i++) {
    record.words[record.legTimes + i] = record.words[record.legTimes + i]! - shift;
  }
  record.baseNumber = number;
}

/** Gives the legs of counterparties their new numbers. */
export function renumberCounterparties(record: AccountRecord, numbers: Uint8Array): void {
  const { halves, legMarks } = record;
  for (let i = 0; i < record.legCount; i++) {
    const mark = halves[legMarks + i]!;
    halves[legMarks + i] =
      (mark & 0xff) | (numbers[mark >>> MARK_COUNTERPARTY_SHIFT]! << MARK_COUNTERPARTY_SHIFT);
  }
}
