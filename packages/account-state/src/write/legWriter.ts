import { hasLiveBucket } from '../busy/buckets';
import type { BusyBlock } from '../busy/busyBlock';
import { markSeen } from '../busy/distinctSketch';
import { putInBucket, summariseOldest } from '../busy/summarise';
import type { LegFacts } from '../legFacts';
import { RECENT_LEGS_MAX, RECENT_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import {
  countLegWith,
  findCounterparty,
  firstDayOf,
  setFirstDay,
  uncountLegWith,
} from '../record/counterparties';
import { addPastLeg, closeDayIfOver, enterDay, openDay } from '../record/dailyHabit';
import { keptAfter } from '../record/keptLegs';
import {
  LEG_ROOM_MAX,
  LEGS_KEPT_MAX,
  MARK_COUNTERPARTY_SHIFT,
  MARK_CURRENCY_SHIFT,
  TIME_LIMIT,
} from '../record/layout';
import type { Moment } from '../record/moment';
import {
  firstLegWith,
  growLegs,
  insertLeg,
  isCreditLeg,
  isFirstLeg,
  legAt,
  legHash,
  legsUpTo,
  oldestLegWith,
  peerOf,
  rebase,
  removeLegAt,
  setFirstLeg,
  shrinkLegs,
  widenLegs,
} from '../record/recentLegs';
import { addToWeek, forgetWeek } from '../record/weekTotals';
import { dropForgottenLegs } from './forgottenLegs';

/** No features were read for the leg that is recorded. */
export const NOT_READ = -2;

const TWO_32 = 4_294_967_296;

/** Puts legs into the open account and takes them out. */
export class LegWriter {
  constructor(private readonly busy: BusyBlock) {}

  /** `readPeer`: what `findCounterparty` gave when features were read for this leg just before; else NOT_READ. */
  record(record: AccountRecord, leg: LegFacts, moment: Moment, currency: number, readPeer: number): void {
    const { busy } = this;
    const { amountMinor } = leg;
    const isIn = leg.direction === 'IN';
    const hash = leg.counterpartyHash >>> 0;
    if (record.homeCurrency === 0) record.homeCurrency = currency;
    closeDayIfOver(record, busy, moment);
    enterDay(record, busy, moment);
    const isOpenDay = moment.day >= openDay(record);
    if (!isOpenDay) addPastLeg(record, moment.day, isIn, currency === record.homeCurrency ? amountMinor : 0);

    const known = readPeer === NOT_READ ? findCounterparty(record, hash) : readPeer;
    const peer = countLegWith(record, known, hash, isIn, moment);
    const isFirst = known < 0 ? firstDayOf(record, peer) !== 0 : takesFirst(record, peer, moment);
    // Such a late leg is in no window any more.
    if (moment.at <= moment.forgottenUpTo && !isOpenDay) return;

    if (busy.open(record) && hasLiveBucket(busy, moment.forgottenUpTo)) {
      markSeen(busy, isIn, hash, moment.at);
      if (record.legCount > 0 && moment.at < legAt(record, 0)) {
        putInBucket(record, busy, moment.at, isIn, currency, amountMinor, isFirst, moment.forgottenUpTo);
        return;
      }
    }
    if (record.legCount === record.legRoom || record.legCount >= LEGS_KEPT_MAX) this.makeRoom(record, moment);
    if (record.legCount === 0) rebase(record, moment.at - RECENT_MS);
    else if (moment.at - record.base >= TIME_LIMIT) {
      dropForgottenLegs(record, moment);
      rebase(record, moment.at - RECENT_MS);
    }
    if (amountMinor >= TWO_32 && !record.wide) widenLegs(record);
    const mark = (isIn ? 1 : 0) | (currency << MARK_CURRENCY_SHIFT) | (peer << MARK_COUNTERPARTY_SHIFT);
    const place = insertLeg(record, moment, amountMinor, leg.transferHash >>> 0, mark, isFirst);
    if (place === record.legCount - 1) addToWeek(record);
    else forgetWeek(record);
  }

  /** Takes the newest recent leg with this hash out; false where there is none. */
  remove(record: AccountRecord, transferHash: number, forgottenUpTo: number): boolean {
    const i = findRecent(record, transferHash >>> 0, forgottenUpTo);
    if (i < 0) return false;
    const isIn = isCreditLeg(record, i);
    const peer = peerOf(record, i);
    const wasFirst = isFirstLeg(record, i);
    removeLegAt(record, i);
    forgetWeek(record);
    // All other legs with this counterparty are later ones, and so among the recent legs.
    const next = wasFirst ? oldestLegWith(record, peer) : -1;
    if (next >= 0) {
      setFirstLeg(record, next, true);
      setFirstDay(record, peer, legAt(record, next));
    }
    uncountLegWith(record, peer, isIn);
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
    for (let i = record.legCount - 1; i >= 0 && legAt(record, i) >= at; i--) {
      if (legAt(record, i) !== at || legHash(record, i) !== leg.transferHash >>> 0) continue;
      const peer = record.words[record.peerHashes + peerOf(record, i)];
      if (isCreditLeg(record, i) === (leg.direction === 'IN') && peer === leg.counterpartyHash >>> 0)
        return true;
    }
    return false;
  }

  private makeRoom(record: AccountRecord, moment: Moment): void {
    dropForgottenLegs(record, moment);
    const stale = legsUpTo(record, keptAfter(record, moment));
    if (record.legCount - stale >= LEGS_KEPT_MAX) {
      if (stale > 0) {
        removeLegAt(record, 0);
        forgetWeek(record);
      }
      summariseOldest(record, this.busy, LEGS_KEPT_MAX - RECENT_LEGS_MAX, moment.forgottenUpTo);
    }
    const free = record.legRoom - record.legCount;
    if (record.legRoom > 8 && free > record.legRoom >>> 1) {
      shrinkLegs(record);
      if (record.legCount === record.legRoom) growLegs(record);
    } else if (record.legRoom < LEG_ROOM_MAX && (free === 0 || free < record.legRoom >>> 4)) {
      // A sixteenth of the room must be free, or the next legs would each move all others.
      growLegs(record);
    }
  }
}

// A late leg becomes the first with its counterparty where that was recent and is later.
function takesFirst(record: AccountRecord, peer: number, moment: Moment): boolean {
  if (record.legCount === 0 || moment.at >= legAt(record, record.legCount - 1)) return false;
  const first = firstLegWith(record, peer);
  if (first < 0 || legAt(record, first) <= moment.at) return false;
  setFirstLeg(record, first, false);
  forgetWeek(record);
  return true;
}

/** Number of the newest recent leg with a hash, -1 where there is none. */
function findRecent(record: AccountRecord, hash: number, forgottenUpTo: number): number {
  for (let i = record.legCount - 1; i >= 0 && legAt(record, i) > forgottenUpTo; i--) {
    if (legHash(record, i) === hash) return i;
  }
  return -1;
}
