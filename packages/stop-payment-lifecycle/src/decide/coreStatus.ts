import type { Problem, StopPaymentInboxEntry, StopPaymentStatus } from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { commandOf, type StopPayment } from '../stopPayment';
import { atLeastZero, type Change, type CoreAnswer } from './coreAnswer';
import { answerOnCancel } from './coreOnCancel';
import { answerOnExtend } from './coreOnExtend';
import { answerOnOpening } from './coreOnOpening';
import { answerOnRelease } from './coreOnRelease';
import { answerOnReturn } from './coreOnReturn';
import { followUpOf } from './followUp';
import { tooLateReason } from './heldTransferStatus';
import { type DecideContext, type Decided, ignored, stepsOf } from './steps';

type CoreStatusEntry = Extract<StopPaymentInboxEntry, { type: 'CORE_STATUS' }>;

/** The bank core's answer to a command: recorded once, whatever the state; it moves the stop where it still can. */
export function decideCoreStatus(
  view: StopPaymentView,
  entry: CoreStatusEntry,
  { now }: DecideContext,
): Decided {
  const { status } = entry;
  if (view.isForgotten(status.stopPaymentId)) return ignored('the stop-payment was over long ago');
  const stop = view.get(status.stopPaymentId);
  const problem = problemOf(stop, status);
  if (stop === undefined || problem !== null) return { kind: 'POISON', problem: problem! };
  if (isRepeated(stop, status)) return ignored('the core said so before');
  const answer = answerOf(stop, status);
  const change = changeOf(answer);
  const followUp = change.comesTooLate === true ? followUpOf(stop, now) : null;
  const steps = stepsOf(stop, entry);
  steps.record({
    type: change.type,
    reason:
      change.comesTooLate === true && stop.facts.instrument === 'HOLD_TRANSFER'
        ? tooLateReason(followUp?.action ?? null)
        : saidBy(answer),
    reasonCode: status.reasonCode,
    at: atLeastZero(status.at),
    commandId: status.commandId,
    commandAction: answer.action,
    changes: {
      ...change.changes,
      coreReference: status.coreReference ?? stop.facts.coreReference,
      availableMinor: (answer.newest ? answer.status.availableMinor : null) ?? stop.facts.availableMinor,
    },
  });
  return steps.moved(followUp);
}

function problemOf(stop: StopPayment | undefined, status: StopPaymentStatus): Problem | null {
  if (status.result === 'UNKNOWN') {
    return {
      code: 'ENTRY_INVALID',
      sentence: `The core answered command ${status.commandId} with a result that this version does not know; upgrade, then replay it.`,
    };
  }
  if (stop === undefined) {
    return {
      code: 'ENTRY_INVALID',
      sentence: `The core answered for stop-payment ${status.stopPaymentId}, which is not here; check the id that it answers with.`,
    };
  }
  if (status.currency !== null && status.currency !== stop.facts.currency) {
    return {
      code: 'ENTRY_INVALID',
      sentence: `The core answered in ${status.currency} for stop-payment ${status.stopPaymentId}, which is in ${stop.facts.currency}; it must answer in the currency of the command.`,
    };
  }
  return null;
}

/** The core's own words where it gives any. */
function saidBy({ status, action }: CoreAnswer): string {
  const detail = status.detail?.trim() ?? '';
  return detail === '' ? `The core answered ${action} with ${status.result}.` : detail;
}

/**
 * True for an answer seen before, and for one that only repeats at another time what was said: the command's last
 * answer, or an earlier one that a newer has overtaken.
 */
function isRepeated(stop: StopPayment, status: StopPaymentStatus): boolean {
  const ofCommand = stop.answers.filter(({ commandId }) => commandId === status.commandId);
  const same = ofCommand.filter((earlier) => saysTheSame(earlier, status));
  if (same.length === 0) return false;
  return (
    same.some(({ at }) => at === status.at) || same.at(-1) === ofCommand.at(-1) || !isNewest(stop, status)
  );
}

function isNewest(stop: StopPayment, status: StopPaymentStatus): boolean {
  return stop.answers.every(({ at }) => at <= status.at);
}

function saysTheSame(a: StopPaymentStatus, b: StopPaymentStatus): boolean {
  return (
    a.result === b.result &&
    a.stoppedMinor === b.stoppedMinor &&
    a.availableMinor === b.availableMinor &&
    a.reasonCode === b.reasonCode &&
    a.coreReference === b.coreReference
  );
}

function answerOf(stop: StopPayment, status: StopPaymentStatus): CoreAnswer {
  const issued = commandOf(stop, status.commandId);
  return {
    stop,
    // Nothing is held or available below zero, whatever a core says of an overdrawn account.
    status: {
      ...status,
      stoppedMinor: status.stoppedMinor === null ? null : atLeastZero(status.stoppedMinor),
      availableMinor: status.availableMinor === null ? null : atLeastZero(status.availableMinor),
    },
    issued: issued ?? null,
    action: issued?.command.action ?? stop.facts.instrument,
    newest: isNewest(stop, status),
  };
}

function changeOf(answer: CoreAnswer): Change {
  switch (answer.action) {
    case 'RELEASE':
      return answerOnRelease(answer);
    case 'CANCEL_TRANSFER':
      return answerOnCancel(answer);
    case 'RETURN_FUNDS':
      return answerOnReturn(answer);
    case 'EXTEND':
      return answerOnExtend(answer);
    default:
      return answerOnOpening(answer);
  }
}
