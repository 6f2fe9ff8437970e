import { type StopPaymentEvent, type StopPaymentOrder, TOPICS, type TransferTruth } from '@sluice/domain';
import type { CoreState } from '../core/coreState';

/** What an order says beyond the stop-payment that it changes. */
export interface OrderDetails {
  readonly action: 'RELEASE' | 'CANCEL_TRANSFER' | 'RETURN_FUNDS';
  readonly reason: string;
  readonly amountMinor?: number;
  readonly returnToAccount?: string;
}

/** An analyst's order for a stop-payment; returns are countersigned, as some policies ask. */
export function orderFor(core: CoreState, stop: StopPaymentEvent, details: OrderDetails): void {
  const orderId = `DESK-${details.action}-${stop.stopPaymentId}`;
  const order: StopPaymentOrder = {
    orderId,
    action: details.action,
    stopPaymentId: stop.stopPaymentId,
    account: stop.account,
    institution: stop.institution,
    transferId: stop.transferId,
    amountMinor: details.amountMinor ?? null,
    currency: details.amountMinor === undefined ? null : stop.currency,
    returnToAccount: details.returnToAccount ?? null,
    cause: 'ANALYST',
    causeId: orderId,
    caseId: stop.caseId,
    legalBasis: null,
    authorityReference: null,
    orderedBy: 'analyst-1',
    approvedBy: details.action === 'RETURN_FUNDS' ? 'supervisor-1' : null,
    reason: details.reason,
    expiresAt: null,
    orderedAt: core.clock.now,
  };
  core.outbox.publish({ topic: TOPICS.orders, at: core.clock.now, key: stop.account, record: order });
}

/** What the desk found a transfer to be. */
export function publishTruth(core: CoreState, transferId: string, truth: TransferTruth): void {
  core.outbox.publish({
    topic: TOPICS.transferOutcomes,
    at: core.clock.now,
    key: transferId,
    record: { transferId, truth, payerResponse: 'NONE', source: 'analyst', at: core.clock.now },
  });
}
