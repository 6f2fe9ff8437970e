import type { StopPaymentAction, StopPaymentCommand } from '@sluice/domain';
import { answerCommand, publishAnswer } from './answers';
import { cancelTransfer, extendStop, releaseStop } from './changeStop';
import type { CoreState } from './coreState';
import { freezeAmount } from './freeze';
import { holdTransfer } from './hold';
import { recallTransfer } from './recall';
import { returnFunds } from './returnFunds';

const ACTIONS: Partial<Record<StopPaymentAction, (core: CoreState, command: StopPaymentCommand) => void>> = {
  HOLD_TRANSFER: holdTransfer,
  CANCEL_TRANSFER: cancelTransfer,
  FREEZE_AMOUNT: freezeAmount,
  RECALL_TRANSFER: recallTransfer,
  RETURN_FUNDS: returnFunds,
  EXTEND: extendStop,
  RELEASE: releaseStop,
};

/** Obeys a stop-payment command once; one that comes again gets the same answer again. */
export function obeyCommand(core: CoreState, command: StopPaymentCommand): void {
  const answered = core.answers.get(command.commandId);
  if (answered !== undefined) {
    publishAnswer(core, answered);
    return;
  }
  const obey = ACTIONS[command.action];
  if (obey === undefined) {
    answerCommand(core, command, 'REJECTED', {
      reasonCode: 'OTHER',
      detail: `This core does not know the action ${command.action}.`,
    });
    return;
  }
  obey(core, command);
}
