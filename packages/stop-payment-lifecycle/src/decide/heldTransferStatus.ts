import type { HeldTransferStatus, StopPaymentState } from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { isActive, type StopPayment, unanswered } from '../stopPayment';
import { followUpOf } from './followUp';
import { type DecideContext, type Decided, ignored, stepsOf } from './steps';

/** States of a hold that a later status of its transfer still moves. */
function isMoved(state: StopPaymentState): boolean {
  return isActive(state) || state === 'REJECTED';
}

/** A later status of a transfer that was decided to be held, whoever ordered the hold. */
export function decideTransferStatus(
  view: StopPaymentView,
  entry: HeldTransferStatus,
  context: DecideContext,
): Decided {
  const hold = view
    .stopsOf(entry.account, entry.transferId)
    .find(({ facts }) => facts.instrument === 'HOLD_TRANSFER' && isMoved(facts.state));
  if (hold === undefined) return ignored('no hold waits for the status of this transfer');
  switch (entry.status) {
    case 'SETTLED':
      return settled(hold, entry, context);
    case 'REJECTED':
    case 'CANCELLED': {
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
    default:
      return ignored('the transfer has no final status');
  }
}

function settled(hold: StopPayment, entry: HeldTransferStatus, { now }: DecideContext): Decided {
  const { facts } = hold;
  const steps = stepsOf(hold, entry);
  const at = entry.statusAt;
  if (facts.state !== 'REJECTED' && unanswered(hold, 'RELEASE') !== undefined) {
    steps.record({
      type: 'RELEASED',
      reason: 'The transfer was executed, as the release asked.',
      reasonCode: 'TRANSFER_SETTLED',
      at,
      changes: { state: 'RELEASED', stoppedMinor: 0 },
    });
    return steps.moved();
  }
  if (facts.state !== 'REJECTED' && facts.expiresAt !== null && at >= facts.expiresAt) {
    steps.record({
      type: 'EXPIRED',
      reason: 'The hold had ended and the core executed the transfer by itself.',
      reasonCode: 'TRANSFER_SETTLED',
      at,
      changes: { state: 'EXPIRED', stoppedMinor: 0 },
    });
    return steps.moved();
  }
  const followUp = followUpOf(hold, now);
  steps.record({
    type: 'TOO_LATE',
    reason: tooLateReason(followUp?.action ?? null),
    reasonCode: 'TRANSFER_SETTLED',
    at,
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
