import type { Account, Decision, StopPaymentEvent, Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { LedgerEntry } from '../ledger/transferRow';

/** Monday, 2 March 2026, 09:00 UTC: where tests begin. */
export const MORNING = Date.UTC(2026, 2, 2, 9);
export const MINUTE_MS = 60_000;

/** A payment of 480.00 EUR from Alice to Bob that settled within a minute, unless said otherwise. */
export function aTransfer(differences: Partial<Transfer> = {}): Transfer {
  return transferOf({
    transferId: 'T-1',
    status: 'SETTLED',
    statusAt: MORNING + MINUTE_MS,
    debtorAccount: 'BANKA:alice-4417',
    debtorInstitution: 'BANKA',
    creditorAccount: 'BANKA:bob-9032',
    creditorInstitution: 'BANKA',
    amountMinor: 48_000,
    occurredAt: MORNING,
    bookedAt: MORNING + MINUTE_MS,
    bookingSequence: 1,
    ...differences,
  });
}

/** The entry that admitted a transfer, at offset 1 of partition 0, unless said otherwise. */
export function anEntry(transfer: Transfer, differences: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    transfer,
    origin: 'DEBIT',
    legsPartition: 0,
    legsOffset: 1,
    appendTime: transfer.occurredAt + 1_000,
    ...differences,
  };
}

/** A REVIEW of `transfer` because its creditor looks like a mule, unless said otherwise. */
export function aDecision(transfer: Transfer, differences: Partial<Decision> = {}): Decision {
  return {
    decisionId: `D:${transfer.transferId}`,
    transferId: transfer.transferId,
    debtorAccount: transfer.debtorAccount,
    creditorAccount: transfer.creditorAccount,
    amountMinor: transfer.amountMinor,
    currency: transfer.currency,
    occurredAt: transfer.occurredAt,
    scoredStatus: transfer.status,
    outcome: 'REVIEW',
    debtorScore: 40,
    creditorScore: 520,
    reasons: [
      {
        rule: 'mule.fan-in',
        subject: transfer.creditorAccount,
        points: 520,
        detail: 'Paid by 14 accounts in 1 h.',
        evidence: { payers: 14 },
      },
    ],
    missingEvidence: [],
    scenario: null,
    payerReason: null,
    rulesVersion: 'default-1',
    decidedAt: transfer.occurredAt + 40,
    ...differences,
  };
}

/** A current account of a person, opened a year ago, unless said otherwise. */
export function anAccount(accountId: string, differences: Partial<Account> = {}): Account {
  return {
    accountId,
    aliases: [],
    kind: 'CURRENT',
    status: 'OPEN',
    currency: 'EUR',
    institution: 'BANKA',
    branch: 'B-12',
    holderIds: ['H-1'],
    holderKind: 'PERSON',
    openedAt: MORNING - 365 * 24 * 60 * MINUTE_MS,
    identityVerified: true,
    birthYear: 1961,
    phone: null,
    dailyLimitMinor: null,
    protection: null,
    ...differences,
  };
}

/** The first event of a hold of 480.00 EUR on Alice's payment, unless said otherwise. */
export function aStopEvent(differences: Partial<StopPaymentEvent> = {}): StopPaymentEvent {
  return {
    type: 'REQUESTED',
    stopPaymentId: '0badcafe-H-T-1',
    sequence: 1,
    state: 'REQUESTED',
    at: MORNING,
    instrument: 'HOLD_TRANSFER',
    account: 'BANKA:alice-4417',
    institution: 'BANKA',
    transferId: 'T-1',
    currency: 'EUR',
    requestedMinor: 48_000,
    stoppedMinor: 0,
    returnedMinor: 0,
    availableMinor: null,
    cause: 'DECISION',
    causeId: 'D:T-1',
    caseId: null,
    previousStopPaymentId: null,
    legalBasis: 'GENERIC-HOLD',
    policyVersion: 'generic-1',
    orderedBy: 'model:default-1',
    approvedBy: null,
    authorityReference: null,
    rulesVersion: 'default-1',
    expiresAt: null,
    renewals: 0,
    commandId: null,
    commandAction: null,
    reasonCode: null,
    reason: 'First payment to a payee 6 days old.',
    coreReference: null,
    returnToAccount: null,
    ...differences,
  };
}
