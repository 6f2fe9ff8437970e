import { debitOf, type LedgerEntry } from '../ledger/ledgerEntry';
import { type Draw, type Lot, sumOfDraws } from '../methods/lot';
import { contaminatedShortfall } from './contamination';
import { deliver } from './deliver';
import { type Position, takeStatedBalance } from './position';
import {
  addToSet,
  isFollowed,
  type Part,
  positionOf,
  sumOf,
  type TraceState,
  takeDraws,
  tallyOf,
} from './state';

/** An ordinary transfer: takes money off the debtor's account by the method and brings it to the creditor's. */
export function passOn(state: TraceState, entry: LedgerEntry): void {
  const { amountMinor } = debitOf(entry);
  const position = debitedPosition(state, entry);
  const drawn =
    position === null
      ? []
      : pay(state, position, amountMinor, (lots) => state.method.draw(lots, amountMinor));
  deliver(state, entry, state.sources.has(entry.transferId) ? enter(state, entry, drawn) : drawn);
}

/** The debtor's account, where it is followed, with what the bank stated of its balance before the debit. */
export function debitedPosition(state: TraceState, entry: LedgerEntry): Position | null {
  if (!isFollowed(state, entry.debtorAccount, entry.debtorOwnership)) return null;
  const position = positionOf(state, entry.debtorAccount, debitOf(entry).currency);
  takeStatedBalance(position, entry.debtorBalanceMinor);
  return position;
}

/** Takes a debit from the lots that `draw` chooses; what they do not cover was paid with unrecorded money. */
export function pay(
  state: TraceState,
  position: Position,
  amountMinor: number,
  draw: (lots: readonly Lot[]) => readonly Draw[],
): readonly Part[] {
  const draws = draw(position.lots);
  const shortfallMinor = amountMinor - sumOfDraws(draws);
  position.unrecordedMinor += shortfallMinor;
  const parts = takeDraws(state, position, draws);
  const suspect = contaminatedShortfall(state, position, shortfallMinor);
  return suspect === null ? parts : [...parts, suspect];
}

/**
 * A reported payment: the victim's loss is what he paid of his own. What was paid with another victim's money is followed
 * for that victim and counted there.
 */
function enter(state: TraceState, entry: LedgerEntry, drawn: readonly Part[]): Part[] {
  const source = state.sources.get(entry.transferId)!;
  const carriedMinor = sumOf(drawn.filter((part) => part.currency === entry.currency));
  const claimedMinor = Math.min(source.claimedMinor, entry.amountMinor);
  const enteredMinor = Math.max(0, Math.min(claimedMinor, entry.amountMinor - carriedMinor));
  const tally = tallyOf(state, entry.transferId);
  tally.currency = entry.currency;
  tally.enteredMinor = enteredMinor;
  tally.countedElsewhereMinor = claimedMinor - enteredMinor;
  addToSet(state.sourcesOfVictim, entry.debtorAccount, entry.transferId);
  const stolen = { source: entry.transferId, layer: 0, amountMinor: enteredMinor, currency: entry.currency };
  return [...drawn, stolen];
}
