import { DAY_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { openDay } from '../record/dailyHabit';
import type { Moment } from '../record/moment';
import { dropOldestLegs, legsUpTo } from '../record/recentLegs';

/**
 * Drops the recent legs that no window can reach any more; those of a day that is not yet
 * part of the habit stay until it is. Changes nothing that features tell.
 */
export function dropForgottenLegs(record: AccountRecord, moment: Moment): void {
  if (record.legCount === 0) return;
  const edge = Math.min(moment.forgottenUpTo, openDay(record) * DAY_MS - 1);
  dropOldestLegs(record, legsUpTo(record, edge));
}
