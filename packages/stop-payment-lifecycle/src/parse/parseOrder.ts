import { ok, type Result, refuse, type StopPaymentOrder } from '@sluice/domain';
import { parseJson } from './parseJson';
import { orderSchema } from './schemas';

/** What an order of each action cannot do without. */
const NEEDED: Record<StopPaymentOrder['action'], readonly (keyof StopPaymentOrder)[]> = {
  HOLD_TRANSFER: ['transferId', 'amountMinor', 'currency'],
  FREEZE_AMOUNT: ['amountMinor', 'currency'],
  RECALL_TRANSFER: ['transferId', 'amountMinor', 'currency'],
  CANCEL_TRANSFER: ['stopPaymentId'],
  RETURN_FUNDS: ['stopPaymentId', 'returnToAccount'],
  EXTEND: ['stopPaymentId'],
  RELEASE: ['stopPaymentId'],
};

/** One record of `orders`: well formed and complete for its action, or ORDER_INVALID with what is wrong. */
export function parseOrder(json: string): Result<StopPaymentOrder> {
  const parsed = parseJson(json, orderSchema, 'ORDER_INVALID', 'The order');
  return parsed.ok ? completeOrder(parsed.value) : parsed;
}

/** Checks that an order has what its action needs (ORDER_INVALID). */
export function completeOrder(order: StopPaymentOrder): Result<StopPaymentOrder> {
  const missing = NEEDED[order.action].filter((field) => order[field] === null);
  if (missing.length > 0)
    return refuse('ORDER_INVALID', `An order to ${order.action} needs ${missing.join(' and ')}.`);
  if (order.amountMinor !== null && order.currency === null)
    return refuse('ORDER_INVALID', 'An amount needs its currency.');
  return ok(order);
}
