import { SETTLED_AFTER_DAYS, SETTLED_WITHIN_DAYS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { COUNTERPARTY_ROOM_MAX, LEGS_COUNT_MAX } from '../record/layout';

/** Left of a counterparty whose first leg is not among those that are counted down. */
const NEVER = 1 << 20;

/**
 * One pass over an account's counterparties: finds the leg's, counts the settled payers, and sets up `left`, in which the
 * legs with each are counted down from the newest to the oldest: the leg that reaches 0 is the first one ever.
 */
export class CounterpartyPass {
  /** Legs still to come, times 4; bits 0 and 1: seen going out, seen coming in. */
  readonly left = new Int32Array(COUNTERPARTY_ROOM_MAX + 1);
  /** Number of the leg's counterparty, -1 where it is not remembered. */
  found = -1;
  settledPayers = 0;

  run(record: AccountRecord, hash: number, day: number): void {
    const { words, halves, peerHashes, peerDays, peerCounts, peerCount } = record;
    const { left } = this;
    // Days are kept + 1.
    const firstMax = day + 1 - SETTLED_AFTER_DAYS;
    const lastMin = day + 1 - SETTLED_WITHIN_DAYS;
    let found = -1;
    let settled = 0;
    for (let i = 0; i < peerCount; i++) {
      const counts = halves[peerCounts + i]!;
      const days = words[peerDays + i]!;
      const out = counts & 0xff;
      const incoming = counts >>> 8;
      const first = days & 0xffff;
      const isExact = first !== 0 && out < LEGS_COUNT_MAX && incoming < LEGS_COUNT_MAX;
      left[i] = isExact ? (out + incoming) << 2 : NEVER;
      if (incoming !== 0 && first !== 0 && first <= firstMax && days >>> 16 >= lastMin) settled += 1;
      if (words[peerHashes + i] === hash) found = i;
    }
    this.found = found;
    this.settledPayers = settled;
  }
}
