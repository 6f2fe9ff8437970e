import type { Outcome, Reason } from '@sluice/domain';

/** The text for a payer who is being warned, and how long the core waits for the answer. */
export interface Warning {
  readonly scenario: string;
  readonly message: string;
  /** BCP 47 tag of message. */
  readonly language: string;
  readonly score: number;
  readonly answerWindowMs: number;
}

/** What the rules say of one transfer; the fold makes the `Decision` and the `VictimWarning` from it. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly debtorScore: number;
  readonly creditorScore: number;
  /** Both scores together, by which REVIEW and HOLD are decided. */
  readonly combinedScore: number;
  /** Strongest first, mitigators after what they mitigate. */
  readonly reasons: readonly Reason[];
  readonly missingEvidence: readonly string[];
  readonly scenario: string | null;
  readonly payerReason: string | null;
  readonly warning: Warning | null;
}

/** The missing evidence of both steps, each name once. */
export function mergedEvidence(debtor: readonly string[], creditor: readonly string[]): readonly string[] {
  if (creditor.length === 0) return debtor;
  if (debtor.length === 0) return creditor;
  return [...debtor, ...creditor.filter((name) => !debtor.includes(name))];
}
