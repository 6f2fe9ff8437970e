import { type FollowUp, stopInstrumentOf } from '@sluice/domain';
import { isKnown, type StopPaymentView } from '../book';
import { followUpIdOf } from '../ids';
import type { StopPayment } from '../stopPayment';
import { openAutomatically } from './automaticStop';
import { type DecideContext, type Decided, ignored } from './steps';

/**
 * What follows a hold that came too late: a freeze where the money went to an account of ours, a recall where it went
 * elsewhere, or null where neither is possible (or the hold was a person's order, which does not name the payee).
 */
export function followUpOf(stop: StopPayment, now: number): FollowUp | null {
  const { decision, facts } = stop;
  if (facts.instrument !== 'HOLD_TRANSFER' || decision === null) return null;
  const instrument = stopInstrumentOf({ ...decision.transfer, status: 'SETTLED' });
  if (instrument === null || instrument.action === 'HOLD_TRANSFER') return null;
  return {
    type: 'FOLLOW_UP',
    account: instrument.account,
    action: instrument.action,
    stopPaymentId: followUpIdOf(instrument.account, decision.transferId),
    previousStopPaymentId: facts.stopPaymentId,
    decision,
    reason: `The hold came too late. ${decision.reason}`,
    at: now,
  };
}

/** The owner of the second account opens the one stop-payment that follows. */
export function decideFollowUp(view: StopPaymentView, entry: FollowUp, context: DecideContext): Decided {
  if (isKnown(view, entry.stopPaymentId)) return ignored('the hold has its follow-up already');
  const { decision, account } = entry;
  return openAutomatically(
    view,
    entry,
    {
      stopPaymentId: entry.stopPaymentId,
      account,
      institution:
        account === decision.transfer.debtorAccount
          ? decision.debtorInstitution
          : decision.creditorInstitution,
      action: entry.action,
      previousStopPaymentId: entry.previousStopPaymentId,
      decision,
      reason: entry.reason,
      coreWaits: false,
    },
    context,
  );
}
