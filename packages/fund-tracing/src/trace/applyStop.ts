import type { LedgerEntry } from '../ledger/ledgerEntry';
import type { StopFact } from './api';
import { deliver } from './deliver';
import { bringBack, giveBack } from './giveBack';
import { lienOf, setStopped } from './liens';
import { newlyRecalledMinor, payoutTold } from './repayments';
import type { TraceState } from './state';

/** One step of a stop-payment: what it paid back, then what it holds. */
export function applyStop(state: TraceState, fact: StopFact): void {
  const lien = lienOf(state, fact);
  const paidMinor = fact.returnedMinor - lien.paidBackMinor;
  lien.paidBackMinor = Math.max(lien.paidBackMinor, fact.returnedMinor);
  if (fact.instrument === 'RECALL_TRANSFER') {
    if (paidMinor > 0) recalled(state, fact, paidMinor);
    return;
  }
  const payout = payoutTold(state.repayments, fact);
  if (payout !== null && fact.returnToAccount !== null) {
    const entry = repayment(state, fact, fact.account, fact.returnToAccount, payout.amountMinor);
    if (payout.bookedBy === null) giveBack(state, entry, lien);
    else payout.recognised = true;
    payout.bookedBy ??= 'STOP';
  }
  setStopped(state, lien, fact);
}

// A recall holds nothing: its money is out of our sight until it lands on the account that had sent it.
function recalled(state: TraceState, fact: StopFact, paidMinor: number): void {
  if (fact.transferId === null) return;
  const newMinor = newlyRecalledMinor(state.repayments, fact.transferId, paidMinor, 'byStopMinor');
  if (newMinor === 0) return;
  const from = state.departed.get(fact.transferId)?.[0]?.to ?? '';
  const entry = repayment(state, fact, from, fact.account, newMinor);
  deliver(state, entry, bringBack(state, entry));
}

// The payment as the ledger would show it, told by the core's answer alone.
function repayment(
  state: TraceState,
  fact: StopFact,
  from: string,
  to: string,
  amountMinor: number,
): LedgerEntry {
  const ownership = (account: string) =>
    account === fact.account || state.accounts.has(account) ? 'OURS' : 'OTHER';
  return {
    transferId: `${fact.stopPaymentId}:${fact.sequence}`,
    kind: 'RETURN',
    debtorAccount: from,
    debtorOwnership: ownership(from),
    creditorAccount: to,
    creditorOwnership: ownership(to),
    creditorKind: 'UNKNOWN',
    amountMinor,
    currency: fact.currency,
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    bookedAt: fact.at,
    bookingSequence: null,
    relatesTo: fact.transferId,
    debtorBalanceMinor: null,
    creditorBalanceMinor: null,
  };
}
