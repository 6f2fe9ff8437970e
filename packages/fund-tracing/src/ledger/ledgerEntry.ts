import type { AccountKind, Transfer } from '@sluice/domain';

/** A SETTLED transfer as a trace reads it: money that moved at `bookedAt`. Amounts in minor units, times epoch ms UTC. */
export interface LedgerEntry
  extends Pick<
    Transfer,
    | 'transferId'
    | 'kind'
    | 'debtorAccount'
    | 'debtorOwnership'
    | 'creditorAccount'
    | 'creditorOwnership'
    | 'creditorKind'
    | 'amountMinor'
    | 'currency'
    | 'debtorAmountMinor'
    | 'debtorCurrency'
    | 'creditorAmountMinor'
    | 'creditorCurrency'
    | 'bookingSequence'
    | 'relatesTo'
    | 'debtorBalanceMinor'
    | 'creditorBalanceMinor'
  > {
  readonly bookedAt: number;
}

/** What the bank's own records say of an account, as far as a trace and a freeze depend on it. */
export interface AccountFacts {
  readonly kind: AccountKind;
  /** Code of a protection (SALARY, WELFARE …); a protected account is not frozen automatically. */
  readonly protection: string | null;
  /** On the bank's list of accounts that are never held automatically. */
  readonly trusted: boolean;
}

/** An amount on one side of an entry, in that side's currency. */
export interface SideAmount {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What the debtor's account is debited, in its own currency. */
export function debitOf(entry: LedgerEntry): SideAmount {
  return sideAmount(entry, entry.debtorAmountMinor, entry.debtorCurrency);
}

/** What the creditor's account is credited, in its own currency. */
export function creditOf(entry: LedgerEntry): SideAmount {
  return sideAmount(entry, entry.creditorAmountMinor, entry.creditorCurrency);
}

// A side states an amount only where it differs from the interbank amount; half a statement is none.
function sideAmount(entry: LedgerEntry, amountMinor: number | null, currency: string | null): SideAmount {
  return amountMinor !== null && currency !== null
    ? { amountMinor, currency }
    : { amountMinor: entry.amountMinor, currency: entry.currency };
}

/**
 * The order of the ledger: bookedAt, then bookingSequence (entries without one come after those with one), then
 * transferId by code unit, so that equal instants always come in the same order.
 */
export function compareLedgerEntries(a: LedgerEntry, b: LedgerEntry): number {
  if (a.bookedAt !== b.bookedAt) return a.bookedAt - b.bookedAt;
  const sequenceOfA = a.bookingSequence ?? Number.MAX_SAFE_INTEGER;
  const sequenceOfB = b.bookingSequence ?? Number.MAX_SAFE_INTEGER;
  if (sequenceOfA !== sequenceOfB) return sequenceOfA - sequenceOfB;
  return a.transferId < b.transferId ? -1 : a.transferId > b.transferId ? 1 : 0;
}

/** A copy in ledger order; a transfer that is there twice is there once. */
export function inLedgerOrder(entries: Iterable<LedgerEntry>): LedgerEntry[] {
  const byId = new Map<string, LedgerEntry>();
  for (const entry of entries) byId.set(entry.transferId, entry);
  return [...byId.values()].sort(compareLedgerEntries);
}
