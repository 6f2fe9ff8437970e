import { type AccountFeatures, WINDOWS_MS } from '../features';
import { PASS_THROUGH_LOOK_AHEAD_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_MASK, MARK_CURRENCY_SHIFT } from '../record/layout';
import { CounterpartyPass } from './counterpartyPass';

const TWO_32 = 4_294_967_296;

/**
 * Reads the windows off the recent legs in one pass from the newest to the oldest. The windows end at the same time, so
 * that each is the running total at its far edge. Pass-through in the same pass: money that went out (`demand`) is
 * matched with the nearest credit before it; the total is the same as first in first out, because a credit may serve any
 * later debit.
 */
export class WindowReader {
  readonly counterparties = new CounterpartyPass();
  /** Debits that no credit has been found for yet, when the pass ended. */
  demand = 0;
  received = 0;
  forwarded = 0;
  /** Of the leg's counterparty: legs later than the leg, and event time of its first leg ever, 0 where that is not recent. */
  laterLegs = 0;
  firstAt = 0;
  lastInAt = 0;
  lastInMinor = 0;

  /**
   * `at`, `isIn`, `currency`, `amountMinor`: of the leg being scored; `forgottenUpTo`: event time up to which legs are no
   * longer recent. `counterparties` must have run.
   */
  read(
    record: AccountRecord,
    at: number,
    isIn: boolean,
    currency: number,
    amountMinor: number,
    forgottenUpTo: number,
    into: AccountFeatures,
  ): void {
    const { words, halves, legTimes, legAmounts, legHighs, legMarks, wide, base } = record;
    const { left, found } = this.counterparties;
    const end = at - base;
    const oldestEdge = forgottenUpTo - base;
    let i = record.legCount - 1;
    let demand = 0;
    let laterLegs = 0;

    // Legs after the one being scored: not in its windows, but debits among them may have passed its money on already.
    while (i >= 0 && words[legTimes + i]! > end) {
      const mark = halves[legMarks + i]!;
      const peer = mark >>> MARK_COUNTERPARTY_SHIFT;
      left[peer]! -= 4;
      if (peer === found && words[legTimes + i]! > oldestEdge) laterLegs += 1;
      const isSame = ((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) === currency;
      if (isSame && (mark & 1) === 0 && words[legTimes + i]! <= end + PASS_THROUGH_LOOK_AHEAD_MS) {
        demand += record.legAmount(i);
      }
      i -= 1;
    }
    this.laterLegs = laterLegs;

    // Credits of one millisecond wait until its debits are counted: at equal times credits come first.
    let received = 0;
    let forwarded = 0;
    let waiting = 0;
    let waitingAt = end;
    if (end > oldestEdge) {
      if (isIn) {
        received = amountMinor;
        waiting = amountMinor;
      } else {
        demand += amountMinor;
      }
    }

    let outCount = 0;
    let inCount = 0;
    let outMinor = 0;
    let inMinor = 0;
    let outDistinct = 0;
    let inDistinct = 0;
    let outFresh = 0;
    let inFresh = 0;
    let firstAt = 0;
    let lastIn = -1;
    for (let w = 0; w < WINDOWS_MS.length; w++) {
      const edge = Math.max(end - WINDOWS_MS[w]!, oldestEdge);
      const isPassing = w < 3;
      while (i >= 0) {
        const time = words[legTimes + i]!;
        if (time <= edge) break;
        const mark = halves[legMarks + i]!;
        const peer = mark >>> MARK_COUNTERPARTY_SHIFT;
        const isCredit = mark & 1;
        const seen = left[peer]! - 4;
        const isNew = ((seen >>> isCredit) & 1) ^ 1;
        left[peer] = seen | (1 << isCredit);
        inCount += isCredit;
        outCount += isCredit ^ 1;
        inDistinct += isNew & isCredit;
        outDistinct += isNew & (isCredit ^ 1);
        if (seen < 4) {
          inFresh += isCredit;
          outFresh += isCredit ^ 1;
          if (peer === found) firstAt = time + base;
        }
        if (((mark >>> MARK_CURRENCY_SHIFT) & MARK_CURRENCY_MASK) === currency) {
          const amount = wide
            ? words[legAmounts + i]! + words[legHighs + i]! * TWO_32
            : words[legAmounts + i]!;
          if (isPassing && time !== waitingAt) {
            const matched = Math.min(waiting, demand);
            forwarded += matched;
            demand -= matched;
            waiting = 0;
            waitingAt = time;
          }
          if (isCredit !== 0) {
            inMinor += amount;
            if (lastIn < 0) lastIn = i;
            if (isPassing) {
              received += amount;
              waiting += amount;
            }
          } else {
            outMinor += amount;
            if (isPassing) demand += amount;
          }
        }
        i -= 1;
      }
      if (isPassing) {
        const matched = Math.min(waiting, demand);
        forwarded += matched;
        demand -= matched;
        waiting = 0;
      }
      into.out.count[w] = outCount;
      into.in.count[w] = inCount;
      into.out.sumMinor[w] = outMinor;
      into.in.sumMinor[w] = inMinor;
      into.out.distinct[w] = outDistinct;
      into.in.distinct[w] = inDistinct;
      into.out.fresh[w] = outFresh;
      into.in.fresh[w] = inFresh;
      if (w === 1) {
        into.receivedMinor1h = received;
        into.forwardedMinor1h = forwarded;
      }
    }
    into.receivedMinor24h = received;
    into.forwardedMinor24h = forwarded;
    this.demand = demand;
    this.received = received;
    this.forwarded = forwarded;
    this.lastInAt = lastIn < 0 ? 0 : words[legTimes + lastIn]! + base;
    this.lastInMinor = lastIn < 0 ? 0 : record.legAmount(lastIn);

    // The first leg of the counterparty may lie before the longest window and still be recent.
    if (found >= 0 && firstAt === 0) firstAt = this.firstBefore(record, i, oldestEdge);
    this.firstAt = firstAt;
  }

  private firstBefore(record: AccountRecord, from: number, oldestEdge: number): number {
    const { found, left } = this.counterparties;
    for (let i = from; i >= 0 && record.words[record.legTimes + i]! > oldestEdge; i--) {
      if (record.halves[record.legMarks + i]! >>> MARK_COUNTERPARTY_SHIFT !== found) continue;
      left[found]! -= 4;
      if (left[found]! < 4) return record.words[record.legTimes + i]! + record.base;
    }
    return 0;
  }
}
