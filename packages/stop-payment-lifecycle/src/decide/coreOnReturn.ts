import { isOver } from '../stopPayment';
import { atLeastZero, type Change, type CoreAnswer, ended, recorded, stoppedNow } from './coreAnswer';

/**
 * The core's answer to RETURN_FUNDS, or RETURNED on a recall (the other bank gave the money back). What went back is
 * booked also where the stop has ended meanwhile, because the money has moved.
 */
export function answerOnReturn(answer: CoreAnswer): Change {
  switch (answer.status.result) {
    case 'EXECUTED':
    case 'RETURNED':
      return paidOut(answer, wholeOf(answer));
    case 'PARTIAL':
      return paidOut(answer, partOf(answer));
    case 'RELEASED':
      return ended(answer, 'RELEASED');
    case 'CANCELLED':
      return ended(answer, 'CANCELLED');
    default:
      return recorded(answer);
  }
}

function paidOut(answer: CoreAnswer, amountMinor: number): Change {
  const { stop, status, newest } = answer;
  const { facts } = stop;
  // A recall stops nothing here: what comes back is bounded by what was asked for.
  const most = facts.instrument === 'RECALL_TRANSFER' ? facts.requestedMinor : stop.peakMinor;
  const paid = atLeastZero(Math.min(amountMinor, most - facts.returnedMinor));
  if (paid === 0) return recorded(answer);
  const returnedMinor = facts.returnedMinor + paid;
  if (isOver(facts.state)) return { type: 'RETURNED', changes: { returnedMinor } };
  const left = atLeastZero(facts.stoppedMinor - paid);
  const stoppedMinor = newest && status.stoppedMinor !== null ? Math.min(left, status.stoppedMinor) : left;
  return {
    type: 'RETURNED',
    changes: { returnedMinor, stoppedMinor, ...(stoppedMinor === 0 ? { state: 'RETURNED' } : {}) },
  };
}

/** The rest of what the command asked for; on a recall what came back. */
function wholeOf({ stop, status, issued }: CoreAnswer): number {
  const { facts } = stop;
  if (issued?.command.action === 'RETURN_FUNDS')
    return (issued.command.amountMinor ?? facts.stoppedMinor) - issued.returnedMinor;
  if (facts.instrument === 'RECALL_TRANSFER') {
    if (facts.stoppedMinor > 0) return facts.stoppedMinor;
    return status.stoppedMinor !== null && status.stoppedMinor > 0
      ? status.stoppedMinor
      : facts.requestedMinor;
  }
  return facts.stoppedMinor - Math.min(facts.stoppedMinor, status.stoppedMinor ?? 0);
}

/** What a partial answer says that it paid out: the difference in what is held. */
function partOf(answer: CoreAnswer): number {
  const { stop, status, issued } = answer;
  if (status.stoppedMinor === null || !answer.newest) return 0;
  const asked = (issued?.command.amountMinor ?? stop.facts.stoppedMinor) - (issued?.returnedMinor ?? 0);
  return Math.min(asked, atLeastZero(stop.facts.stoppedMinor - stoppedNow(answer)));
}
