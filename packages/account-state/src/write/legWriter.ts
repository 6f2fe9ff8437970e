import { hasLiveBucket } from '../busy/buckets';
import type { BusyBlock } from '../busy/busyBlock';
import { markSeen } from '../busy/distinctSketch';
import { putInBucket, summariseOldest } from '../busy/summarise';
import { dayOf } from '../habit';
import type { LegFacts } from '../legFacts';
import { RECENT_LEGS_MAX, RECENT_MS } from '../limits';
import type { WordArena } from '../memory/wordArena';
import type { CounterpartyPass } from '../read/counterpartyPass';
import type { AccountRecord } from '../record/accountRecord';
import { countLegWith, findCounterparty, legsWith, uncountLegWith } from '../record/counterparties';
import { addPastLeg, closeDayIfOver, enterDay, openDay } from '../record/dailyHabit';
import { LEG_ROOM_MAX, MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_SHIFT } from '../record/layout';
import { growLegs, insertLeg, rebase, removeLegAt, shrinkLegs, widenLegs } from '../record/recentLegs';
import { dropForgottenLegs } from './forgottenLegs';

const TWO_32 = 4_294_967_296;

/** Puts legs into the open account and takes them out. */
export class LegWriter {
  constructor(
    private readonly arena: WordArena,
    private readonly busy: BusyBlock,
    private readonly counterparties: CounterpartyPass,
  ) {}

  /** `isRead`: features for this leg's counterparty have just been read, so that its number is known. */
  record(
    record: AccountRecord,
    leg: LegFacts,
    at: number,
    currency: number,
    forgottenUpTo: number,
    isRead: boolean,
  ): void {
    const { busy, arena } = this;
    const isIn = leg.direction === 'IN';
    const hash = leg.counterpartyHash >>> 0;
    if (record.homeCurrency === 0) record.homeCurrency = currency;
    closeDayIfOver(record, busy, forgottenUpTo);
    enterDay(record, busy, at);
    const isOpenDay = dayOf(at) >= openDay(record);
    if (!isOpenDay) addPastLeg(record, at, isIn, currency === record.homeCurrency ? leg.amountMinor : 0);

    const known = isRead ? this.counterparties.found : findCounterparty(record, hash);
    if (known < 0 && record.peerCount === record.peerRoom) dropForgottenLegs(record, forgottenUpTo);
    const legsBefore = known < 0 ? 0 : legsWith(record, known);
    const peer = countLegWith(record, arena, known, hash, isIn, at);
    // Such a late leg is in no window any more.
    if (at <= forgottenUpTo && !isOpenDay) return;

    const isBusy = busy.open(record) && hasLiveBucket(busy, forgottenUpTo);
    if (isBusy) markSeen(busy, isIn, hash, at);
    if (isBusy && record.legCount > 0 && at < record.base + record.words[record.legTimes]!) {
      const isFirst =
        legsBefore === recentLegsWith(record, peer) && legsWith(record, peer) === legsBefore + 1;
      putInBucket(record, busy, at, isIn, currency, leg.amountMinor, isFirst, forgottenUpTo);
      return;
    }
    this.makeRoom(record, forgottenUpTo);
    if (record.legCount === 0) rebase(record, Math.max(at - RECENT_MS, 0));
    else if (at - record.base >= TWO_32) {
      dropForgottenLegs(record, forgottenUpTo);
      rebase(record, at - RECENT_MS);
    }
    if (leg.amountMinor >= TWO_32 && !record.wide) widenLegs(record);
    const mark = (isIn ? 1 : 0) | (currency << MARK_CURRENCY_SHIFT) | (peer << MARK_COUNTERPARTY_SHIFT);
    insertLeg(record, at, leg.amountMinor, leg.transferHash >>> 0, mark);
  }
  /** Takes the newest recent leg with this hash out; false where there is none. */
  remove(record: AccountRecord, transferHash: number, forgottenUpTo: number): boolean {
    const i = findRecent(record, transferHash >>> 0, forgottenUpTo);
    if (i < 0) return false;
    const mark = record.halves[record.legMarks + i]!;
    removeLegAt(record, i);
    uncountLegWith(record, mark >>> MARK_COUNTERPARTY_SHIFT, (mark & 1) !== 0);
    return true;
  }

  /** Amount of the newest recent leg with this hash; null where there is none. */
  amountOf(record: AccountRecord, transferHash: number, forgottenUpTo: number): number | null {
    const i = findRecent(record, transferHash >>> 0, forgottenUpTo);
    return i < 0 ? null : record.legAmount(i);
  }

  /** True where a recent leg has the same transfer hash, direction, event time and counterparty. */
  has(record: AccountRecord, leg: LegFacts, at: number, forgottenUpTo: number): boolean {
    if (at <= forgottenUpTo) return false;
    const { words, halves, legTimes, legHashes, legMarks, peerHashes } = record;
    const time = at - record.base;
    const direction = leg.direction === 'IN' ? 1 : 0;
    for (let i = record.legCount - 1; i >= 0 && words[legTimes + i]! >= time; i--) {
      if (words[legTimes + i] !== time || words[legHashes + i] !== leg.transferHash >>> 0) continue;
      const mark = halves[legMarks + i]!;
      const peer = words[peerHashes + (mark >>> MARK_COUNTERPARTY_SHIFT)];
      if ((mark & 1) === direction && peer === leg.counterpartyHash >>> 0) return true;
    }
    return false;
  }

  private makeRoom(record: AccountRecord, forgottenUpTo: number): void {
    if (record.legCount < record.legRoom) return;
    dropForgottenLegs(record, forgottenUpTo);
    const free = record.legRoom - record.legCount;
    if (record.legRoom > 8 && free > record.legRoom >>> 1) {
      shrinkLegs(record);
      if (record.legCount === record.legRoom) growLegs(record);
    } else if (record.legRoom < LEG_ROOM_MAX) {
      // A sixteenth of the room must be free, or the next legs would each move all others.
      if (free === 0 || free < record.legRoom >>> 4) growLegs(record);
    } else if (free === 0) {
      const count = LEG_ROOM_MAX - RECENT_LEGS_MAX;
      summariseOldest(record, this.busy, this.counterparties, count, forgottenUpTo);
    }
  }
}

/** Number of the newest recent leg with a hash, -1 where there is none. */
function findRecent(record: AccountRecord, hash: number, forgottenUpTo: number): number {
  const edge = forgottenUpTo - record.base;
  for (let i = record.legCount - 1; i >= 0 && record.words[record.legTimes + i]! > edge; i--) {
    if (record.words[record.legHashes + i] === hash) return i;
  }
  return -1;
}

function recentLegsWith(record: AccountRecord, peer: number): number {
  let legs = 0;
  for (let i = 0; i < record.legCount; i++) {
    if (record.halves[record.legMarks + i]! >>> MARK_COUNTERPARTY_SHIFT === peer) legs += 1;
  }
  return legs;
}
