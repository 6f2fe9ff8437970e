import { dayOf } from '../habit';
import type { AccountRecord } from '../record/accountRecord';
import { openDay } from '../record/dailyHabit';
import { currencyOf, dropOldestLegs, isCreditLeg, isFirstLeg, legAt, peerOf } from '../record/recentLegs';
import { dropFromWeek } from '../record/weekTotals';
import { addToBucket, BUCKETS_AT_FIRST, hasLiveBucket } from './buckets';
import type { BusyBlock } from './busyBlock';
import { countInDay, hasDayTotals, putDayTotals, rememberCredit, takeDayTotals } from './busyDay';
import { FINE_WINDOW_MS, markSeen } from './distinctSketch';

/**
 * True where the block of a busy account still matters: a bucket that a window can reach, or totals of a day that is not
 * yet part of the habit. To be called with the block open.
 */
export function isBlockNeeded(record: AccountRecord, busy: BusyBlock, forgottenUpTo: number): boolean {
  return hasLiveBucket(busy, forgottenUpTo) || hasDayTotals(busy, openDay(record));
}

/** Makes an account busy: from now on every leg is also marked in the distinct counters, beginning with the recent ones. */
function begin(record: AccountRecord, busy: BusyBlock): void {
  const totals = busy.open(record) && hasDayTotals(busy, openDay(record)) ? takeDayTotals(busy) : null;
  busy.release(record);
  busy.create(record, BUCKETS_AT_FIRST, [currencyOf(record, 0)], false);
  if (totals !== null) putDayTotals(busy, totals);
  markRecent(record, busy);
}

/** Marks all recent legs in the distinct counters. */
function markRecent(record: AccountRecord, busy: BusyBlock): void {
  for (let i = 0; i < record.legCount; i++) {
    const isIn = isCreditLeg(record, i);
    markSeen(busy, isIn, record.words[record.peerHashes + peerOf(record, i)]!, legAt(record, i));
  }
}

/** Moves the oldest `count` recent legs, an even number, into buckets. */
export function summariseOldest(
  record: AccountRecord,
  busy: BusyBlock,
  count: number,
  forgottenUpTo: number,
): void {
  if (!busy.open(record) || !hasLiveBucket(busy, forgottenUpTo)) begin(record, busy);
  // From here on windows of an hour and less reach beyond the recent legs: they need finer times.
  if (!busy.hasFine && legAt(record, count - 1) > record.newest - FINE_WINDOW_MS) {
    busy.resize(record, busy.room, busy.lanes, true);
    markRecent(record, busy);
  }
  for (let i = 0; i < count; i++) {
    const at = legAt(record, i);
    const isIn = isCreditLeg(record, i);
    putInBucket(
      record,
      busy,
      at,
      isIn,
      currencyOf(record, i),
      record.legAmount(i),
      isFirstLeg(record, i),
      forgottenUpTo,
    );
  }
  dropFromWeek(record, count);
  dropOldestLegs(record, count);
}

/** Puts one leg that is older than every recent one into its bucket. */
export function putInBucket(
  record: AccountRecord,
  busy: BusyBlock,
  at: number,
  isIn: boolean,
  currency: number,
  amountMinor: number,
  isFresh: boolean,
  forgottenUpTo: number,
): void {
  addToBucket(record, busy, at, isIn, currency, amountMinor, isFresh, forgottenUpTo);
  if (isIn) rememberCredit(busy, at, currency, amountMinor);
  const day = dayOf(at);
  if (day >= openDay(record)) countInDay(busy, day, isIn, currency === record.homeCurrency ? amountMinor : 0);
}
