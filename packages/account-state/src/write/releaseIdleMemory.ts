import type { BusyBlock } from '../busy/busyBlock';
import { isBlockNeeded } from '../busy/summarise';
import type { AccountRecord } from '../record/accountRecord';
import { closeDayIfOver } from '../record/dailyHabit';
import type { Moment } from '../record/moment';
import { shrinkLegs } from '../record/recentLegs';
import { dropForgottenLegs } from './forgottenLegs';

/** Room for this many legs, and an eighth of those there are, may stay unused: less would be taken again soon. */
const SPARE_LEGS = 3;

/** Gives back what an account no longer needs for its legs; changes nothing that features tell. */
export function releaseIdleMemory(record: AccountRecord, busy: BusyBlock, moment: Moment): void {
  closeDayIfOver(record, busy, moment);
  dropForgottenLegs(record, moment);
  if (record.legRoom - record.legCount > SPARE_LEGS + (record.legCount >>> 3)) shrinkLegs(record);
  if (busy.open(record) && !isBlockNeeded(record, busy, moment.forgottenUpTo)) busy.release(record);
}
