import type { StopFact } from './api';

/**
 * A payment back is told twice: by the core's answer to a stop-payment and by a transfer in the ledger, in either order. The
 * first to come is booked, the second is recognised.
 */
export interface Repayments {
  /** What the core's answers say was paid from stopped money, by who paid whom. */
  readonly payouts: ReadonlyMap<string, readonly Payout[]>;
  /** Per recalled transfer, what each side says has come back so far. */
  readonly recalled: Map<string, { byStopMinor: number; byLedgerMinor: number }>;
}

/** One payment from stopped money. */
export interface Payout {
  readonly stopPaymentId: string;
  /** The step of the stop-payment that tells of it. */
  readonly sequence: number;
  readonly amountMinor: number;
  bookedBy: 'STOP' | 'LEDGER' | null;
  /** The other side has told of it too. */
  recognised: boolean;
}

export function repaymentsOf(stops: readonly StopFact[]): Repayments {
  const payouts = new Map<string, Payout[]>();
  const paidBefore = new Map<string, number>();
  for (const stop of [...stops].sort((a, b) => a.sequence - b.sequence)) {
    const { stopPaymentId, sequence, returnToAccount } = stop;
    const amountMinor = stop.returnedMinor - (paidBefore.get(stopPaymentId) ?? 0);
    if (amountMinor <= 0) continue;
    paidBefore.set(stopPaymentId, stop.returnedMinor);
    if (returnToAccount === null || stop.instrument === 'RECALL_TRANSFER') continue;
    const key = keyOf(stop.currency, stop.account, returnToAccount);
    const payout: Payout = { stopPaymentId, sequence, amountMinor, bookedBy: null, recognised: false };
    const others = payouts.get(key);
    if (others === undefined) payouts.set(key, [payout]);
    else others.push(payout);
  }
  return { payouts, recalled: new Map() };
}

/** The payout that a transfer of the ledger shows: between these accounts, of this amount, and not shown before. */
export function payoutShown(
  repayments: Repayments,
  currency: string,
  from: string,
  to: string,
  amountMinor: number,
): Payout | null {
  const candidates = repayments.payouts.get(keyOf(currency, from, to)) ?? [];
  const shown = (payout: Payout) => payout.bookedBy === 'LEDGER' || payout.recognised;
  return candidates.find((payout) => payout.amountMinor === amountMinor && !shown(payout)) ?? null;
}

/** The payout that this step of a stop-payment tells of, or null where it tells of none. */
export function payoutTold(repayments: Repayments, stop: StopFact): Payout | null {
  if (stop.returnToAccount === null) return null;
  const candidates = repayments.payouts.get(keyOf(stop.currency, stop.account, stop.returnToAccount)) ?? [];
  return (
    candidates.find(
      (payout) => payout.stopPaymentId === stop.stopPaymentId && payout.sequence === stop.sequence,
    ) ?? null
  );
}

function keyOf(currency: string, from: string, to: string): string {
  return `${currency} ${from} ${to}`;
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
