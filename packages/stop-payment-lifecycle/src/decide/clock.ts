import type { StopPaymentClock } from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { isActive } from '../stopPayment';
import { type DecideContext, type Decided, ignored, stepsOf } from './steps';

/** The end of a stop, or the warning before it. A stale alarm (the stop was renewed, or is over) does nothing. */
export function decideClock(view: StopPaymentView, entry: StopPaymentClock, { now }: DecideContext): Decided {
  const stop = view.get(entry.stopPaymentId);
  if (stop === undefined) return ignored('the alarm is for a stop-payment that is not here');
  const { facts } = stop;
  if (facts.expiresAt !== entry.dueFor) return ignored('the alarm is for an end that no longer holds');
  if (!isActive(facts.state)) return ignored('the alarm is for a stop-payment that is over');
  const steps = stepsOf(stop, entry);
  const end = new Date(entry.dueFor).toISOString();
  if (entry.alarm === 'EXPIRY_WARNING') {
    if (stop.warnedFor === entry.dueFor) return ignored('the warning went out already');
    steps.record({
      type: 'EXPIRY_WARNED',
      reason: `The stop ends at ${end} and is then released; renew or release it.`,
      at: now,
    });
    return steps.moved();
  }
  steps.issue(
    {
      type: 'EXPIRED',
      reason: `The stop's time under ${facts.legalBasis} ended at ${end}.`,
      at: now,
      changes: { state: 'EXPIRED', stoppedMinor: 0 },
    },
    {
      action: 'RELEASE',
      by: {
        cause: 'CLOCK',
        causeId: `clock-${entry.dueFor}`,
        caseId: facts.caseId,
        legalBasis: facts.legalBasis,
        authorityReference: null,
        orderedBy: 'clock',
        approvedBy: null,
      },
    },
  );
  return steps.moved();
}
