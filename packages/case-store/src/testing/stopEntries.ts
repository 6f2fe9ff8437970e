import type {
  HoldDecided,
  StopPaymentClock,
  StopPaymentInboxEntry,
  StopPaymentOrder,
  StopPaymentResult,
} from '@sluice/domain';
import { aTransfer, MORNING } from './builders';

const ACCOUNT = 'BANKA:alice-4417';

/** The detector's wish to hold payment T-held. */
export function aHoldDecided(): HoldDecided {
  return {
    type: 'DECISION',
    account: ACCOUNT,
    decisionId: 'D:T-held',
    transferId: 'T-held',
    transfer: {
      ...aTransfer({ transferId: 'T-held', status: 'INITIATED', bookedAt: null }),
      creditorAccountKind: null,
      creditorProtection: null,
    },
    amountMinor: 48_000,
    currency: 'EUR',
    debtorInstitution: 'BANKA',
    creditorInstitution: 'BANKA',
    occurredAt: MORNING,
    decidedAt: MORNING,
    rulesVersion: 'default-1',
    reason: 'First payment to a payee 6 days old.',
  };
}

/** What somebody orders of stop-payment S-moved. */
export function anOrder(
  differences: Pick<StopPaymentOrder, 'action' | 'orderedBy'> & Partial<StopPaymentOrder>,
): StopPaymentInboxEntry {
  const order: StopPaymentOrder = {
    orderId: `O-${differences.action}`,
    stopPaymentId: 'S-moved',
    account: ACCOUNT,
    institution: 'BANKA',
    transferId: null,
    amountMinor: null,
    currency: null,
    returnToAccount: null,
    cause: 'ANALYST',
    causeId: `O-${differences.action}`,
    caseId: null,
    legalBasis: null,
    authorityReference: null,
    approvedBy: null,
    reason: 'The payer confirmed the payment.',
    expiresAt: null,
    orderedAt: MORNING,
    ...differences,
  };
  return { type: 'ORDER', account: ACCOUNT, order };
}

/** The core's answer to a command of stop-payment S-moved. */
export function anAnswer(result: StopPaymentResult): StopPaymentInboxEntry {
  return {
    type: 'CORE_STATUS',
    account: null,
    status: {
      commandId: 'S-moved/1',
      stopPaymentId: 'S-moved',
      result,
      stoppedMinor: 48_000,
      availableMinor: null,
      currency: 'EUR',
      reasonCode: null,
      detail: null,
      coreReference: null,
      at: MORNING,
    },
  };
}

/** The clock's warning before S-moved ends. */
export const aWarning: StopPaymentClock = {
  type: 'CLOCK',
  account: ACCOUNT,
  stopPaymentId: 'S-moved',
  alarm: 'EXPIRY_WARNING',
  dueFor: MORNING,
  at: MORNING,
};
