import type { BusyBlock } from '../busy/busyBlock';
import { addDayTotals } from '../busy/busyDay';
import { dayOf, left14, left30 } from '../habit';
import { DAY_MS } from '../limits';
import type { AccountRecord } from './accountRecord';
import { IN_COUNT, IN_MINOR, OUT_COUNT, OUT_MAX, OUT_MINOR } from './habitPlaces';
import { DAY_CLOSED, H_ACTIVITY, H_HABIT, H_NEWEST, MARK_CURRENCY_MASK, MARK_CURRENCY_SHIFT } from './layout';

const today = new Float64Array(5);
const { fround } = Math;

/** First UTC day whose legs are not yet part of the decayed habit: the newest leg's day, or the one after if that is closed. */
export function openDay(record: AccountRecord): number {
  return dayOf(record.newest) + (isDayClosed(record) ? 1 : 0);
}

export function isDayClosed(record: AccountRecord): boolean {
  return (record.header[record.h + H_NEWEST + 1]! & DAY_CLOSED) !== 0;
}

export function setDayClosed(record: AccountRecord): void {
  record.header[record.h + H_NEWEST + 1] = record.header[record.h + H_NEWEST + 1]! | DAY_CLOSED;
}

/**
 * Makes the newest day part of the habit where every one of its legs is forgotten by now (`forgottenUpTo`: event time up
 * to which legs are no longer recent). Depends on the clock alone, so it makes no difference who asks first.
 */
export function closeDayIfOver(record: AccountRecord, busy: BusyBlock, forgottenUpTo: number): void {
  if (record.activeDays === 0 || isDayClosed(record)) return;
  const day = dayOf(record.newest);
  if ((day + 1) * DAY_MS - 1 > forgottenUpTo) return;
  close(record, busy, day);
  setDayClosed(record);
}

/** Takes in a leg's day and, where it begins a new day, ends the day before. To be called before the leg is put in. */
export function enterDay(record: AccountRecord, busy: BusyBlock, at: number): void {
  const day = dayOf(at);
  const { header, h } = record;
  if (record.activeDays === 0) {
    record.newest = at;
    record.oldest = at;
    record.activeDays = 1;
    header[h + H_ACTIVITY] = 1;
    return;
  }
  const newestDay = dayOf(record.newest);
  if (day > newestDay) {
    if (!isDayClosed(record)) close(record, busy, newestDay);
    const gap = day - newestDay - 1;
    for (let i = 0; i < OUT_MAX; i++) scale(record, i, left14(gap));
    scale(record, OUT_MAX, left30(gap));
    header[h + H_NEWEST + 1] = header[h + H_NEWEST + 1]! & ~DAY_CLOSED;
    header[h + H_ACTIVITY] = (gap < 31 ? header[h + H_ACTIVITY]! << (gap + 1) : 0) | 1;
    record.activeDays += 1;
  } else {
    const back = newestDay - day;
    const bit = back < 32 ? 1 << back : 0;
    const isNewDay = back < 32 ? (header[h + H_ACTIVITY]! & bit) === 0 : day < dayOf(record.oldest);
    if (isNewDay) record.activeDays += 1;
    header[h + H_ACTIVITY] = header[h + H_ACTIVITY]! | bit;
  }
  if (at > record.newest) record.newest = at;
  if (at < record.oldest) record.oldest = at;
}

/** Adds a leg of a day that is already part of the habit. */
export function addPastLeg(record: AccountRecord, at: number, isIn: boolean, homeMinor: number): void {
  const { floats, h } = record;
  const back = openDay(record) - 1 - dayOf(at);
  const count = h + H_HABIT + (isIn ? IN_COUNT : OUT_COUNT);
  const minor = h + H_HABIT + (isIn ? IN_MINOR : OUT_MINOR);
  floats[count] = floats[count]! + left14(back);
  floats[minor] = floats[minor]! + homeMinor * left14(back);
  const largest = h + H_HABIT + OUT_MAX;
  if (!isIn) floats[largest] = Math.max(floats[largest]!, homeMinor * left30(back));
}

/**
 * The decayed habit as of `day` (days before it) into `into`, without changing the record; a day before the open one is
 * answered with the habit as it is. Returns the day that it speaks of.
 */
export function readHabit(record: AccountRecord, busy: BusyBlock, day: number, into: Float64Array): number {
  const { floats, h } = record;
  for (let i = 0; i <= OUT_MAX; i++) into[i] = floats[h + H_HABIT + i]!;
  const open = openDay(record);
  if (day <= open) return open;
  const newestDay = dayOf(record.newest);
  if (!isDayClosed(record)) {
    addUpDay(record, busy, newestDay);
    for (let i = 0; i < OUT_MAX; i++) into[i] = fround(into[i]! * left14(1) + today[i]!);
    into[OUT_MAX] = fround(Math.max(into[OUT_MAX]! * left30(1), today[OUT_MAX]!));
  }
  const gap = day - newestDay - 1;
  for (let i = 0; i < OUT_MAX; i++) into[i] = fround(into[i]! * left14(gap));
  into[OUT_MAX] = fround(into[OUT_MAX]! * left30(gap));
  return day;
}

function close(record: AccountRecord, busy: BusyBlock, day: number): void {
  addUpDay(record, busy, day);
  const at = record.h + H_HABIT;
  for (let i = 0; i < OUT_MAX; i++) record.floats[at + i] = record.floats[at + i]! * left14(1) + today[i]!;
  record.floats[at + OUT_MAX] = Math.max(record.floats[at + OUT_MAX]! * left30(1), today[OUT_MAX]!);
}

function scale(record: AccountRecord, place: number, factor: number): void {
  const at = record.h + H_HABIT + place;
  record.floats[at] = record.floats[at]! * factor;
}

/** Totals of one day from its recent legs and, of a busy account, from those that are no longer single; into `today`. */
function addUpDay(record: AccountRecord, busy: BusyBlock, day: number): void {
  const { words, halves, legTimes, legMarks } = record;
  const home = record.homeCurrency;
  const start = (day * DAY_MS - record.base) * 2;
  today.fill(0);
  for (let i = record.legCount - 1; i >= 0 && words[legTimes + i]! >= start; i--) {
    const mark = halves[legMarks + i]!;
    const minor = ((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) === home ? record.legAmount(i) : 0;
    if ((mark & 1) !== 0) {
      today[IN_COUNT]! += 1;
      today[IN_MINOR]! += minor;
    } else {
      today[OUT_COUNT]! += 1;
      today[OUT_MINOR]! += minor;
      if (minor > today[OUT_MAX]!) today[OUT_MAX] = minor;
    }
  }
  if (busy.open(record)) addDayTotals(busy, day, today);
}
