import type { Party } from '../population/party';
import type { CoreState, CoreStop } from './coreState';
import type { LiveTransfer } from './payment';

/** What tells to which fraud a stop-payment belongs. */
export interface StopCause {
  readonly account: string;
  readonly transferId: string | null;
  readonly caseId: string | null;
  readonly causeId: string;
}

/**
 * The fraud that a stop-payment is for: the one whose report it names, else that of the transfer it stops, else the
 * one that has most money on the account. Null where it hits honest money.
 */
export function caseOfStop(core: CoreState, stop: StopCause): number | null {
  const named = core.cases.named([stop.caseId, stop.causeId]);
  if (named !== undefined) return named.caseNo;
  const labelled = stop.transferId === null ? null : core.truth.labels.get(stop.transferId)?.caseNo;
  if (labelled !== undefined && labelled !== null) return labelled;
  const party = core.partyById.get(stop.account);
  if (party === undefined) return null;
  let most: number | null = null;
  let mostMinor = 0;
  for (const [caseNo, amountMinor] of core.truth.money.on(party)) {
    if (amountMinor <= mostMinor) continue;
    most = caseNo;
    mostMinor = amountMinor;
  }
  return most;
}

/**
 * The stolen transfer that a return to `payee` undoes: the stop's own where the payee paid it, else the one of the
 * payee's of which most is still missing, those to the stopped account first.
 */
export function stolenTransferOf(core: CoreState, stop: CoreStop, payee: Party): LiveTransfer | null {
  const own = stop.live;
  if (own !== null && own.label.class === 'FRAUD' && own.debtor === payee && own.state === 'SETTLED')
    return own;
  const stolen = core.cases.all
    .flatMap(({ payments }) => payments)
    .map(({ transferId }) => core.live.get(transferId))
    .filter((live) => live !== undefined)
    .filter(({ debtor, state }) => debtor === payee && state === 'SETTLED');
  const direct = stolen.filter(({ creditor }) => creditor === stop.party);
  const candidates = direct.length > 0 ? direct : stolen;
  return candidates.sort((left, right) => missingMinor(right) - missingMinor(left))[0] ?? null;
}

function missingMinor(live: LiveTransfer): number {
  return live.transfer.amountMinor - live.givenBackMinor;
}
