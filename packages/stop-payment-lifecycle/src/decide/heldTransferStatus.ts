import type { HeldTransferStatus } from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { isActive, type StopPayment, unanswered } from '../stopPayment';
import { followUpOf } from './followUp';
import { type DecideContext, type Decided, ignored, stepsOf, together } from './steps';

/**
 * A later status of a held transfer, whoever ordered the hold: it moves every hold of the transfer that is not over. A
 * hold that the core had refused is too late when the transfer settles, except where a person has let another go.
 */
export function decideTransferStatus(
  view: StopPaymentView,
  entry: HeldTransferStatus,
  { now }: DecideContext,
): Decided {
  const { status } = entry;
  if (status !== 'SETTLED' && status !== 'REJECTED' && status !== 'CANCELLED')
    return ignored('the transfer has no final status');
  const holds = view
    .stopsOf(entry.account, entry.transferId)
    .filter(({ facts }) => facts.instrument === 'HOLD_TRANSFER');
  const letGo = holds.some(isLetGo);
  const moved = holds
    .filter(({ facts }) => isActive(facts.state) || (facts.state === 'REJECTED' && !letGo))
    .map((hold) => (status === 'SETTLED' ? settled(hold, entry, now) : cancelled(hold, entry)));
  return moved.length === 0 ? ignored('no hold waits for the status of this transfer') : together(moved);
}

/** Released or ended by the clock, or about to be: that it settles is normal. */
function isLetGo(hold: StopPayment): boolean {
  const { state } = hold.facts;
  if (state === 'RELEASED' || state === 'EXPIRED') return true;
  return isActive(state) && unanswered(hold, 'RELEASE') !== undefined;
}

function cancelled(hold: StopPayment, entry: HeldTransferStatus): Decided {
  const steps = stepsOf(hold, entry);
  steps.record({
    type: 'CANCELLED',
    reason: `The core ended the transfer as ${entry.status}: the money never left.`,
    reasonCode: `TRANSFER_${entry.status}`,
    at: entry.statusAt,
    changes: { state: 'CANCELLED', stoppedMinor: 0 },
  });
  return steps.moved();
}

function settled(hold: StopPayment, entry: HeldTransferStatus, now: number): Decided {
  const { facts } = hold;
  const steps = stepsOf(hold, entry);
  const step = { reasonCode: 'TRANSFER_SETTLED', at: entry.statusAt };
  if (isLetGo(hold)) {
    steps.record({
      ...step,
      type: 'RELEASED',
      reason: 'The transfer was executed, as the release asked.',
      changes: { state: 'RELEASED', stoppedMinor: 0 },
    });
    return steps.moved();
  }
  if (isActive(facts.state) && facts.expiresAt !== null && entry.statusAt >= facts.expiresAt) {
    steps.record({
      ...step,
      type: 'EXPIRED',
      reason: 'The hold had ended and the core executed the transfer by itself.',
      changes: { state: 'EXPIRED', stoppedMinor: 0 },
    });
    return steps.moved();
  }
  const followUp = followUpOf(hold, now);
  steps.record({
    ...step,
    type: 'TOO_LATE',
    reason: tooLateReason(followUp?.action ?? null),
    changes: { state: 'TOO_LATE', stoppedMinor: 0 },
  });
  return steps.moved(followUp);
}

/** Says what follows a hold that came too late. */
export function tooLateReason(next: 'FREEZE_AMOUNT' | 'RECALL_TRANSFER' | null): string {
  switch (next) {
    case 'FREEZE_AMOUNT':
      return 'The transfer settled before it could be held; a freeze of the money follows.';
    case 'RECALL_TRANSFER':
      return 'The transfer settled before it could be held; a recall follows.';
    default:
      return 'The transfer settled before it could be held and cannot be frozen or recalled automatically; order a freeze or a recall if it should be.';
  }
}
