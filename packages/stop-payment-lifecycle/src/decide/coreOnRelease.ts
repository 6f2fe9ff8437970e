import { isStanding } from '../stopPayment';
import { type Change, type CoreAnswer, ended, recorded, stoppedNow } from './coreAnswer';

/** The core's answer to RELEASE; TOO_LATE means that there was nothing left to release. */
export function answerOnRelease(answer: CoreAnswer): Change {
  const { stop, status, newest } = answer;
  switch (status.result) {
    case 'EXECUTED':
    case 'RELEASED':
    case 'TOO_LATE':
      return ended(answer, 'RELEASED');
    case 'CANCELLED':
      return ended(answer, 'CANCELLED');
    case 'PARTIAL':
      return newest && isStanding(stop.facts.state)
        ? { type: 'PARTIAL', changes: { stoppedMinor: stoppedNow(answer) } }
        : recorded(answer);
    default:
      return recorded(answer);
  }
}
