import type { StopPaymentCommand } from '@sluice/domain';
import { availableMinor, isOurs } from '../population/party';
import { answerCommand } from './answers';
import type { CoreState } from './coreState';
import { markHeld, transferFacts } from './settle';
import { openStop } from './stops';

/** HOLD_TRANSFER: keeps an INITIATED transfer until it is released or cancelled. */
export function holdTransfer(core: CoreState, command: StopPaymentCommand): void {
  const live = core.live.get(command.transferId ?? '');
  if (live === undefined) {
    answerCommand(core, command, 'REJECTED', {
      reasonCode: 'OTHER',
      detail: `No transfer ${command.transferId ?? 'without an id'} is known here.`,
    });
    return;
  }
  const facts = { at: core.clock.now, caseNo: live.label.caseNo, ...transferFacts(live.transfer) };
  if (live.state === 'SETTLED') {
    answerCommand(core, command, 'TOO_LATE', {
      stoppedMinor: 0,
      reasonCode: 'ALREADY_EXECUTED',
      detail: 'The transfer was executed before the command came.',
    });
    core.outbox.tell({ type: 'TOO_LATE', ...facts, stopPaymentId: command.stopPaymentId });
    return;
  }
  if (live.state === 'CANCELLED' || live.state === 'REJECTED') {
    answerCommand(core, command, 'REJECTED', {
      stoppedMinor: 0,
      reasonCode: 'OTHER',
      detail: `The transfer is ${live.state}: there is nothing to hold.`,
    });
    return;
  }
  markHeld(core, live, 'HELD');
  const party = isOurs(live.debtor) ? live.debtor : live.creditor;
  const stop = openStop(core, command, party, live, live.transfer.amountMinor);
  answerCommand(core, command, 'EXECUTED', {
    stoppedMinor: stop.stoppedMinor,
    availableMinor: availableMinor(party),
    coreReference: stop.coreReference,
  });
  core.outbox.tell({ type: 'HELD', ...facts, stopPaymentId: command.stopPaymentId, reasons: live.reasons });
  live.onHeld?.();
}
