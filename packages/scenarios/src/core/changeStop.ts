import type { StopPaymentCommand } from '@sluice/domain';
import { answerCommand } from './answers';
import type { CoreState } from './coreState';
import { isKept } from './payment';
import { cancelKept, transferFacts } from './settle';
import { letGoHeld, liftStop, planExpiry } from './stops';

/** RELEASE: ends a stop. Also where no stop was ever opened and the core waits: the transfer then executes. */
export function releaseStop(core: CoreState, command: StopPaymentCommand): void {
  const stop = core.stops.get(command.stopPaymentId);
  const live = stop?.live ?? core.live.get(command.transferId ?? '');
  if (stop !== undefined) liftStop(core, stop, 'ORDER');
  else if (live !== undefined && isKept(live)) letGoHeld(core, live, 'ORDER');
  answerCommand(core, command, 'RELEASED', {
    stoppedMinor: 0,
    ...(stop === undefined ? {} : { coreReference: stop.coreReference }),
  });
}

/** CANCEL_TRANSFER: a held transfer is never executed. */
export function cancelTransfer(core: CoreState, command: StopPaymentCommand): void {
  const stop = core.stops.get(command.stopPaymentId);
  const live = stop?.live ?? core.live.get(command.transferId ?? '');
  if (live === undefined) {
    answerCommand(core, command, 'REJECTED', {
      reasonCode: 'OTHER',
      detail: `No transfer ${command.transferId ?? 'without an id'} is known here.`,
    });
    return;
  }
  if (live.state === 'SETTLED') {
    answerCommand(core, command, 'TOO_LATE', { stoppedMinor: 0, reasonCode: 'ALREADY_EXECUTED' });
    return;
  }
  if (stop !== undefined) {
    stop.over = true;
    stop.stoppedMinor = 0;
  }
  const heldMs = live.heldAt === 0 ? 0 : core.clock.now - live.heldAt;
  cancelKept(core, live);
  answerCommand(core, command, 'CANCELLED', { stoppedMinor: 0 });
  core.outbox.tell({
    type: 'CANCELLED',
    at: core.clock.now,
    caseNo: live.label.caseNo,
    ...transferFacts(live.transfer),
    heldMs,
  });
}

/** EXTEND: a new end for a stop that stands. */
export function extendStop(core: CoreState, command: StopPaymentCommand): void {
  const stop = core.stops.get(command.stopPaymentId);
  if (stop === undefined || stop.over) {
    answerCommand(core, command, 'TOO_LATE', {
      stoppedMinor: 0,
      reasonCode: 'OTHER',
      detail: 'The stop is over or was never opened.',
    });
    return;
  }
  stop.expiresAt = command.expiresAt;
  planExpiry(core, stop);
  answerCommand(core, command, 'EXECUTED', {
    stoppedMinor: stop.stoppedMinor,
    coreReference: stop.coreReference,
  });
}
