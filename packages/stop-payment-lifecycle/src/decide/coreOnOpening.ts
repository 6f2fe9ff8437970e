import { isOver, unanswered } from '../stopPayment';
import { atLeastZero, type Change, type CoreAnswer, ended, recorded } from './coreAnswer';
import { answerOnReturn } from './coreOnReturn';

/** The core's answer to HOLD_TRANSFER, FREEZE_AMOUNT or RECALL_TRANSFER. */
export function answerOnOpening(answer: CoreAnswer): Change {
  const { stop, status } = answer;
  switch (status.result) {
    case 'EXECUTED':
    case 'PARTIAL':
      return isHeard(answer)
        ? { type: status.result, changes: { state: status.result, stoppedMinor: stoppedBy(answer) } }
        : recorded(answer);
    case 'REJECTED':
      if (isHeard(answer) && isGone(answer)) return tooLate(answer);
      return isHeard(answer)
        ? { type: 'REJECTED', changes: { state: 'REJECTED', stoppedMinor: 0 } }
        : recorded(answer);
    case 'TOO_LATE':
      return isHeard(answer) ? tooLate(answer) : recorded(answer);
    case 'RELEASED':
      return ended(answer, 'RELEASED');
    case 'CANCELLED':
      return ended(answer, 'CANCELLED');
    case 'RETURNED':
      return stop.facts.state === 'REFUSED' ? recorded(answer) : answerOnReturn(answer);
    default:
      return recorded(answer);
  }
}

/** TOO_LATE: what a person has asked to let go is released; anything else is gone, and may be followed. */
export function tooLate({ stop }: CoreAnswer): Change {
  if (unanswered(stop, 'RELEASE') !== undefined)
    return { type: 'RELEASED', changes: { state: 'RELEASED', stoppedMinor: 0 } };
  return {
    type: 'TOO_LATE',
    changes: { state: 'TOO_LATE', stoppedMinor: 0 },
    comesTooLate: stop.facts.state !== 'TOO_LATE',
  };
}

// Some cores say REJECTED with this reason where others say TOO_LATE.
function isGone({ stop, status }: CoreAnswer): boolean {
  return stop.facts.instrument === 'HOLD_TRANSFER' && status.reasonCode === 'ALREADY_EXECUTED';
}

// A core may correct itself (REJECTED, then EXECUTED): money that is stopped after all has to be watched. An answer
// that is older than another cannot take that one back, except that it is the first word on the opening command. A
// transfer that is known to have settled cannot be held any more, whatever is said of the hold.
function isHeard({ stop, newest }: CoreAnswer): boolean {
  const { state } = stop.facts;
  if (isOver(state) || stop.transferStatus !== null) return false;
  return newest || state === 'ISSUED';
}

function stoppedBy({ stop, status }: CoreAnswer): number {
  const { requestedMinor, returnedMinor } = stop.facts;
  const unsaid = status.result === 'EXECUTED' ? requestedMinor : (status.availableMinor ?? 0);
  return atLeastZero(Math.min(status.stoppedMinor ?? unsaid, requestedMinor - returnedMinor));
}
