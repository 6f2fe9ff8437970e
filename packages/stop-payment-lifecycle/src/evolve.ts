import type { StopPaymentEvent } from '@sluice/domain';
import type { IssuedCommand, StopPayment, StopPaymentFacts } from './stopPayment';

/**
 * The stop-payment after `event`; `current` is null before its first. Throws where the event does not follow on the
 * last one: a gap or a double in our own topic is a bug, and going on would move money on a wrong state.
 */
export function evolve(current: StopPayment | null, event: StopPaymentEvent): StopPayment {
  const expected = (current?.sequence ?? 0) + 1;
  if (event.sequence !== expected) {
    throw new Error(
      `Event ${event.sequence} of stop-payment ${event.stopPaymentId} came where ${expected} was due.`,
    );
  }
  const { entry } = event;
  const decision =
    entry?.type === 'DECISION' ? entry : entry?.type === 'FOLLOW_UP' ? entry.decision : current?.decision;
  return {
    facts: factsOf(event),
    sequence: event.sequence,
    openedAt: current?.openedAt ?? event.at,
    movedAt: event.at,
    commands: commandsAfter(current, event),
    answers:
      entry?.type === 'CORE_STATUS' ? [...(current?.answers ?? []), entry.status] : (current?.answers ?? []),
    transferStatus: entry?.type === 'TRANSFER_STATUS' ? entry.status : (current?.transferStatus ?? null),
    decision: decision ?? null,
    orderIds:
      entry?.type === 'ORDER'
        ? [...(current?.orderIds ?? []), entry.order.orderId]
        : (current?.orderIds ?? []),
    peakMinor: Math.max(current?.peakMinor ?? 0, event.stoppedMinor + event.returnedMinor),
    warnedFor: event.type === 'EXPIRY_WARNED' ? event.expiresAt : (current?.warnedFor ?? null),
    pendingExtension: pendingExtension(current, event),
  };
}

function commandsAfter(current: StopPayment | null, event: StopPaymentEvent): readonly IssuedCommand[] {
  let commands = current?.commands ?? [];
  if (event.entry?.type === 'CORE_STATUS') {
    const { status } = event.entry;
    const paidOut = event.returnedMinor - (current?.facts.returnedMinor ?? 0);
    commands = commands.map((issued) =>
      issued.command.commandId !== status.commandId
        ? issued
        : {
            command: issued.command,
            answered: issued.answered || status.result !== 'PENDING',
            returnedMinor: issued.returnedMinor + paidOut,
          },
    );
  }
  return event.command === undefined
    ? commands
    : [...commands, { command: event.command, answered: false, returnedMinor: 0 }];
}

function pendingExtension(
  current: StopPayment | null,
  event: StopPaymentEvent,
): StopPayment['pendingExtension'] {
  if (current === null) return null;
  if (event.command?.action === 'EXTEND')
    return { commandId: event.command.commandId, formerEnd: current.facts.expiresAt };
  const pending = current.pendingExtension;
  const answered =
    event.entry?.type === 'CORE_STATUS' &&
    event.entry.status.result !== 'PENDING' &&
    event.entry.status.commandId === pending?.commandId;
  return answered ? null : pending;
}

function factsOf(event: StopPaymentEvent): StopPaymentFacts {
  return {
    stopPaymentId: event.stopPaymentId,
    state: event.state,
    instrument: event.instrument,
    account: event.account,
    institution: event.institution,
    transferId: event.transferId,
    currency: event.currency,
    requestedMinor: event.requestedMinor,
    stoppedMinor: event.stoppedMinor,
    returnedMinor: event.returnedMinor,
    availableMinor: event.availableMinor,
    cause: event.cause,
    causeId: event.causeId,
    caseId: event.caseId,
    previousStopPaymentId: event.previousStopPaymentId,
    legalBasis: event.legalBasis,
    policyVersion: event.policyVersion,
    orderedBy: event.orderedBy,
    approvedBy: event.approvedBy,
    authorityReference: event.authorityReference,
    rulesVersion: event.rulesVersion,
    expiresAt: event.expiresAt,
    renewals: event.renewals,
    coreReference: event.coreReference,
    returnToAccount: event.returnToAccount,
  };
}
