import type { Problem, StopPaymentOrder } from '@sluice/domain';
import type { StopPayment } from '../../stopPayment';

/** The order comes at a time when the stop cannot take it. */
export function wrongState(stop: StopPayment, order: StopPaymentOrder, needed: string): Problem {
  return {
    code: 'WRONG_STATE',
    sentence: `Stop-payment ${stop.facts.stopPaymentId} is ${stop.facts.state}; ${order.action} needs ${needed}.`,
  };
}
