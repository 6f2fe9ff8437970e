import type { StopPaymentState } from '@sluice/domain';
import type { StopFact } from '../trace/api';
import type { EarlierOrder } from './api';

/** Where one stop-payment stands, from its steps. */
export interface StandingStop extends StopFact {
  /** When the core, or the policy, first said that it stops nothing or not all; null where it did not. */
  readonly shortfallAt: number | null;
}

const PENDING: ReadonlySet<StopPaymentState> = new Set(['REQUESTED', 'ISSUED']);
const HOLDING: ReadonlySet<StopPaymentState> = new Set(['EXECUTED', 'PARTIAL']);
const SHORT: ReadonlySet<StopPaymentState> = new Set(['PARTIAL', 'REJECTED', 'REFUSED', 'TOO_LATE']);

export function standingStops(steps: readonly StopFact[]): StandingStop[] {
  const standing = new Map<string, StandingStop>();
  for (const step of [...steps].sort((a, b) => a.sequence - b.sequence)) {
    const before = standing.get(step.stopPaymentId)?.shortfallAt ?? null;
    standing.set(step.stopPaymentId, {
      ...step,
      shortfallAt: before ?? (SHORT.has(step.state) ? step.at : null),
    });
  }
  return [...standing.values()];
}

/** Ordered and not answered yet: what it may still stop. */
export function pendingMinor(stop: StandingStop): number {
  return PENDING.has(stop.state) ? stop.requestedMinor : 0;
}

/** What it binds of the account's balance, answered or not. A hold on money that has not arrived binds nothing there. */
export function boundMinor(stop: StandingStop): number {
  if (stop.instrument === 'RECALL_TRANSFER') return 0;
  if (stop.instrument === 'HOLD_TRANSFER' && stop.transferDebtor !== stop.account) return 0;
  return HOLDING.has(stop.state) ? stop.stoppedMinor : pendingMinor(stop);
}

/** Orders that no stop-payment shows yet. */
export function unseenOrders(orders: readonly EarlierOrder[]): EarlierOrder[] {
  return orders.filter((order) => order.stopPaymentId === null);
}
