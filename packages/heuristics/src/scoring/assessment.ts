import type { Reason } from '@sluice/domain';
import type { ScenarioWeight } from './scenarios';

/**
 * What one step found. The debtor's travels in the log to the creditor's owner, in this shape. `victimScore` and `muleScore` are
 * of this step alone; `decide` adds up the reasons of both, so that family caps and mitigators count over the whole transfer.
 */
export interface Assessment {
  readonly rulesVersion: string;
  /** 0 to 1000: how likely the payer is being defrauded. */
  readonly victimScore: number;
  /** 0 to 1000: how likely this side's account is a mule. */
  readonly muleScore: number;
  /** Strongest watchlist disposition on this side: index into DISPOSITIONS of @sluice/domain, 0 where none. */
  readonly disposition: number;
  readonly reasons: readonly Reason[];
  readonly missingEvidence: readonly string[];
  /** Scenario candidates with the points that speak for them, strongest first. */
  readonly scenarios: readonly ScenarioWeight[];
}

/** Names in missingEvidence that are no rule ids. */
export const LATE = 'late';
export const DEBTOR_PARTIAL_WINDOWS = 'debtor.partial-windows';
export const CREDITOR_PARTIAL_WINDOWS = 'creditor.partial-windows';
