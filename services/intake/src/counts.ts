import type { DeadLetterCode } from '@sluice/domain';
import type { Admission } from './admitTransfer';

/** What intake has made of its input since it started. */
export interface IntakeCounts {
  debits: number;
  statuses: number;
  ledgerOnly: number;
  history: number;
  duplicates: number;
  deadLetters: number;
}

/** Counts by kind, and dead letters by code as well. */
export interface Tally {
  readonly counts: IntakeCounts;
  readonly refusals: ReadonlyMap<DeadLetterCode, number>;
  add(admission: Admission): void;
  refused(code: DeadLetterCode): void;
}

const FIELDS = {
  DEBIT: 'debits',
  STATUS: 'statuses',
  LEDGER_ONLY: 'ledgerOnly',
  HISTORY: 'history',
  DUPLICATE: 'duplicates',
} as const;

export function createTally(): Tally {
  const counts = { debits: 0, statuses: 0, ledgerOnly: 0, history: 0, duplicates: 0, deadLetters: 0 };
  const refusals = new Map<DeadLetterCode, number>();
  const refused = (code: DeadLetterCode): void => {
    counts.deadLetters += 1;
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  };
  return {
    counts,
    refusals,
    refused,
    add(admission) {
      if (typeof admission === 'object') refused(admission.code);
      else counts[FIELDS[admission]] += 1;
    },
  };
}
