import type { RunOrder } from '@sluice/case-store';
import { type StopPaymentOrder, stopPaymentIdOf } from '@sluice/domain';
import { encodeOrder } from '@sluice/event-codec';
import type { PlannedOrder } from '@sluice/fund-tracing';

/** Who orders, as the core and the reports read it. */
export const ORDERED_BY = 'service:fund-tracer';

/**
 * The records for topic `orders`. Ids follow from the run, so that a run that is written again after a crash orders the same;
 * the legal basis and the end of each stop are the policy's.
 */
export function runOrders(
  traceId: string,
  caseId: string,
  planned: readonly PlannedOrder[],
  orderedAt: number,
): RunOrder[] {
  return planned.map((plan, index) => {
    const order = {
      orderId: `${traceId}-${index + 1}`,
      action: plan.action,
      stopPaymentId: null,
      account: plan.account,
      institution: null,
      transferId: plan.transferId,
      amountMinor: plan.amountMinor,
      currency: plan.currency,
      returnToAccount: null,
      cause: 'FUND_TRACE',
      causeId: traceId,
      caseId,
      legalBasis: null,
      authorityReference: null,
      orderedBy: ORDERED_BY,
      approvedBy: null,
      reason: plan.reason,
      expiresAt: null,
      orderedAt,
    } satisfies StopPaymentOrder;
    return {
      order,
      layer: plan.layer,
      stopPaymentId: stopPaymentIdOf(plan.account, order.orderId),
      payload: encodeOrder(order),
    };
  });
}
