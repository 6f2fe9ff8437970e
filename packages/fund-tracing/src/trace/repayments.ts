/**
 * A payment back is told twice: by the core's answer to a stop-payment and by a transfer in the ledger, in either order. The
 * first to come is booked, the second is recognised.
 */
export interface Repayments {
  /** Amounts that one side told and the other has not yet, by who paid whom. */
  readonly toldByStop: Map<string, number[]>;
  readonly toldByLedger: Map<string, number[]>;
  /** Per recalled transfer, what each side says has come back so far. */
  readonly recalled: Map<string, { byStopMinor: number; byLedgerMinor: number }>;
}

export function noRepayments(): Repayments {
  return { toldByStop: new Map(), toldByLedger: new Map(), recalled: new Map() };
}

export interface Payout {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amountMinor: number;
}

/** True where the other side has told of this very payment (same accounts, same amount) already. */
export function isToldAlready(
  repayments: Repayments,
  payout: Payout,
  teller: 'toldByStop' | 'toldByLedger',
): boolean {
  const key = `${payout.currency} ${payout.from} ${payout.to}`;
  const others = repayments[teller === 'toldByStop' ? 'toldByLedger' : 'toldByStop'].get(key) ?? [];
  const index = others.indexOf(payout.amountMinor);
  if (index >= 0) {
    others.splice(index, 1);
    return true;
  }
  const own = repayments[teller].get(key);
  if (own === undefined) repayments[teller].set(key, [payout.amountMinor]);
  else own.push(payout.amountMinor);
  return false;
}

/** What is new of money that came back for a recalled transfer, when one side tells of `amountMinor` more. */
export function newlyRecalledMinor(
  repayments: Repayments,
  transferId: string,
  amountMinor: number,
  teller: 'byStopMinor' | 'byLedgerMinor',
): number {
  const told = repayments.recalled.get(transferId) ?? { byStopMinor: 0, byLedgerMinor: 0 };
  const before = Math.max(told.byStopMinor, told.byLedgerMinor);
  told[teller] += amountMinor;
  repayments.recalled.set(transferId, told);
  return Math.max(told.byStopMinor, told.byLedgerMinor) - before;
}
