import { isActive } from '../stopPayment';
import { type Change, type CoreAnswer, ended, recorded } from './coreAnswer';
import { tooLate } from './coreOnOpening';

/** The core's answer to CANCEL_TRANSFER: the held transfer is never executed, or was already. */
export function answerOnCancel(answer: CoreAnswer): Change {
  switch (answer.status.result) {
    case 'EXECUTED':
    case 'CANCELLED':
      return ended(answer, 'CANCELLED');
    case 'RELEASED':
      return ended(answer, 'RELEASED');
    case 'TOO_LATE':
      return isActive(answer.stop.facts.state) ? tooLate(answer) : recorded(answer);
    default:
      return recorded(answer);
  }
}
