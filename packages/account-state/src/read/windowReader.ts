import { type AccountFeatures, WINDOWS_MS } from '../features';
import { DAY_MS, PASS_THROUGH_LOOK_AHEAD_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { firstDayOf } from '../record/counterparties';
import {
  FIRST,
  MARK_COUNTERPARTY_SHIFT,
  MARK_CURRENCY_MASK,
  MARK_CURRENCY_SHIFT,
  PAIR_AMOUNT,
  PAIR_HIGH,
  PAIR_MARKS,
  TIME_SHIFT,
} from '../record/layout';
import type { Moment } from '../record/moment';
import { currencyOf, firstLegWith, isCreditLeg, legAt, peerOf } from '../record/recentLegs';
import {
  moveWeekTo,
  newestWeekCredit,
  weekDistinct,
  weekFresh,
  weekInLegs,
  weekStart,
  weekSum,
} from '../record/weekTotals';

const TWO_32 = 4_294_967_296;
const WINDOW_1H = 1;
const WINDOW_7D = 3;

// Places of the running totals that one part of the pass hands to the next.
const LEGS = 0;
const IN_LEGS = 1;
const DISTINCT = 2;
const IN_DISTINCT = 3;
const FRESH = 4;
const IN_FRESH = 5;
const OUT_MINOR = 0;
const IN_MINOR = 1;

/** The leg being scored, as windows see it; besides its moment. */
export interface ScoredLeg {
  isIn: boolean;
  /** The store's number of its currency. */
  currency: number;
  amountMinor: number;
  /** Number of its counterparty, -1 where that is not remembered. */
  peer: number;
}

/**
 * Reads the windows off the recent legs in one pass from the newest to the oldest: all windows end at the same time, so
 * that each is the running total at its far edge. Pass-through in the same pass: money that went out (`demand`) is
 * matched with the nearest credit before it; the total is the same as first in first out, because a credit may serve any
 * later debit.
 */
export class WindowReader {
  /** Debits that no credit has been found for, credits, and what of them went out again, at the end of 24 h. */
  demand = 0;
  received = 0;
  forwarded = 0;
  /** Of the leg's counterparty: legs later than the leg, and event time of its first leg ever, 0 where that is not recent. */
  laterLegs = 0;
  firstAt = 0;
  /** Latest credit in the leg's currency in the longest window, 0 where there is none. */
  lastInAt = 0;
  lastInMinor = 0;

  private readonly counts = new Int32Array(6);
  private readonly amounts = new Float64Array(2);
  /** The read in which a counterparty was last seen, going out and coming in. */
  private readonly seen = new Int32Array(512);
  private reads = 0;
  private lastIn = -1;

  read(record: AccountRecord, leg: ScoredLeg, moment: Moment, into: AccountFeatures): void {
    this.reads = (this.reads + 1) | 0;
    const newest = this.skipLater(record, leg, moment);
    const rest = this.readDay(record, leg, moment, newest, into);
    // Mostly the leg is the newest, and the totals of its week are known.
    const isInOrder = newest === record.legCount - 1 && leg.currency === record.homeCurrency;
    if (isInOrder && moveWeekTo(record, moment)) this.takeWeek(record, into);
    else this.readWeek(record, leg, moment, rest, into);
    const { lastIn } = this;
    this.lastInAt = lastIn < 0 ? 0 : legAt(record, lastIn);
    this.lastInMinor = lastIn < 0 ? 0 : record.legAmount(lastIn);
    this.firstAt = leg.peer < 0 ? 0 : this.firstLegOf(record, leg.peer, moment);
  }

  /** Event time of the first leg ever with the leg's counterparty, 0 where that is not recent or comes after the leg. */
  private firstLegOf(record: AccountRecord, peer: number, moment: Moment): number {
    // Days are kept + 1: the first leg cannot be recent where the end of its day is not.
    if (firstDayOf(record, peer) * DAY_MS <= moment.forgottenUpTo) return 0;
    const i = firstLegWith(record, peer);
    if (i < 0) return 0;
    const at = legAt(record, i);
    return at > moment.forgottenUpTo && at <= moment.at ? at : 0;
  }

  private takeWeek(record: AccountRecord, into: AccountFeatures): void {
    const inLegs = weekInLegs(record);
    into.in.count[WINDOW_7D] = inLegs;
    into.out.count[WINDOW_7D] = record.legCount - weekStart(record) - inLegs;
    into.in.sumMinor[WINDOW_7D] = weekSum(record, true);
    into.out.sumMinor[WINDOW_7D] = weekSum(record, false);
    into.in.distinct[WINDOW_7D] = weekDistinct(record, true);
    into.out.distinct[WINDOW_7D] = weekDistinct(record, false);
    into.in.fresh[WINDOW_7D] = weekFresh(record, true);
    into.out.fresh[WINDOW_7D] = weekFresh(record, false);
    if (this.lastIn < 0) this.lastIn = newestWeekCredit(record);
  }

  // Legs after the one being scored: not in its windows, but debits among them may have passed its money on already.
  private skipLater(record: AccountRecord, leg: ScoredLeg, moment: Moment): number {
    const end = relative(moment.at, record.base);
    let i = record.legCount - 1;
    this.demand = 0;
    this.laterLegs = 0;
    for (; i >= 0 && record.words[record.legWord(i)]! >>> TIME_SHIFT > end; i--) {
      const at = legAt(record, i);
      if (peerOf(record, i) === leg.peer && at > moment.forgottenUpTo) this.laterLegs += 1;
      if (at > moment.at + PASS_THROUGH_LOOK_AHEAD_MS || isCreditLeg(record, i)) continue;
      if (currencyOf(record, i) === leg.currency) this.demand += record.legAmount(i);
    }
    return i;
  }

  /**
   * The windows up to 24 h, with pass-through, from leg `newest` back; returns the leg before them. Without branches on what
   * is as good as random, the direction above all.
   */
  private readDay(
    record: AccountRecord,
    leg: ScoredLeg,
    moment: Moment,
    newest: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legs, pairWords, wide, base } = record;
    const { seen, reads, counts, amounts } = this;
    const { currency, isIn } = leg;
    const { at: end, forgottenUpTo } = moment;
    const { count: outCounts, sumMinor: outSums, distinct: outDistincts, fresh: outFreshes } = into.out;
    const { count: inCounts, sumMinor: inSums, distinct: inDistincts, fresh: inFreshes } = into.in;
    let inLegs = 0;
    let outMinor = 0;
    let inMinor = 0;
    let distinct = 0;
    let inDistinct = 0;
    let fresh = 0;
    let inFresh = 0;
    let lastIn = -1;
    const scoredMinor = end > forgottenUpTo ? leg.amountMinor : 0;
    let received = isIn ? scoredMinor : 0;
    let demand = isIn ? this.demand : this.demand + scoredMinor;
    let forwarded = 0;
    // Credits of one millisecond wait until its debits are counted: at equal times credits come first.
    let waiting = received;
    let waitingTime = relative(end, base);
    let i = newest;
    for (let w = 0; w < WINDOW_7D; w++) {
      const edge = relative(Math.max(end - WINDOWS_MS[w]!, forgottenUpTo), base);
      for (; i >= 0; i--) {
        const pair = legs + (i >>> 1) * pairWords;
        const at = pair + (i & 1);
        const word = words[at]!;
        const time = word >>> TIME_SHIFT;
        if (time <= edge) break;
        const mark = halves[(pair + PAIR_MARKS) * 2 + (i & 1)]!;
        const isCredit = mark & 1;
        const who = ((mark >>> MARK_COUNTERPARTY_SHIFT) << 1) | isCredit;
        inLegs += isCredit;
        const isNew = seen[who] === reads ? 0 : 1;
        seen[who] = reads;
        distinct += isNew;
        inDistinct += isNew & isCredit;
        fresh += word & FIRST;
        inFresh += word & FIRST & isCredit;
        if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
        const low = words[at + PAIR_AMOUNT]!;
        const amount = wide ? low + words[at + PAIR_HIGH]! * TWO_32 : low;
        if (time !== waitingTime) {
          const matched = Math.min(waiting, demand);
          forwarded += matched;
          demand -= matched;
          waiting = 0;
          waitingTime = time;
        }
        const credit = amount * isCredit;
        if (lastIn < 0 && isCredit !== 0) lastIn = i;
        inMinor += credit;
        outMinor += amount - credit;
        received += credit;
        waiting += credit;
        demand += amount - credit;
      }
      const matched = Math.min(waiting, demand);
      forwarded += matched;
      demand -= matched;
      waiting = 0;
      inCounts[w] = inLegs;
      outCounts[w] = newest - i - inLegs;
      inSums[w] = inMinor;
      outSums[w] = outMinor;
      inDistincts[w] = inDistinct;
      outDistincts[w] = distinct - inDistinct;
      inFreshes[w] = inFresh;
      outFreshes[w] = fresh - inFresh;
      if (w === WINDOW_1H) {
        into.receivedMinor1h = received;
        into.forwardedMinor1h = forwarded;
      }
    }
    into.receivedMinor24h = received;
    into.forwardedMinor24h = forwarded;
    this.demand = demand;
    this.received = received;
    this.forwarded = forwarded;
    counts[LEGS] = newest - i;
    counts[IN_LEGS] = inLegs;
    amounts[OUT_MINOR] = outMinor;
    amounts[IN_MINOR] = inMinor;
    counts[DISTINCT] = distinct;
    counts[IN_DISTINCT] = inDistinct;
    counts[FRESH] = fresh;
    counts[IN_FRESH] = inFresh;
    this.lastIn = lastIn;
    return i;
  }

  /** The rest of the longest window, where most legs are; returns the leg before it. */
  private readWeek(
    record: AccountRecord,
    leg: ScoredLeg,
    moment: Moment,
    newest: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legs, pairWords, wide, base } = record;
    const { seen, reads, counts, amounts } = this;
    const { currency } = leg;
    const edge = relative(Math.max(moment.at - WINDOWS_MS[WINDOW_7D], moment.forgottenUpTo), base);
    let inLegs = counts[IN_LEGS]!;
    let outMinor = amounts[OUT_MINOR]!;
    let inMinor = amounts[IN_MINOR]!;
    let distinct = counts[DISTINCT]!;
    let inDistinct = counts[IN_DISTINCT]!;
    let fresh = counts[FRESH]!;
    let inFresh = counts[IN_FRESH]!;
    let { lastIn } = this;
    let i = newest;
    for (; i >= 0; i--) {
      const pair = legs + (i >>> 1) * pairWords;
      const at = pair + (i & 1);
      const word = words[at]!;
      if (word >>> TIME_SHIFT <= edge) break;
      const mark = halves[(pair + PAIR_MARKS) * 2 + (i & 1)]!;
      const isCredit = mark & 1;
      const who = ((mark >>> MARK_COUNTERPARTY_SHIFT) << 1) | isCredit;
      inLegs += isCredit;
      const isNew = seen[who] === reads ? 0 : 1;
      seen[who] = reads;
      distinct += isNew;
      inDistinct += isNew & isCredit;
      fresh += word & FIRST;
      inFresh += word & FIRST & isCredit;
      if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
      if (lastIn < 0 && isCredit !== 0) lastIn = i;
      const low = words[at + PAIR_AMOUNT]!;
      const amount = wide ? low + words[at + PAIR_HIGH]! * TWO_32 : low;
      const credit = amount * isCredit;
      inMinor += credit;
      outMinor += amount - credit;
    }
    this.lastIn = lastIn;
    into.in.count[WINDOW_7D] = inLegs;
    into.out.count[WINDOW_7D] = counts[LEGS]! + newest - i - inLegs;
    into.in.sumMinor[WINDOW_7D] = inMinor;
    into.out.sumMinor[WINDOW_7D] = outMinor;
    into.in.distinct[WINDOW_7D] = inDistinct;
    into.out.distinct[WINDOW_7D] = distinct - inDistinct;
    into.in.fresh[WINDOW_7D] = inFresh;
    into.out.fresh[WINDOW_7D] = fresh - inFresh;
    return i;
  }
}

/** An event time relative to the base as a small integer: no leg is before 0 or after 2^31 - 1. */
function relative(at: number, base: number): number {
  return Math.max(Math.min(at - base, 0x7fffffff), -1) | 0;
}
