import type { Decision, Outcome, StopPaymentAction, StopPaymentCommand, Transfer } from '@sluice/domain';
import { createSyntheticBank, type SyntheticBank } from '../bank';
import type { SyntheticBankSettings } from '../options';
import { HOUR } from '../simulation/time';

/** An evening in November: every test's simulated time ends here. */
export const ENDS_AT = Date.UTC(2026, 10, 24, 22, 0);

/** A small bank that lives quickly: a few hundred customers, a week of past, a day and a half live. */
export function smallBank(settings: Partial<SyntheticBankSettings> = {}): SyntheticBank {
  return createSyntheticBank({
    endsAt: ENDS_AT,
    seed: 7,
    customers: 400,
    historyDays: 8,
    historyCardDays: 3,
    liveMs: 36 * HOUR,
    fraudCases: 8,
    ...settings,
  });
}

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
    debtorScore: outcome === 'ALLOW' ? 0 : 700,
    creditorScore: 0,
    reasons: [
      { rule: 'trust.own-account', subject: 'x', points: -50, detail: 'own account', evidence: {} },
      { rule: 'victim.drains-balance', subject: 'x', points: 200, detail: '93% of balance', evidence: {} },
      { rule: 'victim.first-large', subject: 'x', points: 300, detail: 'first payment', evidence: {} },
    ],
    missingEvidence: [],
    scenario: 'safe-account',
    payerReason: null,
    rulesVersion: 'test',
    decidedAt: transfer.occurredAt,
  };
}

export function commandOf(
  action: StopPaymentAction,
  account: string,
  details: Partial<StopPaymentCommand> = {},
): StopPaymentCommand {
  const stopPaymentId = details.stopPaymentId ?? `stop-${account}-${details.transferId ?? 'amount'}`;
  return {
    commandId: `${stopPaymentId}/${action}`,
    stopPaymentId,
    action,
    account,
    institution: null,
    transferId: null,
    amountMinor: null,
    currency: null,
    returnToAccount: null,
    cause: 'ANALYST',
    causeId: 'test',
    caseId: null,
    legalBasis: 'GENERIC-HOLD',
    authorityReference: null,
    orderedBy: 'test',
    approvedBy: null,
    reason: 'test',
    issuedAt: ENDS_AT,
    expiresAt: ENDS_AT + 24 * HOUR,
    ...details,
  };
}
