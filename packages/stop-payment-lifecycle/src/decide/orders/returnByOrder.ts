import { accountIdProblem, isCash, type Problem, type StopPaymentOrder } from '@sluice/domain';
import { basisOf } from '../../policy/legalBasis';
import type { LegalBasis } from '../../policy/policyPack';
import { isStanding, returnableMinor, type StopPayment, unanswered } from '../../stopPayment';
import type { DecideContext } from '../steps';
import { countersignProblem, entitlementProblem } from './entitlement';
import { type AllowedChange, moverOf } from './orderRequest';
import { wrongState } from './wrongState';

/** RETURN_FUNDS: frozen money is paid to `returnToAccount`; without an amount, all that is stopped and not promised. */
export function returnFunds(
  stop: StopPayment,
  order: StopPaymentOrder,
  { policy }: DecideContext,
): AllowedChange | Problem {
  const { facts } = stop;
  if (facts.instrument !== 'FREEZE_AMOUNT') {
    return {
      code: 'WRONG_INSTRUMENT',
      sentence: `Stop-payment ${facts.stopPaymentId} is a ${facts.instrument}; only frozen money can be returned (a held transfer is cancelled, a recall is answered by the other bank).`,
    };
  }
  if (!isStanding(facts.state)) return wrongState(stop, order, 'frozen money');
  if (unanswered(stop, 'RELEASE') !== undefined)
    return {
      code: 'COMMAND_PENDING',
      sentence: 'The money is being released; it can no longer be returned.',
    };
  const to = order.returnToAccount;
  if (to === null || accountIdProblem(to) !== null || isCash(to) || to === facts.account) {
    return {
      code: 'RETURN_ACCOUNT_INVALID',
      sentence:
        'RETURN_FUNDS needs the account to pay to: well formed, no cash terminal, not the frozen one.',
    };
  }
  const amount = amountOf(stop, order);
  if (typeof amount !== 'number') return amount;
  const basis = basisOf(policy, facts.legalBasis);
  if (basis === undefined) {
    return {
      code: 'BASIS_UNKNOWN',
      sentence: `Policy ${policy.name} does not know ${facts.legalBasis}, under which the money is frozen, so nobody can be shown to be entitled; release it or load the pack that it was frozen under.`,
    };
  }
  const problem =
    returnEntitlement(stop, order, basis, facts.returnedMinor + amount) ?? countersignProblem(order, basis);
  if (problem !== null) return problem;
  return {
    order: {
      action: 'RETURN_FUNDS',
      by: moverOf(order, order.legalBasis ?? facts.legalBasis, facts.caseId),
      amountMinor: amount,
      returnToAccount: to,
    },
    changes: { returnToAccount: to },
  };
}

function amountOf(stop: StopPayment, order: StopPaymentOrder): number | Problem {
  const { currency, stopPaymentId } = stop.facts;
  const most = returnableMinor(stop);
  if (order.currency !== null && order.currency !== currency) {
    return {
      code: 'CURRENCY_MISMATCH',
      sentence: `The order is in ${order.currency}; stop-payment ${stopPaymentId} holds ${currency}.`,
    };
  }
  const amount = order.amountMinor ?? most;
  if (amount > most || amount <= 0) {
    return {
      code: 'AMOUNT_TOO_LARGE',
      sentence: `Stop-payment ${stopPaymentId} has ${most} minor units of ${currency} that can be returned; the order asks for ${amount}.`,
    };
  }
  return amount;
}

function returnEntitlement(
  stop: StopPayment,
  order: StopPaymentOrder,
  basis: LegalBasis,
  inAllMinor: number,
): Problem | null {
  const limit = basis.returnWithoutAuthorityUpTo;
  const small = limit !== null && limit.currency === stop.facts.currency && inAllMinor <= limit.amountMinor;
  return small ? null : entitlementProblem(order, basis, basis.mayReturn);
}
