import type {
  StopPaymentAction,
  StopPaymentEventType,
  StopPaymentResult,
  StopPaymentStatus,
} from '@sluice/domain';
import { type IssuedCommand, isActive, type StopPayment, type StopPaymentFacts } from '../stopPayment';

/** An answer of the core together with what it answers. */
export interface CoreAnswer {
  readonly stop: StopPayment;
  readonly status: StopPaymentStatus;
  /** Null where the core names a command that is not ours: it speaks of the stop itself. */
  readonly issued: IssuedCommand | null;
  readonly action: StopPaymentAction;
  /** False where a later answer was seen already: nothing is taken back because of it. */
  readonly newest: boolean;
}

/** What an answer makes of a stop: the event's type and the facts that differ. */
export interface Change {
  readonly type: StopPaymentEventType;
  readonly changes?: Partial<StopPaymentFacts>;
  /** The money was gone before it could be held. */
  readonly comesTooLate?: boolean;
}

/** The answer as it is, without effect on the stop. */
export function recorded(
  { status }: CoreAnswer,
  as: Partial<Record<StopPaymentResult, Change['type']>> = {},
): Change {
  const type = as[status.result] ?? status.result;
  return { type: type === 'UNKNOWN' ? 'PENDING' : type };
}

/** The stop ended: nothing is held any more. Recorded only, where it had ended before. */
export function ended(answer: CoreAnswer, how: 'RELEASED' | 'CANCELLED'): Change {
  return isActive(answer.stop.facts.state)
    ? { type: how, changes: { state: how, stoppedMinor: 0 } }
    : { type: how };
}

/** What is held now as the core says it, never more than was ever stopped less what went back. */
export function stoppedNow({ stop, status }: CoreAnswer): number {
  const { stoppedMinor, returnedMinor } = stop.facts;
  return atLeastZero(Math.min(status.stoppedMinor ?? stoppedMinor, stop.peakMinor - returnedMinor));
}

export function atLeastZero(amountMinor: number): number {
  return Math.max(0, amountMinor);
}
