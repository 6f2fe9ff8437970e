import type { AccountRecord } from '../record/accountRecord';
import { keptAfter } from '../record/keptLegs';
import type { Moment } from '../record/moment';
import { dropOldestLegs, legsUpTo } from '../record/recentLegs';
import { dropFromWeek } from '../record/weekTotals';

/** Drops the recent legs that serve nothing any more, but for an odd one. Changes nothing that features tell. */
export function dropForgottenLegs(record: AccountRecord, moment: Moment): void {
  if (record.legCount === 0) return;
  const count = legsUpTo(record, keptAfter(record, moment)) & ~1;
  if (count === 0) return;
  dropFromWeek(record, count);
  dropOldestLegs(record, count);
}
