import type { Problem, StopPaymentInboxEntry, StopPaymentOrder } from '@sluice/domain';
import { orderedIdOf } from '../../ids';
import type { OpeningAction, OrderingCause } from '../../policy/policyPack';
import type { StopPayment, StopPaymentFacts } from '../../stopPayment';
import {
  type DecideContext,
  type Decided,
  type Mover,
  type Order,
  type Step,
  type Steps,
  stepsOfNew,
} from '../steps';

export type OrderEntry = Extract<StopPaymentInboxEntry, { type: 'ORDER' }>;

/** What a person, an authority or the fund tracer may be; a model decides and the clock ends, neither orders. */
export const ORDER_CAUSES = ['FUND_TRACE', 'ANALYST', 'POLICE_ORDER', 'COURT_ORDER'] as const;
export type OrderCause = (typeof ORDER_CAUSES)[number] & OrderingCause;

export function orderCauseOf(order: StopPaymentOrder): OrderCause | null {
  return ORDER_CAUSES.find((cause) => cause === order.cause) ?? null;
}

export const OPENING_ACTIONS: readonly OpeningAction[] = [
  'HOLD_TRANSFER',
  'FREEZE_AMOUNT',
  'RECALL_TRANSFER',
];

export function openingActionOf(order: StopPaymentOrder): OpeningAction | null {
  return OPENING_ACTIONS.find((action) => action === order.action) ?? null;
}

/** What an allowed order does: the command, and of the facts what it changes at once. */
export interface AllowedChange {
  readonly order: Order;
  readonly changes?: Step['changes'];
}
export type ChangeByOrder = (
  stop: StopPayment,
  order: StopPaymentOrder,
  context: DecideContext,
) => AllowedChange | Problem;

/** Who moves the stop by the order; `legalBasis` is the one that the command cites. */
export function moverOf(order: StopPaymentOrder, legalBasis: string, caseId: string | null): Mover {
  return {
    cause: order.cause,
    causeId: order.orderId,
    caseId: order.caseId ?? caseId,
    legalBasis,
    authorityReference: order.authorityReference,
    orderedBy: order.orderedBy,
    approvedBy: order.approvedBy,
  };
}

/** The facts of the stop that the order opens. */
export function orderedFacts(
  order: StopPaymentOrder,
  legalBasis: string,
  { policy }: DecideContext,
): StopPaymentFacts {
  return {
    stopPaymentId: orderedIdOf(order.account, order.orderId),
    state: 'REQUESTED',
    instrument: order.action,
    account: order.account,
    institution: order.institution,
    transferId: order.transferId,
    currency: order.currency ?? policy.homeCurrency,
    requestedMinor: order.amountMinor ?? 0,
    stoppedMinor: 0,
    returnedMinor: 0,
    availableMinor: null,
    cause: order.cause,
    causeId: order.orderId,
    caseId: order.caseId,
    previousStopPaymentId: null,
    legalBasis,
    policyVersion: policy.version,
    orderedBy: order.orderedBy,
    approvedBy: order.approvedBy,
    authorityReference: order.authorityReference,
    rulesVersion: null,
    expiresAt: null,
    renewals: 0,
    coreReference: null,
    returnToAccount: order.returnToAccount,
  };
}

/** A refused order that opens nothing and changes nothing of ours, under an id of its own: never silence. */
export function refuseAlone(entry: OrderEntry, problem: Problem, context: DecideContext): Decided {
  const { order } = entry;
  const steps = stepsOfNew(orderedFacts(order, order.legalBasis ?? 'NONE', context), entry);
  if (openingActionOf(order) !== null)
    steps.record({ type: 'REQUESTED', reason: order.reason, at: context.now });
  recordRefusal(steps, problem, context, { state: 'REFUSED' });
  return steps.moved();
}

/** Records the refusal; the stop stays as it was but for `changes`. */
export function recordRefusal(
  steps: Steps,
  problem: Problem,
  { now }: DecideContext,
  changes: Partial<StopPaymentFacts> = {},
): void {
  steps.record({
    type: 'REFUSED',
    reason: problem.sentence,
    reasonCode: problem.code,
    at: now,
    changes,
  });
}
