import { debitOf, type LedgerEntry } from '../ledger/ledgerEntry';
import { deliver, undoes } from './deliver';
import { bringBack, giveBack } from './giveBack';
import { endHoldOf } from './liens';
import { passOn } from './passOn';
import { newlyRecalledMinor, payoutShown } from './repayments';
import { isFollowed, type TraceState } from './state';

/** One entry of the ledger. */
export function applyEntry(state: TraceState, entry: LedgerEntry): void {
  if (state.holds.size > 0) endHoldOf(state, entry.transferId);
  if (!undoes(entry) || state.sources.has(entry.transferId)) passOn(state, entry);
  else if (isFollowed(state, entry.debtorAccount, entry.debtorOwnership)) payBack(state, entry);
  else comeBack(state, entry);
}

// Money from an account that is followed; the answer to a stop-payment may have told of it.
function payBack(state: TraceState, entry: LedgerEntry): void {
  const { amountMinor, currency } = debitOf(entry);
  const shown = payoutShown(
    state.repayments,
    currency,
    entry.debtorAccount,
    entry.creditorAccount,
    amountMinor,
  );
  // A payment before the stop-payment was there is not made from it.
  const lien = shown === null ? undefined : state.liens.get(shown.stopPaymentId);
  if (shown === null || lien === undefined) {
    giveBack(state, entry, null);
    return;
  }
  if (shown.bookedBy === null) giveBack(state, entry, lien);
  else shown.recognised = true;
  shown.bookedBy ??= 'LEDGER';
}

// Money from outside that undoes a transfer of ours; the answer to a recall may have told of it.
function comeBack(state: TraceState, entry: LedgerEntry): void {
  if (entry.relatesTo === null || !state.departed.has(entry.relatesTo)) {
    deliver(state, entry, []);
    return;
  }
  const { amountMinor } = debitOf(entry);
  const newMinor = newlyRecalledMinor(state.repayments, entry.relatesTo, amountMinor, 'byLedgerMinor');
  if (newMinor === 0) return;
  const news: LedgerEntry = newMinor === amountMinor ? entry : { ...entry, ...partOf(entry, newMinor) };
  deliver(state, news, bringBack(state, news));
}

function partOf(entry: LedgerEntry, amountMinor: number): Partial<LedgerEntry> {
  return {
    amountMinor: Math.min(entry.amountMinor, amountMinor),
    debtorAmountMinor: null,
    debtorCurrency: null,
  };
}
