import type { Decision } from '@sluice/domain';
import { digestOf } from '../check/digest';

const SUMMARY_FIELDS = ['outcome', 'debtorScore', 'creditorScore', 'rulesVersion', 'decidedAt'] as const;
const DECISION_FIELDS = [
  'decisionId',
  'debtorAccount',
  'creditorAccount',
  'amountMinor',
  'currency',
  'occurredAt',
  'scoredStatus',
  'outcome',
  'debtorScore',
  'creditorScore',
  'reasons',
  'missingEvidence',
  'scenario',
  'payerReason',
  'rulesVersion',
  'decidedAt',
] as const;

export function summaryDigest(row: Readonly<Record<string, unknown>>): string {
  return digestOf(row, SUMMARY_FIELDS);
}

export function decisionDigest(row: Readonly<Record<string, unknown>>): string {
  return digestOf(row, DECISION_FIELDS);
}

/** Checksums of the rows that decisions must become, by transferId. */
export interface DecisionRows {
  take(decision: Decision): void;
  /** Table `decision_summary`: every decision. */
  readonly summaries: ReadonlyMap<string, string>;
  /** Table `decision`: those that are not ALLOW. */
  readonly noted: ReadonlyMap<string, string>;
}

export function decisionRows(): DecisionRows {
  const summaries = new Map<string, string>();
  const noted = new Map<string, string>();
  return {
    summaries,
    noted,
    take(decision) {
      summaries.set(decision.transferId, summaryDigest({ ...decision }));
      if (decision.outcome !== 'ALLOW') noted.set(decision.transferId, decisionDigest({ ...decision }));
    },
  };
}
