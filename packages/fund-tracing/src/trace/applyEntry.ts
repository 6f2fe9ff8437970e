import { debitOf, type LedgerEntry } from '../ledger/ledgerEntry';
import { deliver, undoes } from './deliver';
import { bringBack, giveBack } from './giveBack';
import { endHoldOf } from './liens';
import { passOn } from './passOn';
import { isToldAlready, newlyRecalledMinor } from './repayments';
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
  const payout = { from: entry.debtorAccount, to: entry.creditorAccount, currency, amountMinor };
  // Only accounts with a lien can have been paid from by a stop-payment, and only stolen money matters.
  if (state.liens.size > 0 && isToldAlready(state.repayments, payout, 'toldByLedger')) return;
  giveBack(state, entry, null);
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
