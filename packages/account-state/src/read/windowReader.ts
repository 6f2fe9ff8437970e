import { type AccountFeatures, WINDOWS_MS } from '../features';
import { PASS_THROUGH_LOOK_AHEAD_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { FIRST, MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_MASK, MARK_CURRENCY_SHIFT } from '../record/layout';
import { isFirstLeg, legAt, peerOf } from '../record/recentLegs';

const TWO_32 = 4_294_967_296;
const WINDOW_1H = 1;
const WINDOW_7D = 3;

// Places of running totals.
const LEGS = 0;
const IN_LEGS = 1;
const OUT_MINOR = 2;
const IN_MINOR = 3;
const DISTINCT = 4;
const IN_DISTINCT = 5;
const FRESH = 6;
const IN_FRESH = 7;

/** The leg being scored, as windows see it. */
export interface ScoredLeg {
  at: number;
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

  private readonly totals = new Float64Array(8);
  /** The read in which a counterparty was last seen, going out and coming in. */
  private readonly seen = new Int32Array(512);
  private reads = 0;
  private lastIn = -1;

  /** `forgottenUpTo`: event time up to which legs are no longer recent. */
  read(record: AccountRecord, leg: ScoredLeg, forgottenUpTo: number, into: AccountFeatures): void {
    this.reads = (this.reads + 1) | 0;
    this.totals.fill(0);
    this.firstAt = 0;
    this.lastIn = -1;
    let i = this.skipLater(record, leg, forgottenUpTo);
    i = this.readDay(record, leg, i, forgottenUpTo, into);
    i = this.readWeek(record, leg, i, forgottenUpTo, into);
    this.lastInAt = this.lastIn < 0 ? 0 : legAt(record, this.lastIn);
    this.lastInMinor = this.lastIn < 0 ? 0 : record.legAmount(this.lastIn);
    // The first leg of the counterparty may lie before the longest window and still be recent.
    if (leg.peer < 0 || this.firstAt !== 0) return;
    for (; i >= 0 && legAt(record, i) > forgottenUpTo; i--) {
      if (isFirstLeg(record, i) && peerOf(record, i) === leg.peer) this.firstAt = legAt(record, i);
    }
  }

  // Legs after the one being scored: not in its windows, but debits among them may have passed its money on already.
  private skipLater(record: AccountRecord, leg: ScoredLeg, forgottenUpTo: number): number {
    const { words, halves, legTimes, legMarks } = record;
    const end = timeOf(record, leg.at) + FIRST;
    let i = record.legCount - 1;
    this.demand = 0;
    this.laterLegs = 0;
    for (; i >= 0 && words[legTimes + i]! > end; i--) {
      const mark = halves[legMarks + i]!;
      const at = legAt(record, i);
      if (mark >>> MARK_COUNTERPARTY_SHIFT === leg.peer && at > forgottenUpTo) this.laterLegs += 1;
      const isSame = ((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) === leg.currency;
      if (isSame && (mark & 1) === 0 && at <= leg.at + PASS_THROUGH_LOOK_AHEAD_MS) {
        this.demand += record.legAmount(i);
      }
    }
    return i;
  }

  /** The windows up to 24 h, with pass-through, from leg `newest` back; returns the leg before them. */
  private readDay(
    record: AccountRecord,
    leg: ScoredLeg,
    newest: number,
    forgottenUpTo: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legTimes, legAmounts, legHighs, legMarks, wide } = record;
    const { seen, reads, totals } = this;
    const { currency, peer } = leg;
    const isInside = leg.at > forgottenUpTo;
    let received = isInside && leg.isIn ? leg.amountMinor : 0;
    let demand = isInside && !leg.isIn ? this.demand + leg.amountMinor : this.demand;
    let forwarded = 0;
    // Credits of one millisecond wait until its debits are counted: at equal times credits come first.
    let waiting = received;
    let waitingTime = timeOf(record, leg.at);
    let i = newest;
    for (let w = 0; w < WINDOW_7D; w++) {
      const edge = timeOf(record, Math.max(leg.at - WINDOWS_MS[w]!, forgottenUpTo)) + FIRST;
      for (; i >= 0; i--) {
        const word = words[legTimes + i]!;
        if (word <= edge) break;
        const mark = halves[legMarks + i]!;
        const isCredit = mark & 1;
        const who = ((mark >>> MARK_COUNTERPARTY_SHIFT) << 1) | isCredit;
        totals[LEGS]! += 1;
        totals[IN_LEGS]! += isCredit;
        if (seen[who] !== reads) {
          seen[who] = reads;
          totals[DISTINCT]! += 1;
          totals[IN_DISTINCT]! += isCredit;
        }
        if ((word & FIRST) !== 0) {
          totals[FRESH]! += 1;
          totals[IN_FRESH]! += isCredit;
          if (mark >>> MARK_COUNTERPARTY_SHIFT === peer) this.firstAt = legAt(record, i);
        }
        if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
        const low = words[legAmounts + i]!;
        const amount = wide ? low + words[legHighs + i]! * TWO_32 : low;
        const time = word - (word & FIRST);
        if (time !== waitingTime) {
          const matched = Math.min(waiting, demand);
          forwarded += matched;
          demand -= matched;
          waiting = 0;
          waitingTime = time;
        }
        if (isCredit !== 0) {
          if (this.lastIn < 0) this.lastIn = i;
          totals[IN_MINOR]! += amount;
          received += amount;
          waiting += amount;
        } else {
          totals[OUT_MINOR]! += amount;
          demand += amount;
        }
      }
      const matched = Math.min(waiting, demand);
      forwarded += matched;
      demand -= matched;
      waiting = 0;
      this.put(w, into);
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
    return i;
  }

  /** The rest of the longest window, where most legs are; returns the leg before it. */
  private readWeek(
    record: AccountRecord,
    leg: ScoredLeg,
    newest: number,
    forgottenUpTo: number,
    into: AccountFeatures,
  ): number {
    const { words, halves, legTimes, legAmounts, legHighs, legMarks, wide } = record;
    const { seen, reads, totals } = this;
    const { currency, peer } = leg;
    const edge = timeOf(record, Math.max(leg.at - WINDOWS_MS[WINDOW_7D], forgottenUpTo)) + FIRST;
    let inLegs = 0;
    let outMinor = 0;
    let inMinor = 0;
    let distinct = 0;
    let inDistinct = 0;
    let fresh = 0;
    let inFresh = 0;
    let i = newest;
    for (; i >= 0; i--) {
      const word = words[legTimes + i]!;
      if (word <= edge) break;
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
        if (mark >>> MARK_COUNTERPARTY_SHIFT === peer) this.firstAt = legAt(record, i);
      }
      if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) !== currency) continue;
      const low = words[legAmounts + i]!;
      const amount = wide ? low + words[legHighs + i]! * TWO_32 : low;
      if (isCredit !== 0) {
        if (this.lastIn < 0) this.lastIn = i;
        inMinor += amount;
      } else {
        outMinor += amount;
      }
    }
    totals[LEGS]! += newest - i;
    totals[IN_LEGS]! += inLegs;
    totals[OUT_MINOR]! += outMinor;
    totals[IN_MINOR]! += inMinor;
    totals[DISTINCT]! += distinct;
    totals[IN_DISTINCT]! += inDistinct;
    totals[FRESH]! += fresh;
    totals[IN_FRESH]! += inFresh;
    this.put(WINDOW_7D, into);
    return i;
  }

  private put(w: number, into: AccountFeatures): void {
    const { totals } = this;
    const { out, in: incoming } = into;
    incoming.count[w] = totals[IN_LEGS]!;
    out.count[w] = totals[LEGS]! - totals[IN_LEGS]!;
    incoming.sumMinor[w] = totals[IN_MINOR]!;
    out.sumMinor[w] = totals[OUT_MINOR]!;
    incoming.distinct[w] = totals[IN_DISTINCT]!;
    out.distinct[w] = totals[DISTINCT]! - totals[IN_DISTINCT]!;
    incoming.fresh[w] = totals[IN_FRESH]!;
    out.fresh[w] = totals[FRESH]! - totals[IN_FRESH]!;
  }
}

/** An event time as the time word of a leg that is not the first with its counterparty. */
function timeOf(record: AccountRecord, at: number): number {
  return (at - record.base) * 2;
}
