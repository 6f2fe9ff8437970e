import {
  type HoldDecided,
  type StopPaymentInboxEntry,
  type StopPaymentOrder,
  type StopPaymentResult,
  type StopPaymentStatus,
  type StoppableTransfer,
  stopInstrumentOf,
} from '@sluice/domain';

/** Monday, 2 March 2026, 10:00 UTC. */
export const MONDAY_10 = Date.UTC(2026, 2, 2, 10);
export const PAYER = 'DE:PAYER-4417';
export const MULE = 'DE:MULE-9032';
export const VICTIM = 'DE:VICTIM-2210';

/** A transfer between two persons' accounts of ours, still held by the core. */
export function initiated(changes: Partial<StoppableTransfer> = {}): StoppableTransfer {
  return {
    status: 'INITIATED',
    kind: 'CREDIT_TRANSFER',
    debtorAccount: PAYER,
    debtorOwnership: 'OURS',
    creditorAccount: MULE,
    creditorOwnership: 'OURS',
    creditorKind: 'PERSON',
    creditorAccountKind: 'CURRENT',
    creditorProtection: null,
    ...changes,
  };
}

/** The detector's HOLD of a transfer of 48,000.00 EUR. */
export function holdOf(
  transferId: string,
  transfer: StoppableTransfer = initiated(),
  changes: Partial<HoldDecided> = {},
): HoldDecided {
  return {
    type: 'DECISION',
    account: stopInstrumentOf(transfer)?.account ?? transfer.debtorAccount,
    decisionId: `D:${transferId}`,
    transferId,
    transfer,
    amountMinor: 4_800_000,
    currency: 'EUR',
    debtorInstitution: 'OURBDEFF',
    creditorInstitution: 'OURBDEFF',
    occurredAt: MONDAY_10,
    decidedAt: MONDAY_10,
    rulesVersion: '1',
    reason: 'First payment to this payee, 93% of the balance.',
    ...changes,
  };
}

/** The core's answer to a command. */
export function answer(
  command: { readonly commandId: string; readonly stopPaymentId: string },
  result: StopPaymentResult,
  changes: Partial<StopPaymentStatus> = {},
): Extract<StopPaymentInboxEntry, { type: 'CORE_STATUS' }> {
  return {
    type: 'CORE_STATUS',
    account: null,
    status: {
      commandId: command.commandId,
      stopPaymentId: command.stopPaymentId,
      result,
      stoppedMinor: null,
      availableMinor: null,
      currency: null,
      reasonCode: null,
      detail: null,
      coreReference: null,
      at: MONDAY_10 + 1000,
      ...changes,
    },
  };
}

/** An analyst's order. */
export function orderOf(
  action: StopPaymentOrder['action'],
  orderId: string,
  changes: Partial<StopPaymentOrder> = {},
): Extract<StopPaymentInboxEntry, { type: 'ORDER' }> {
  const order: StopPaymentOrder = {
    orderId,
    action,
    stopPaymentId: null,
    account: MULE,
    institution: null,
    transferId: null,
    amountMinor: null,
    currency: null,
    returnToAccount: null,
    cause: 'ANALYST',
    causeId: orderId,
    caseId: null,
    legalBasis: null,
    authorityReference: null,
    orderedBy: 'ann',
    approvedBy: null,
    reason: 'Reviewed.',
    expiresAt: null,
    orderedAt: MONDAY_10,
    ...changes,
  };
  return { type: 'ORDER', account: order.account, order };
}

/** A later status of a held transfer. */
export function statusOf(
  transferId: string,
  status: 'SETTLED' | 'REJECTED' | 'CANCELLED' | 'INITIATED',
  changes: { readonly account?: string; readonly statusAt?: number } = {},
): Extract<StopPaymentInboxEntry, { type: 'TRANSFER_STATUS' }> {
  return {
    type: 'TRANSFER_STATUS',
    account: PAYER,
    transferId,
    status,
    statusAt: MONDAY_10 + 2000,
    ...changes,
  };
}
