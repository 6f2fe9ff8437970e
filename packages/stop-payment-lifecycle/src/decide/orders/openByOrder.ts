import {
  isCash,
  isCurrency,
  ok,
  type Problem,
  type Result,
  refuse,
  type StopPaymentOrder,
} from '@sluice/domain';
import type { StopPaymentView } from '../../book';
import { endOf } from '../../policy/duration';
import { chooseBasis } from '../../policy/legalBasis';
import type { LegalBasis, OpeningAction } from '../../policy/policyPack';
import { isActive } from '../../stopPayment';
import { type DecideContext, type Decided, stepsOfNew } from '../steps';
import { authorityProblem, countersignProblem } from './entitlement';
import { moverOf, type OrderEntry, orderCauseOf, orderedFacts, refuseAlone } from './orderRequest';

/** HOLD_TRANSFER, FREEZE_AMOUNT or RECALL_TRANSFER by order: opens a stop-payment whose id comes from the order's. */
export function openByOrder(
  view: StopPaymentView,
  entry: OrderEntry,
  action: OpeningAction,
  context: DecideContext,
): Decided {
  const { order } = entry;
  const allowed = allow(view, order, action, context);
  if (!allowed.ok) return refuseAlone(entry, allowed.problem, context);
  const { basis, expiresAt } = allowed.value;
  const steps = stepsOfNew(orderedFacts(order, basis.code, context), entry);
  steps.record({ type: 'REQUESTED', reason: order.reason, at: context.now });
  steps.issue(
    { type: 'ISSUED', reason: order.reason, at: context.now, changes: { state: 'ISSUED', expiresAt } },
    { action, by: moverOf(order, basis.code, null), amountMinor: order.amountMinor, expiresAt },
  );
  return steps.moved();
}

function allow(
  view: StopPaymentView,
  order: StopPaymentOrder,
  action: OpeningAction,
  { policy, now }: DecideContext,
): Result<{ basis: LegalBasis; expiresAt: number }> {
  const malformed = malformedIn(view, order, action);
  if (malformed !== null) return { ok: false, problem: malformed };
  const basis = chooseBasis(policy, { cause: orderCauseOf(order)!, action, named: order.legalBasis, now });
  if (!basis.ok) return basis;
  const missing = authorityProblem(order) ?? countersignProblem(order, basis.value);
  if (missing !== null) return { ok: false, problem: missing };
  const latest = endOf(basis.value.duration, now);
  const expiresAt = order.expiresAt ?? latest;
  if (expiresAt > latest) {
    return refuse(
      'TOO_LONG',
      `${basis.value.code} allows a stop until ${new Date(latest).toISOString()}; the order asks for ${new Date(expiresAt).toISOString()}.`,
    );
  }
  if (expiresAt <= now)
    return refuse(
      'END_IN_THE_PAST',
      `The order would end at ${new Date(expiresAt).toISOString()}, which is over.`,
    );
  return ok({ basis: basis.value, expiresAt });
}

function malformedIn(view: StopPaymentView, order: StopPaymentOrder, action: OpeningAction): Problem | null {
  if (
    order.amountMinor === null ||
    order.amountMinor <= 0 ||
    order.currency === null ||
    !isCurrency(order.currency)
  ) {
    return {
      code: 'AMOUNT_MISSING',
      sentence: `${action} needs an amount above 0 in minor units and its ISO 4217 currency.`,
    };
  }
  if (isCash(order.account)) {
    return {
      code: 'NOT_STOPPABLE',
      sentence: `${order.account} is a cash terminal: there is nothing to stop on it.`,
    };
  }
  if (action === 'FREEZE_AMOUNT') return null;
  if (order.transferId === null)
    return { code: 'TRANSFER_MISSING', sentence: `${action} needs the transfer that it acts on.` };
  const others = view.stopsOf(order.account, order.transferId);
  const final = others.find(({ transferStatus }) => transferStatus !== null)?.transferStatus;
  if (action === 'HOLD_TRANSFER' && final !== undefined) {
    return {
      code: 'TRANSFER_OVER',
      sentence: `Transfer ${order.transferId} is ${final}: there is nothing left to hold; freeze or recall the money.`,
    };
  }
  const standing = others.find(({ facts }) => facts.instrument === action && isActive(facts.state));
  return standing === undefined
    ? null
    : {
        code: 'ALREADY_STOPPED',
        sentence: `Transfer ${order.transferId} is stopped already by ${standing.facts.stopPaymentId}; change that one.`,
      };
}
