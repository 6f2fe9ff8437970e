import { dayOf } from '../habit';
import type { CounterpartyPass } from '../read/counterpartyPass';
import type { AccountRecord } from '../record/accountRecord';
import { openDay } from '../record/dailyHabit';
import { MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_MASK, MARK_CURRENCY_SHIFT } from '../record/layout';
import { dropOldestLegs } from '../record/recentLegs';
import { addToBucket, BUCKETS_AT_FIRST, hasLiveBucket } from './buckets';
import type { BusyBlock } from './busyBlock';
import { countInDay, hasDayTotals, putDayTotals, rememberCredit, takeDayTotals } from './busyDay';
import { markSeen } from './distinctSketch';

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
  busy.create(record, BUCKETS_AT_FIRST, [currencyAt(record, 0)]);
  if (totals !== null) putDayTotals(busy, totals);
  for (let i = 0; i < record.legCount; i++) {
    const mark = record.halves[record.legMarks + i]!;
    const hash = record.words[record.peerHashes + (mark >>> MARK_COUNTERPARTY_SHIFT)]!;
    markSeen(busy, (mark & 1) !== 0, hash, record.words[record.legTimes + i]! + record.base);
  }
}

/** Moves the oldest `count` recent legs into buckets. */
export function summariseOldest(
  record: AccountRecord,
  busy: BusyBlock,
  pass: CounterpartyPass,
  count: number,
  forgottenUpTo: number,
): void {
  if (!busy.open(record) || !hasLiveBucket(busy, forgottenUpTo)) begin(record, busy);
  const isFirst = firstLegs(record, pass, count);
  for (let i = 0; i < count; i++) {
    const at = record.words[record.legTimes + i]! + record.base;
    const isIn = (record.halves[record.legMarks + i]! & 1) !== 0;
    putInBucket(
      record,
      busy,
      at,
      isIn,
      currencyAt(record, i),
      record.legAmount(i),
      isFirst[i] === 1,
      forgottenUpTo,
    );
  }
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

const firstOnes = new Uint8Array(256);

// Which of the oldest legs are the first ever of their counterparties: counted down from the newest, as windows are read.
function firstLegs(record: AccountRecord, pass: CounterpartyPass, count: number): Uint8Array {
  pass.run(record, 0, 0);
  for (let i = record.legCount - 1; i >= 0; i--) {
    const peer = record.halves[record.legMarks + i]! >>> MARK_COUNTERPARTY_SHIFT;
    pass.left[peer]! -= 4;
    if (i < count) firstOnes[i] = pass.left[peer]! < 4 ? 1 : 0;
  }
  return firstOnes;
}

function currencyAt(record: AccountRecord, i: number): number {
  return (record.halves[record.legMarks + i]! >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK;
}
