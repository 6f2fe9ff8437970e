import type { StopPaymentCommand } from '@sluice/domain';
import { isOurs, type Party } from '../population/party';
import { honest } from '../truth/label';
import { answerCommand } from './answers';
import type { CoreState, CoreStop } from './coreState';
import { isKept } from './payment';
import { cancelKept, transferFacts } from './settle';
import { stolenTransferOf } from './stolen';
import { submitPayment } from './submit';

/**
 * RETURN_FUNDS: pays stopped money to `returnToAccount`, as a transfer of kind RETURN that relates to the stolen
 * transfer where the core knows it. Money of a held transfer is paid likewise: the transfer is then cancelled.
 */
export function returnFunds(core: CoreState, command: StopPaymentCommand): void {
  const stop = core.stops.get(command.stopPaymentId);
  const payee = core.partyById.get(command.returnToAccount ?? '');
  if (stop === undefined || stop.over || payee === undefined || !isOurs(stop.party)) {
    answerCommand(core, command, 'REJECTED', {
      reasonCode: payee === undefined ? 'UNKNOWN_ACCOUNT' : 'OTHER',
      detail: payee === undefined ? 'The account to return to is not known here.' : 'No such stop stands.',
    });
    return;
  }
  const askedMinor = command.amountMinor ?? stop.stoppedMinor;
  const paidMinor = free(core, stop, Math.min(askedMinor, stop.stoppedMinor));
  payBack(core, stop, payee, paidMinor);
  answerCommand(core, command, paidMinor < askedMinor ? 'PARTIAL' : 'RETURNED', {
    stoppedMinor: stop.stoppedMinor,
    coreReference: stop.coreReference,
    ...(paidMinor < askedMinor ? { reasonCode: 'INSUFFICIENT_FUNDS' as const } : {}),
  });
}

// Takes the amount out of the stop, so that it can be paid. A held transfer ends as a whole.
function free(core: CoreState, stop: CoreStop, amountMinor: number): number {
  const { live } = stop;
  if (stop.instrument === 'FREEZE_AMOUNT') {
    stop.party.lienMinor -= amountMinor;
    stop.stoppedMinor -= amountMinor;
  } else if (live !== null && isKept(live)) {
    cancelKept(core, live);
    stop.stoppedMinor = 0;
  } else {
    return 0;
  }
  stop.over = stop.stoppedMinor === 0;
  return amountMinor;
}

function payBack(core: CoreState, stop: CoreStop, payee: Party, amountMinor: number): void {
  const stolen = stolenTransferOf(core, stop, payee);
  const transfer = submitPayment(core, {
    debtor: stop.party,
    creditor: payee,
    amountMinor,
    kind: 'RETURN',
    byBank: true,
    label: honest('restitution'),
    ...(stolen === null ? {} : { relatesTo: stolen.transfer.transferId }),
    remittance: 'Return of stopped funds',
  });
  if (stolen !== null) stolen.givenBackMinor += amountMinor;
  if (transfer === null) throw new Error(`the stop ${stop.stopPaymentId} promised money that is not there`);
  core.outbox.tell({
    type: 'RETURNED',
    at: core.clock.now,
    caseNo: stolen?.label.caseNo ?? null,
    ...transferFacts(transfer),
    by: 'FREEZE',
  });
}
