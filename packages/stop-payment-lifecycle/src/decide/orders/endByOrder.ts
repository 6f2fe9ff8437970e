import type { Problem, StopPaymentOrder } from '@sluice/domain';
import { basisOf } from '../../policy/legalBasis';
import { isActive, type StopPayment, unanswered } from '../../stopPayment';
import type { DecideContext } from '../steps';
import { countersignProblem, entitlementProblem } from './entitlement';
import { type AllowedChange, moverOf } from './orderRequest';
import { wrongState } from './wrongState';

/** RELEASE: the stop ends; a held transfer then executes. */
export function release(
  stop: StopPayment,
  order: StopPaymentOrder,
  context: DecideContext,
): AllowedChange | Problem {
  return end(stop, order, context, 'a stop that has been ordered and is not over');
}

/** CANCEL_TRANSFER: a held transfer is never executed. */
export function cancelTransfer(
  stop: StopPayment,
  order: StopPaymentOrder,
  context: DecideContext,
): AllowedChange | Problem {
  if (stop.facts.instrument !== 'HOLD_TRANSFER') {
    return {
      code: 'WRONG_INSTRUMENT',
      sentence: `Stop-payment ${stop.facts.stopPaymentId} is a ${stop.facts.instrument}; only a held transfer can be cancelled.`,
    };
  }
  return end(stop, order, context, 'a held transfer');
}

function end(
  stop: StopPayment,
  order: StopPaymentOrder,
  { policy }: DecideContext,
  needed: string,
): AllowedChange | Problem {
  const { facts } = stop;
  if (!isActive(facts.state)) return wrongState(stop, order, needed);
  for (const action of ['RELEASE', 'CANCEL_TRANSFER'] as const) {
    const earlier = unanswered(stop, action);
    if (earlier !== undefined) {
      return {
        code: 'COMMAND_PENDING',
        sentence: `The core has not answered command ${earlier.command.commandId}, which ends this stop already.`,
      };
    }
  }
  // A basis that the pack in force no longer knows must not keep anyone from letting money go.
  const basis = basisOf(policy, facts.legalBasis);
  const problem =
    basis === undefined
      ? null
      : (entitlementProblem(order, basis, basis.mayEnd) ?? countersignProblem(order, basis));
  if (problem !== null) return problem;
  return {
    order: { action: order.action, by: moverOf(order, order.legalBasis ?? facts.legalBasis, facts.caseId) },
  };
}
