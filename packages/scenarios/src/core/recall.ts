import type { StopPaymentCommand } from '@sluice/domain';
import { isOurs } from '../population/party';
import { chance, fraction, randomStream } from '../simulation/random';
import { spanBetween } from '../simulation/time';
import { honest } from '../truth/label';
import { answerCommand } from './answers';
import type { CoreState } from './coreState';
import type { LiveTransfer } from './payment';
import { transferFacts } from './settle';
import { openStop } from './stops';
import { submitPayment } from './submit';

/** RECALL_TRANSFER: asks the receiving bank, which answers after a while: all, a part, or nothing comes back. */
export function recallTransfer(core: CoreState, command: StopPaymentCommand): void {
  const live = core.live.get(command.transferId ?? '');
  if (live === undefined || live.state !== 'SETTLED' || isOurs(live.creditor)) {
    answerCommand(core, command, 'REJECTED', {
      stoppedMinor: 0,
      reasonCode: 'OTHER',
      detail:
        live === undefined ? 'No such transfer is known here.' : 'Not a settled payment to another bank.',
    });
    return;
  }
  const requestedMinor = Math.min(command.amountMinor ?? Number.MAX_SAFE_INTEGER, live.transfer.amountMinor);
  const stop = openStop(core, command, live.debtor, live, 0);
  answerCommand(core, command, 'PENDING', { stoppedMinor: 0, coreReference: stop.coreReference });
  tellRecall(core, command, live, 'PENDING', requestedMinor, 0);
  // The other bank's answer depends on the transfer and the time that has passed, not on what else happens here.
  const random = randomStream(
    core.options.seed,
    `recall ${live.creditor.accountId} ${live.transfer.amountMinor}`,
  );
  const answerAt = core.clock.now + spanBetween(random, core.options.recall.answer);
  const returnedShare = shareReturned(core, live, random);
  core.queue.plan(answerAt, () => {
    stop.over = true;
    const openMinor = live.transfer.amountMinor - live.givenBackMinor;
    const returnedMinor = Math.min(openMinor, Math.floor(requestedMinor * returnedShare));
    if (returnedMinor <= 0) {
      answerCommand(core, command, 'REJECTED', {
        stoppedMinor: 0,
        reasonCode: 'INSUFFICIENT_FUNDS',
        detail: 'The receiving bank found nothing left on the account.',
      });
      tellRecall(core, command, live, 'REJECTED', requestedMinor, 0);
      return;
    }
    live.givenBackMinor += returnedMinor;
    comeBack(core, live, returnedMinor);
    answerCommand(core, command, 'RETURNED', {
      stoppedMinor: returnedMinor,
      coreReference: stop.coreReference,
    });
    tellRecall(core, command, live, 'RETURNED', requestedMinor, returnedMinor);
  });
}

function shareReturned(core: CoreState, live: LiveTransfer, random: Parameters<typeof chance>[0]): number {
  const { returns, halfLifeMs, partial } = core.options.recall;
  const elapsedMs = core.clock.now - (live.transfer.bookedAt ?? core.clock.now);
  const exchange = live.creditor.creditorKind === 'CRYPTO_EXCHANGE';
  const probability = returns * 2 ** (-elapsedMs / halfLifeMs) * (exchange ? 0.4 : 1);
  if (!chance(random, probability)) return 0;
  return chance(random, partial) ? 0.3 + 0.6 * fraction(random) : 1;
}

// The money comes back to the account that sent it, as a transfer of its own.
function comeBack(core: CoreState, live: LiveTransfer, amountMinor: number): void {
  const transfer = submitPayment(core, {
    debtor: live.creditor,
    creditor: live.debtor,
    amountMinor,
    kind: 'RETURN',
    label: honest('restitution'),
    relatesTo: live.transfer.transferId,
    remittance: 'Return after recall',
  });
  if (transfer === null || live.label.class !== 'FRAUD') return;
  core.outbox.tell({
    type: 'RETURNED',
    at: core.clock.now,
    caseNo: live.label.caseNo,
    ...transferFacts(transfer),
    by: 'RECALL',
  });
}

function tellRecall(
  core: CoreState,
  command: StopPaymentCommand,
  live: LiveTransfer,
  result: 'PENDING' | 'RETURNED' | 'REJECTED',
  requestedMinor: number,
  returnedMinor: number,
): void {
  core.outbox.tell({
    type: 'RECALL',
    at: core.clock.now,
    caseNo: live.label.caseNo,
    stopPaymentId: command.stopPaymentId,
    transferId: live.transfer.transferId,
    account: live.debtor.accountId,
    creditorInstitution: live.transfer.creditorInstitution,
    result,
    requestedMinor,
    returnedMinor,
    currency: core.options.currency,
  });
}
