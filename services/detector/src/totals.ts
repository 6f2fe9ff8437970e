import type { OwnedPartitions } from './ownedPartitions';

export interface DetectorTotals {
  readonly decisions: Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;
  /** Entries that marks dropped, since they had been applied before. */
  readonly repeated: number;
  readonly late: number;
  /** Entries and frames stepped over by an operator's order. */
  readonly parked: number;
  readonly accounts: number;
  /** Partitions that still fold what was folded before a restart. */
  readonly restoring: number;
}

/** What the owned partitions have counted since they were taken over. */
export function totalsOf(owned: OwnedPartitions): DetectorTotals {
  const decisions = { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 };
  const totals = { repeated: 0, late: 0, parked: 0, accounts: 0, restoring: 0 };
  for (const [, { fold, next, emitFrom }] of owned.all()) {
    const { counts, accounts } = fold.state;
    for (const outcome of ['ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const)
      decisions[outcome] += counts.decisions[outcome];
    totals.repeated += counts.repeated;
    totals.late += counts.late;
    totals.parked += counts.parked;
    totals.accounts += accounts.accountCount;
    if (next < emitFrom) totals.restoring += 1;
  }
  return { decisions, ...totals };
}
