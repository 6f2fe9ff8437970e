import type { StopPaymentCommand } from '@sluice/domain';
import { freezableMinor, isOurs } from '../population/party';
import { answerCommand } from './answers';
import type { CoreState } from './coreState';
import { caseOfStop } from './stolen';
import { openStop } from './stops';

/**
 * FREEZE_AMOUNT: a lien of up to the amount on the balance as it is now. It goes before what is merely ordered: a
 * transfer still waiting for its decision is rejected when its money turns out to be frozen.
 */
export function freezeAmount(core: CoreState, command: StopPaymentCommand): void {
  const party = core.partyById.get(command.account);
  if (party === undefined || !isOurs(party)) {
    answerCommand(core, command, 'REJECTED', {
      stoppedMinor: 0,
      reasonCode: 'UNKNOWN_ACCOUNT',
      detail: 'This bank keeps no such account.',
    });
    return;
  }
  const requestedMinor = command.amountMinor ?? 0;
  if (party.master !== null && (party.master.protection !== null || party.master.kind === 'INTERNAL')) {
    answerCommand(core, command, 'REJECTED', {
      stoppedMinor: 0,
      reasonCode: 'PROTECTED',
      detail: 'The account is protected from automatic stops.',
    });
    tellFrozen(core, command, 'REJECTED', requestedMinor, 0);
    return;
  }
  const foundMinor = freezableMinor(party);
  const stoppedMinor = Math.min(requestedMinor, foundMinor);
  const availableMinor = Math.max(0, party.balanceMinor);
  if (stoppedMinor === 0) {
    answerCommand(core, command, 'REJECTED', {
      stoppedMinor: 0,
      availableMinor,
      reasonCode: 'INSUFFICIENT_FUNDS',
      detail: 'Nothing that could be frozen is left on the account.',
    });
    tellFrozen(core, command, 'REJECTED', requestedMinor, 0);
    return;
  }
  const live = core.live.get(command.transferId ?? '') ?? null;
  const stop = openStop(core, command, party, live, stoppedMinor);
  party.lienMinor += stoppedMinor;
  const result = stoppedMinor < requestedMinor ? 'PARTIAL' : 'EXECUTED';
  answerCommand(core, command, result, {
    stoppedMinor,
    availableMinor,
    coreReference: stop.coreReference,
    ...(result === 'PARTIAL' ? { reasonCode: 'INSUFFICIENT_FUNDS' as const } : {}),
  });
  tellFrozen(core, command, result, requestedMinor, stoppedMinor);
}

function tellFrozen(
  core: CoreState,
  command: StopPaymentCommand,
  result: 'EXECUTED' | 'PARTIAL' | 'REJECTED',
  requestedMinor: number,
  stoppedMinor: number,
): void {
  const caseNo = caseOfStop(core, command);
  const reportedAt = caseNo === null ? null : (core.cases.byNo(caseNo)?.reportedAt ?? null);
  core.outbox.tell({
    type: 'FROZEN',
    at: core.clock.now,
    caseNo,
    stopPaymentId: command.stopPaymentId,
    account: command.account,
    result,
    requestedMinor,
    stoppedMinor,
    currency: core.options.currency,
    afterReportMs: reportedAt === null ? null : core.clock.now - reportedAt,
  });
}
