import { accountIdProblem, type Problem, type StopPaymentOrder } from '@sluice/domain';

/** The longest texts that an order may carry, in characters. */
const LENGTH_MAX: Partial<Record<keyof StopPaymentOrder, number>> = {
  orderId: 200,
  stopPaymentId: 256,
  transferId: 128,
  institution: 64,
  causeId: 256,
  caseId: 128,
  legalBasis: 64,
  authorityReference: 200,
  orderedBy: 128,
  approvedBy: 128,
  reason: 1000,
};

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

/**
 * What is wrong with an order in itself, before anyone asks what it is about: it lacks what its action needs, or a field
 * cannot be what it says. Null where it is complete.
 */
export function orderProblem(order: StopPaymentOrder): Problem<'ORDER_INVALID'> | null {
  const missing = NEEDED[order.action].filter((field) => order[field] === null);
  if (missing.length > 0) return invalid(`An order to ${order.action} needs ${missing.join(' and ')}.`);
  if (order.amountMinor !== null && order.amountMinor <= 0)
    return invalid('amountMinor must be above 0; leave it out where everything is meant.');
  if (order.amountMinor !== null && order.currency === null) return invalid('An amount needs its currency.');
  for (const field of ['orderId', 'orderedBy', 'reason'] as const) {
    if (order[field].trim() === '') return invalid(`${field} must say something.`);
  }
  for (const [field, most] of Object.entries(LENGTH_MAX) as [keyof StopPaymentOrder, number][]) {
    const text = order[field];
    if (typeof text === 'string' && text.length > most)
      return invalid(`${field} has ${text.length} characters; at most ${most} are taken.`);
  }
  for (const field of ['account', 'returnToAccount'] as const) {
    const account = order[field];
    const wrong = account === null ? null : accountIdProblem(account);
    if (wrong !== null)
      return invalid(`${field} is ${wrong}; name an account by IBAN or <institution>:<account>.`);
  }
  return null;
}

function invalid(sentence: string): Problem<'ORDER_INVALID'> {
  return { code: 'ORDER_INVALID', sentence };
}
