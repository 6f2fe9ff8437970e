import { isKnown, type StopPaymentView } from '../../book';
import { orderedIdOf } from '../../ids';
import { type DecideContext, type Decided, ignored } from '../steps';
import { changeByOrder } from './changeByOrder';
import { openByOrder } from './openByOrder';
import { ORDER_CAUSES, type OrderEntry, openingActionOf, orderCauseOf, refuseAlone } from './orderRequest';

/** An order of a person, an authority or the fund tracer: acted on once, or refused with the reason, never silent. */
export function decideOrder(view: StopPaymentView, entry: OrderEntry, context: DecideContext): Decided {
  const { order } = entry;
  const ownId = orderedIdOf(order.account, order.orderId);
  if (view.actedOn(order.orderId) !== undefined || isKnown(view, ownId))
    return ignored('the order was acted on before');
  if (orderCauseOf(order) === null) {
    return refuseAlone(
      entry,
      {
        code: 'CAUSE_INVALID',
        sentence: `${order.cause} cannot order; an order comes from ${ORDER_CAUSES.join(', ')}.`,
      },
      context,
    );
  }
  const opening = openingActionOf(order);
  if (opening !== null && (order.stopPaymentId === null || order.stopPaymentId === ownId))
    return openByOrder(view, entry, opening, context);
  const stop = order.stopPaymentId === null ? undefined : view.get(order.stopPaymentId);
  if (stop === undefined || stop.facts.account !== order.account) {
    return refuseAlone(
      entry,
      {
        code: 'UNKNOWN_STOP_PAYMENT',
        sentence: `There is no stop-payment ${order.stopPaymentId} on the account of the order; check both.`,
      },
      context,
    );
  }
  return changeByOrder(stop, entry, context);
}
