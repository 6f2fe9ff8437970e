import type { Decision, Outcome, Transfer } from '@sluice/domain';

/** A decision as Sluice writes it, with nothing but its outcome of interest. */
export function decisionOf(transfer: Transfer, outcome: Outcome): Decision {
  return {
    decisionId: `D:${transfer.transferId}`,
    transferId: transfer.transferId,
    debtorAccount: transfer.debtorAccount,
    creditorAccount: transfer.creditorAccount,
    amountMinor: transfer.amountMinor,
    currency: transfer.currency,
    occurredAt: transfer.occurredAt,
    scoredStatus: transfer.status,
    outcome,
    debtorScore: 0,
    creditorScore: 0,
    reasons: [],
    missingEvidence: [],
    scenario: null,
    payerReason: null,
    rulesVersion: 'test',
    decidedAt: transfer.occurredAt,
  };
}
