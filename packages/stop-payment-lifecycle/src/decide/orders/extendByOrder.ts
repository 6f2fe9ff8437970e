import type { Problem, StopPaymentOrder } from '@sluice/domain';
import { endOf } from '../../policy/duration';
import { basisOf, chooseBasis } from '../../policy/legalBasis';
import type { LegalBasis, OpeningAction } from '../../policy/policyPack';
import { isActive, type StopPayment, unanswered } from '../../stopPayment';
import type { DecideContext } from '../steps';
import { countersignProblem, entitlementProblem } from './entitlement';
import { type AllowedChange, moverOf, orderCauseOf } from './orderRequest';
import { wrongState } from './wrongState';

/**
 * EXTEND: a later end, as often and as long as the basis allows. Naming another basis that may take the present one's
 * place converts the stop: the core keeps what it holds, and the time of the new basis begins.
 */
export function extend(
  stop: StopPayment,
  order: StopPaymentOrder,
  context: DecideContext,
): AllowedChange | Problem {
  const { facts } = stop;
  const { policy, now } = context;
  if (!isActive(facts.state) || facts.expiresAt === null)
    return wrongState(stop, order, 'a stop that is not over');
  if (facts.expiresAt <= now) {
    return {
      code: 'WRONG_STATE',
      sentence: `Stop-payment ${facts.stopPaymentId} ended at ${iso(facts.expiresAt)} and is being released; it can no longer be extended.`,
    };
  }
  const ending = unanswered(stop, 'RELEASE') ?? unanswered(stop, 'CANCEL_TRANSFER');
  const pending = ending ?? unanswered(stop, 'EXTEND');
  if (pending !== undefined) {
    return {
      code: 'COMMAND_PENDING',
      sentence: `The core has not answered command ${pending.command.commandId}; wait for its answer.`,
    };
  }
  const present = basisOf(policy, facts.legalBasis);
  if (present === undefined) {
    return {
      code: 'BASIS_UNKNOWN',
      sentence: `Policy ${policy.name} does not know ${facts.legalBasis}, under which the stop stands, so it cannot be extended.`,
    };
  }
  const allowed =
    order.legalBasis === null || order.legalBasis === present.code
      ? renewal(stop, order, present)
      : conversion(stop, order, present, context);
  if ('code' in allowed) return allowed;
  const { basis, latest } = allowed;
  const expiresAt = order.expiresAt ?? latest;
  if (expiresAt > latest) {
    return {
      code: 'TOO_LONG',
      sentence: `${basis.code} allows an end until ${iso(latest)}; the order asks for ${iso(expiresAt)}.`,
    };
  }
  const isRenewal = basis === present;
  if (expiresAt <= (isRenewal ? facts.expiresAt : now)) {
    return {
      code: 'NOT_LATER',
      sentence: `The stop ends at ${iso(facts.expiresAt)}; EXTEND needs a later end than ${iso(expiresAt)}.`,
    };
  }
  return {
    order: { action: 'EXTEND', by: moverOf(order, basis.code, facts.caseId), expiresAt },
    changes: { expiresAt },
  };
}

type Extension = { readonly basis: LegalBasis; readonly latest: number };

function renewal(stop: StopPayment, order: StopPaymentOrder, basis: LegalBasis): Extension | Problem {
  const { facts } = stop;
  const { max, duration } = basis.renewals;
  if (max !== null && facts.renewals >= max) {
    return {
      code: 'NO_RENEWAL_LEFT',
      sentence: `${basis.code} can be renewed ${max === 0 ? 'never' : `at most ${max} times`}; this stop was renewed ${facts.renewals} times.`,
    };
  }
  const problem = entitlementProblem(order, basis, basis.mayOrder) ?? countersignProblem(order, basis);
  return problem ?? { basis, latest: endOf(duration, facts.expiresAt!) };
}

function conversion(
  stop: StopPayment,
  order: StopPaymentOrder,
  present: LegalBasis,
  { policy, now }: DecideContext,
): Extension | Problem {
  const named = order.legalBasis!;
  if (!present.convertsTo.includes(named)) {
    const others = present.convertsTo.length === 0 ? 'nothing' : present.convertsTo.join(', ');
    return {
      code: 'NOT_CONVERTIBLE',
      sentence: `A stop under ${present.code} converts to ${others}, not to ${named}.`,
    };
  }
  const basis = chooseBasis(policy, {
    cause: orderCauseOf(order)!,
    action: stop.facts.instrument as OpeningAction,
    named,
    now,
  });
  if (!basis.ok) return basis.problem;
  return (
    countersignProblem(order, basis.value) ?? { basis: basis.value, latest: endOf(basis.value.duration, now) }
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
