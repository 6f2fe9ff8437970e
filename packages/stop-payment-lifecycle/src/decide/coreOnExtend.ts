import { isActive, isStanding, type StopPaymentFacts } from '../stopPayment';
import { type Change, type CoreAnswer, ended, recorded, stoppedNow } from './coreAnswer';

/** The core's answer to EXTEND: a new end, or with another legal basis a conversion; else the former end holds. */
export function answerOnExtend(answer: CoreAnswer): Change {
  const { stop, status } = answer;
  switch (status.result) {
    case 'EXECUTED':
    case 'PARTIAL':
      return isActive(stop.facts.state)
        ? extended(answer)
        : recorded(answer, { EXECUTED: 'RENEWED', PARTIAL: 'RENEWED' });
    case 'REJECTED':
    case 'TOO_LATE':
      return stop.pendingExtension?.commandId === status.commandId && isActive(stop.facts.state)
        ? { type: status.result, changes: { expiresAt: stop.pendingExtension.formerEnd } }
        : recorded(answer);
    case 'RELEASED':
      return ended(answer, 'RELEASED');
    case 'CANCELLED':
      return ended(answer, 'CANCELLED');
    default:
      return recorded(answer);
  }
}

function extended(answer: CoreAnswer): Change {
  const { stop, status, newest } = answer;
  const { facts, pendingExtension } = stop;
  const command = answer.issued!.command;
  const held: Partial<StopPaymentFacts> =
    newest && isStanding(facts.state) ? { stoppedMinor: stoppedNow(answer) } : {};
  const taken = pendingExtension?.commandId !== status.commandId && facts.expiresAt === command.expiresAt;
  if (taken) return { type: 'RENEWED', changes: held };
  const expiresAt = command.expiresAt;
  return command.legalBasis === facts.legalBasis
    ? { type: 'RENEWED', changes: { ...held, expiresAt, renewals: facts.renewals + 1 } }
    : {
        type: 'CONVERTED',
        changes: {
          ...held,
          expiresAt,
          renewals: 0,
          legalBasis: command.legalBasis,
          authorityReference: command.authorityReference,
        },
      };
}
