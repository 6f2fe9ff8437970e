import type { Problem, StopPaymentOrder } from '@sluice/domain';
import { basisOf } from '../../policy/legalBasis';
import type { StopPayment } from '../../stopPayment';
import { type DecideContext, type Decided, stepsOf } from '../steps';
import { cancelTransfer, release } from './endByOrder';
import { authorityProblem } from './entitlement';
import { extend } from './extendByOrder';
import { type AllowedChange, type ChangeByOrder, type OrderEntry, recordRefusal } from './orderRequest';
import { returnFunds } from './returnByOrder';

const CHANGES: Partial<Record<StopPaymentOrder['action'], ChangeByOrder>> = {
  RELEASE: release,
  CANCEL_TRANSFER: cancelTransfer,
  RETURN_FUNDS: returnFunds,
  EXTEND: extend,
};

/** RELEASE, CANCEL_TRANSFER, RETURN_FUNDS or EXTEND: a command for the core, or a refusal recorded on the stop. */
export function changeByOrder(stop: StopPayment, entry: OrderEntry, context: DecideContext): Decided {
  const { order } = entry;
  const steps = stepsOf(stop, entry);
  const outcome = allow(stop, order, context);
  if ('code' in outcome) {
    recordRefusal(steps, outcome, context);
    return steps.moved();
  }
  steps.issue(
    {
      type: 'ISSUED',
      reason: order.reason,
      at: context.now,
      changes: { ...outcome.changes, caseId: stop.facts.caseId ?? order.caseId },
    },
    outcome.order,
  );
  return steps.moved();
}

function allow(stop: StopPayment, order: StopPaymentOrder, context: DecideContext): AllowedChange | Problem {
  const change = CHANGES[order.action];
  if (change === undefined)
    return {
      code: 'STOP_PAYMENT_ID_UNEXPECTED',
      sentence: `${order.action} opens a stop-payment and names none.`,
    };
  const { policy } = context;
  if (order.legalBasis !== null && basisOf(policy, order.legalBasis) === undefined) {
    const known = policy.bases.map(({ code }) => code).join(', ');
    return {
      code: 'BASIS_UNKNOWN',
      sentence: `Policy ${policy.name} knows no legal basis ${order.legalBasis}; it knows ${known}.`,
    };
  }
  return authorityProblem(order) ?? change(stop, order, context);
}
