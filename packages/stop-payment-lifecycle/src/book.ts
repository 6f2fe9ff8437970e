import type { StopPaymentEvent } from '@sluice/domain';
import { evolve } from './evolve';
import { isActive, type StopPayment } from './stopPayment';

/** What the decisions read of an owner's stop-payments. */
export interface StopPaymentView {
  get(stopPaymentId: string): StopPayment | undefined;
  /** It was here and is over; nothing about it is known any more but that it must not be opened again. */
  isForgotten(stopPaymentId: string): boolean;
  /** Every stop of the transfer on the account, oldest first. */
  stopsOf(account: string, transferId: string): readonly StopPayment[];
  /** The stop-payment that acted on the order or refused it. */
  actedOn(orderId: string): string | undefined;
  /** How many stops on the account a model has opened since (epoch ms). */
  automaticStopsSince(account: string, since: number): number;
}

/** True for a stop-payment that was opened at any time. */
export function isKnown(view: StopPaymentView, stopPaymentId: string): boolean {
  return view.get(stopPaymentId) !== undefined || view.isForgotten(stopPaymentId);
}

/** All stop-payments of one inbox partition, folded from its events; changed by `apply` alone. */
export interface StopPaymentBook extends StopPaymentView {
  /** Folds one event and returns its stop-payment as it is after it; null where that was forgotten. */
  apply(event: StopPaymentEvent): StopPayment | null;
  all(): IterableIterator<StopPayment>;
  size(): number;
  /**
   * Forgets stop-payments that are not active and have not moved since `before` (epoch ms), except for their ids; returns
   * how many.
   */
  forget(before: number): number;
}

/** An empty book. */
export function createBook(): StopPaymentBook {
  const byId = new Map<string, StopPayment>();
  const forgotten = new Set<string>();
  const idsByAccount = new Map<string, Set<string>>();
  const idsByTransfer = new Map<string, Set<string>>();
  const idsByOrder = new Map<string, string>();

  function named(ids: ReadonlySet<string> | undefined): StopPayment[] {
    return [...(ids ?? [])].map((id) => byId.get(id)!);
  }

  function drop(stop: StopPayment): void {
    const { stopPaymentId, account, transferId } = stop.facts;
    byId.delete(stopPaymentId);
    forgotten.add(stopPaymentId);
    removeFrom(idsByAccount, account, stopPaymentId);
    if (transferId !== null) removeFrom(idsByTransfer, transferId, stopPaymentId);
    for (const orderId of stop.orderIds) idsByOrder.delete(orderId);
  }

  return {
    get: (stopPaymentId) => byId.get(stopPaymentId),
    stopsOf: (account, transferId) =>
      named(idsByTransfer.get(transferId)).filter(({ facts }) => facts.account === account),
    actedOn: (orderId) => idsByOrder.get(orderId),
    automaticStopsSince(account, since) {
      let count = 0;
      for (const { facts, openedAt } of named(idsByAccount.get(account))) {
        if (facts.cause === 'DECISION' && facts.state !== 'REFUSED' && openedAt > since) count += 1;
      }
      return count;
    },
    isForgotten: (stopPaymentId) => forgotten.has(stopPaymentId),
    apply(event) {
      // A long log is forgotten while it is folded: late answers to what was over long ago add nothing.
      if (forgotten.has(event.stopPaymentId)) return null;
      const stop = evolve(byId.get(event.stopPaymentId) ?? null, event);
      byId.set(event.stopPaymentId, stop);
      addTo(idsByAccount, event.account, event.stopPaymentId);
      if (event.transferId !== null) addTo(idsByTransfer, event.transferId, event.stopPaymentId);
      if (event.entry?.type === 'ORDER') idsByOrder.set(event.entry.order.orderId, event.stopPaymentId);
      return stop;
    },
    all: () => byId.values(),
    size: () => byId.size,
    forget(before) {
      let count = 0;
      for (const stop of byId.values()) {
        if (isActive(stop.facts.state) || stop.movedAt >= before) continue;
        drop(stop);
        count += 1;
      }
      return count;
    },
  };
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function removeFrom(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
