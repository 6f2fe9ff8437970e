import { type AccountFeatures, WINDOWS_MS } from '../features';
import { PASS_THROUGH_LOOK_AHEAD_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { FIRST, MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_MASK, MARK_CURRENCY_SHIFT } from '../record/layout';
import type { Moment } from '../record/moment';
import { isFirstLeg, peerOf } from '../record/recentLegs';

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
const FIRST_AT = 2;

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
  private readonly amounts = new Float64Array(3);
  /** The read in which a counterparty was last seen, going out and coming in. */
  private readonly seen = new Int32Array(512);
  private reads = 0;
  private lastIn = -1;
  /** Keeps the loads of `touch` from being left out as useless. */
  touched = 0;

  read(record: AccountRecord, leg: ScoredLeg, moment: Moment, into: AccountFeatures): void {
    this.reads = (this.reads + 1) | 0;
    this.lastIn = -1;
    this.touched = touch(record);
    let i = this.skipLater(record, leg, moment);
    i = this.readDay(record, leg, moment, i, into);
    i = this.readWeek(record, leg, moment, i, into);
    const { lastIn } = this;
    this.lastInAt = lastIn < 0 ? 0 : (record.words[record.legTimes + lastIn]! >>> 1) + record.base;
    this.lastInMinor = lastIn < 0 ? 0 : record.legAmount(lastIn);
    this.firstAt = this.amounts[FIRST_AT]!;
    if (leg.peer >= 0 && this.firstAt === 0) this.firstAt = this.firstBefore(record, leg, moment, i);
  }

  // The first leg of the counterparty may lie before the longest window and still be recent.
  private firstBefore(record: AccountRecord, leg: ScoredLeg, moment: Moment, newest: number): number {
    for (let i = newest; i >= 0; i--) {
      const at = (record.words[record.legTimes + i]! >>> 1) + record.base;
      if (at <= moment.forgottenUpTo) return 0;
      if (isFirstLeg(record, i) && peerOf(record, i) === leg.peer) return at;
    }
    return 0;
  }

  // Legs after the one being scored: not in its windows, but debits among them may have passed its money on already.
  private skipLater(record: AccountRecord, leg: ScoredLeg, moment: Moment): number {
    const { words, halves, legTimes, legMarks, base } = record;
    const end = relative(moment.at, base);
    let i = record.legCount - 1;
    this.demand = 0;
    this.laterLegs = 0;
    for (; i >= 0 && words[legTimes + i]! >>> 1 > end; i--) {
      const mark = halves[legMarks + i]!;
      const at = (words[legTimes + i]! >>> 1) + base;
      if (mark >>> MARK_COUNTERPARTY_SHIFT === leg.peer && at > moment.forgottenUpTo) this.laterLegs += 1;
      const isSame = ((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) === leg.currency;
      if (isSame && (mark & 1) === 0 && at <= moment.at + PASS_THROUGH_LOOK_AHEAD_MS) {
        this.demand += record.legAmount(i);
      }
    }
    return i;
  }

  /** The windows up to 24 h, with pass-through, from leg `newest` back; returns the leg before them. */
  private readDay(
    record: AccountRecord,
    leg: ScoredLeg,
    moment: Moment,
    newest: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legTimes, legAmounts, legHighs, legMarks, wide, base } = record;
    const { seen, reads, counts, amounts } = this;
    const { currency, peer, isIn } = leg;
    const { at, forgottenUpTo } = moment;
    const { count: outCounts, sumMinor: outSums, distinct: outDistincts, fresh: outFreshes } = into.out;
    const { count: inCounts, sumMinor: inSums, distinct: inDistincts, fresh: inFreshes } = into.in;
    let inLegs = 0;
    let outMinor = 0;
    let inMinor = 0;
    let distinct = 0;
    let inDistinct = 0;
    let fresh = 0;
    let inFresh = 0;
    let firstAt = 0;
    let lastIn = -1;
    const scoredMinor = at > forgottenUpTo ? leg.amountMinor : 0;
    let received = isIn ? scoredMinor : 0;
    let demand = isIn ? this.demand : this.demand + scoredMinor;
    let forwarded = 0;
    // Credits of one millisecond wait until its debits are counted: at equal times credits come first.
    let waiting = received;
    let waitingTime = relative(at, base);
    let i = newest;
    for (let w = 0; w < WINDOW_7D; w++) {
      const edge = relative(Math.max(at - WINDOWS_MS[w]!, forgottenUpTo), base);
      for (; i >= 0; i--) {
        const word = words[legTimes + i]!;
        const time = word >>> 1;
        if (time <= edge) break;
        const mark = halves[legMarks + i]!;
        const isCredit = mark & 1;
        const who = ((mark >>> MARK_COUNTERPARTY_SHIFT) << 1) | isCredit;
        inLegs += isCredit;
        if (seen[who] !== reads) {
          seen[who] = reads;
          distinct += 1;
          inDistinct += isCredit;
        }
        if ((word & FIRST) !== 0) {
          fresh += 1;
          inFresh += isCredit;
          if (mark >>> MARK_COUNTERPARTY_SHIFT === peer) firstAt = time + base;
        }
        if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
        const low = words[legAmounts + i]!;
        const amount = wide ? low + words[legHighs + i]! * TWO_32 : low;
        if (time !== waitingTime) {
          const matched = Math.min(waiting, demand);
          forwarded += matched;
          demand -= matched;
          waiting = 0;
          waitingTime = time;
        }
        if (isCredit !== 0) {
          if (lastIn < 0) lastIn = i;
          inMinor += amount;
          received += amount;
          waiting += amount;
        } else {
          outMinor += amount;
          demand += amount;
        }
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
    amounts[FIRST_AT] = firstAt;
    this.lastIn = lastIn;
    return i;
  }

  /**
   * The rest of the longest window, where most legs are; returns the leg before it. Without branches on what is as good as
   * random, the direction above all.
   */
  private readWeek(
    record: AccountRecord,
    leg: ScoredLeg,
    moment: Moment,
    newest: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legTimes, legAmounts, legHighs, legMarks, wide, base } = record;
    const { seen, reads, counts, amounts } = this;
    const { currency, peer } = leg;
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
      const word = words[legTimes + i]!;
      if (word >>> 1 <= edge) break;
      const mark = halves[legMarks + i]!;
      const isCredit = mark & 1;
      const who = ((mark >>> MARK_COUNTERPARTY_SHIFT) << 1) | isCredit;
      inLegs += isCredit;
      const isNew = seen[who] === reads ? 0 : 1;
      seen[who] = reads;
      distinct += isNew;
      inDistinct += isNew & isCredit;
      fresh += word & FIRST;
      inFresh += word & FIRST & isCredit;
      if (mark >>> MARK_COUNTERPARTY_SHIFT === peer && (word & FIRST) !== 0) {
        amounts[FIRST_AT] = (word >>> 1) + base;
      }
      if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
      if (lastIn < 0 && isCredit !== 0) lastIn = i;
      const low = words[legAmounts + i]!;
      const amount = wide ? low + words[legHighs + i]! * TWO_32 : low;
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

/**
 * Loads one word of every cache line that the pass will need, so that the memory is asked for all of them at once and not
 * for one after the other as the pass comes to them.
 */
function touch(record: AccountRecord): number {
  const { words, legTimes, legAmounts, legCount } = record;
  let sum = words[record.legMarks >>> 1]! ^ words[(record.legMarks + legCount) >>> 1]!;
  for (let i = legCount - 1; i >= 0; i -= 16) sum ^= words[legTimes + i]! ^ words[legAmounts + i]!;
  return sum;
}

/** An event time relative to the base as a small integer: no leg is before 0 or after 2^31 - 1. */
function relative(at: number, base: number): number {
  return Math.max(Math.min(at - base, 0x7fffffff), -1) | 0;
}
