import type { BusyBlock } from '../busy/busyBlock';
import { addDayTotals } from '../busy/busyDay';
import { left14, left30 } from '../habit';
import { DAY_MS } from '../limits';
import type { AccountRecord } from './accountRecord';
import { IN_COUNT, IN_MINOR, OUT_COUNT, OUT_MAX, OUT_MINOR } from './habitPlaces';
import { DAY_CLOSED, H_ACTIVITY, H_HABIT, H_NEWEST } from './layout';
import type { Moment } from './moment';
import { currencyOf, isCreditLeg, legAt } from './recentLegs';

const today = new Float64Array(5);
const rolled = new Float32Array(5);

/** First UTC day whose legs are not yet part of the decayed habit: the newest leg's day, or the one after if that is closed. */
export function openDay(record: AccountRecord): number {
  return record.newestDay + (isDayClosed(record) ? 1 : 0);
}

export function isDayClosed(record: AccountRecord): boolean {
  return (record.words[record.h + H_NEWEST]! & DAY_CLOSED) !== 0;
}

export function setDayClosed(record: AccountRecord): void {
  record.words[record.h + H_NEWEST] = record.words[record.h + H_NEWEST]! | DAY_CLOSED;
}

/**
 * Makes the newest day part of the habit where every one of its legs is forgotten by now. Depends on the clock alone, so
 * it makes no difference who asks first.
 */
export function closeDayIfOver(record: AccountRecord, busy: BusyBlock, moment: Moment): void {
  const day = record.newestDay;
  if ((day + 1) * DAY_MS > moment.forgottenUpTo + 1 || record.activeDays === 0 || isDayClosed(record)) return;
  close(record, busy, record.floats, record.h + H_HABIT);
  setDayClosed(record);
}

/** Takes in a leg's day and, where it begins a new day, ends the day before. To be called before the leg is put in. */
export function enterDay(record: AccountRecord, busy: BusyBlock, moment: Moment): void {
  const { words, h, newestDay } = record;
  const { at, day } = moment;
  if (record.activeDays === 0) {
    record.newest = at;
    record.oldest = at;
    record.activeDays = 1;
    words[h + H_ACTIVITY] = 1;
    return;
  }
  if (day > newestDay) {
    if (!isDayClosed(record)) close(record, busy, record.floats, h + H_HABIT);
    const gap = day - newestDay - 1;
    if (gap > 0) fade(record.floats, h + H_HABIT, gap);
    words[h + H_NEWEST] = words[h + H_NEWEST]! & ~DAY_CLOSED;
    words[h + H_ACTIVITY] = (gap < 31 ? words[h + H_ACTIVITY]! << (gap + 1) : 0) | 1;
    record.activeDays += 1;
  } else if (day < newestDay) {
    const back = newestDay - day;
    const bit = back < 32 ? 1 << back : 0;
    const isNewDay = back < 32 ? (words[h + H_ACTIVITY]! & bit) === 0 : day < record.oldestDay;
    if (isNewDay) record.activeDays += 1;
    words[h + H_ACTIVITY] = words[h + H_ACTIVITY]! | bit;
  }
  if (at > record.newest) record.newest = at;
  if (at < record.oldest) record.oldest = at;
}

/** Adds a leg of a day that is already part of the habit; `homeMinor` is 0 for a leg in another currency. */
export function addPastLeg(record: AccountRecord, day: number, isIn: boolean, homeMinor: number): void {
  const { floats, h } = record;
  const back = openDay(record) - 1 - day;
  const count = h + H_HABIT + (isIn ? IN_COUNT : OUT_COUNT);
  const minor = h + H_HABIT + (isIn ? IN_MINOR : OUT_MINOR);
  floats[count] = floats[count]! + left14(back);
  floats[minor] = floats[minor]! + homeMinor * left14(back);
  const largest = h + H_HABIT + OUT_MAX;
  if (!isIn) floats[largest] = Math.max(floats[largest]!, homeMinor * left30(back));
}

/**
 * The decayed habit as of `day` (days before it), without changing the record; a day before the open one is answered with
 * the habit as it is.
 */
export function readHabit(record: AccountRecord, busy: BusyBlock, day: number): HabitAsOf {
  const { floats, h } = record;
  const open = openDay(record);
  if (day <= open) {
    asOf.numbers = floats;
    asOf.first = h + H_HABIT;
    asOf.day = open;
    return asOf;
  }
  for (let i = 0; i <= OUT_MAX; i++) rolled[i] = floats[h + H_HABIT + i]!;
  if (!isDayClosed(record)) close(record, busy, rolled, 0);
  const gap = day - record.newestDay - 1;
  if (gap > 0) fade(rolled, 0, gap);
  asOf.numbers = rolled;
  asOf.first = 0;
  asOf.day = day;
  return asOf;
}

/** A habit and the day that it speaks of: five numbers from `first` on; valid until the next read. */
export interface HabitAsOf {
  numbers: Float32Array;
  first: number;
  day: number;
}

const asOf: HabitAsOf = { numbers: rolled, first: 0, day: 0 };

/** Ends the newest day in the habit that begins at `numbers[first]`. */
function close(record: AccountRecord, busy: BusyBlock, numbers: Float32Array, first: number): void {
  addUpDay(record, busy);
  const left = left14(1);
  for (let i = 0; i < OUT_MAX; i++) numbers[first + i] = numbers[first + i]! * left + today[i]!;
  numbers[first + OUT_MAX] = Math.max(numbers[first + OUT_MAX]! * left30(1), today[OUT_MAX]!);
}

/** Lets days without legs pass. */
function fade(numbers: Float32Array, first: number, days: number): void {
  const left = left14(days);
  for (let i = 0; i < OUT_MAX; i++) numbers[first + i] = numbers[first + i]! * left;
  numbers[first + OUT_MAX] = numbers[first + OUT_MAX]! * left30(days);
}

/** Totals of the newest day from its recent legs and, of a busy account, from those that are no longer single; into `today`. */
function addUpDay(record: AccountRecord, busy: BusyBlock): void {
  const home = record.homeCurrency;
  const start = record.newestDay * DAY_MS;
  let outCount = 0;
  let outMinor = 0;
  let inCount = 0;
  let inMinor = 0;
  let outMax = 0;
  for (let i = record.legCount - 1; i >= 0 && legAt(record, i) >= start; i--) {
    const minor = currencyOf(record, i) === home ? record.legAmount(i) : 0;
    if (isCreditLeg(record, i)) {
      inCount += 1;
      inMinor += minor;
    } else {
      outCount += 1;
      outMinor += minor;
      if (minor > outMax) outMax = minor;
    }
  }
  today[OUT_COUNT] = outCount;
  today[OUT_MINOR] = outMinor;
  today[IN_COUNT] = inCount;
  today[IN_MINOR] = inMinor;
  today[OUT_MAX] = outMax;
  if (busy.open(record)) addDayTotals(busy, record.newestDay, today);
}
