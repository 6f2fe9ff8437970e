import type { PolicyPack } from './policy/policyPack';
import { isActive, type StopPayment } from './stopPayment';

/** A moment at which the clock has to speak to a stop-payment. */
export interface StopPaymentAlarm {
  readonly stopPaymentId: string;
  readonly account: string;
  readonly alarm: 'EXPIRY_WARNING' | 'EXPIRY';
  /** Epoch ms. */
  readonly dueAt: number;
  /** The expiresAt that it is set for: after a renewal the alarm is stale. */
  readonly dueFor: number;
}

/**
 * What the clock still owes a stop-payment: the warning before its end, unless it went out for this end, and the end.
 * Nothing where it is not active.
 */
export function alarmsOf(stop: StopPayment, policy: PolicyPack): readonly StopPaymentAlarm[] {
  const { stopPaymentId, account, state, expiresAt } = stop.facts;
  if (expiresAt === null || !isActive(state)) return [];
  const expiry: StopPaymentAlarm = {
    stopPaymentId,
    account,
    alarm: 'EXPIRY',
    dueAt: expiresAt,
    dueFor: expiresAt,
  };
  if (stop.warnedFor === expiresAt || policy.warnBeforeExpiryMs === 0) return [expiry];
  return [{ ...expiry, alarm: 'EXPIRY_WARNING', dueAt: expiresAt - policy.warnBeforeExpiryMs }, expiry];
}
