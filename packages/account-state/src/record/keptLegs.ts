import { DAY_MS } from '../limits';
import type { AccountRecord } from './accountRecord';
import { openDay } from './dailyHabit';
import type { Moment } from './moment';

/**
 * Event time up to which recent legs serve nothing any more: no window can reach them, and their day is part of the habit.
 * They may still be there, because memory is taken back when it suits.
 */
export function keptAfter(record: AccountRecord, moment: Moment): number {
  return Math.min(moment.forgottenUpTo, openDay(record) * DAY_MS - 1);
}
