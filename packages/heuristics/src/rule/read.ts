import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_7D, WINDOW_24H } from '@sluice/account-state';
import type { LegView } from '../leg/legView';

const DAY_MS = 86_400_000;

/** A window's value by its index (WINDOW_10M … WINDOW_7D). */
export function windowed(values: Float64Array, window: number): number {
  return values[window] ?? 0;
}

/**
 * True where the debtor has not paid this payee before, or has only begun to within `days`, and has not saved it longer ago
 * either. A payee that is known but no longer remembered exactly is an old one.
 */
export function isRecentPayee(leg: LegView, own: AccountFeatures, days: number): boolean {
  if (isLongSavedPayee(leg, days)) return false;
  if (!own.counterpartyKnown) return true;
  return own.counterpartyFirstAt > 0 && own.at - own.counterpartyFirstAt <= days * DAY_MS;
}

/** True where the payer saved this payee long before paying it: not the hurry of a scam. */
export function isLongSavedPayee(leg: LegView, days: number): boolean {
  return leg.payeeAddedAt !== null && leg.occurredAt - leg.payeeAddedAt > days * DAY_MS;
}

/** Whole days since the account was opened; not below 0. Only where its master data are known. */
export function ageDays(own: AccountFeatures): number {
  return Math.max(0, Math.floor((own.at - own.openedAt) / DAY_MS));
}

/** A business: that money comes from new payers is its trade and says nothing by itself. */
export function isBusiness(own: AccountFeatures): boolean {
  return own.kind === 'MERCHANT' || own.holderKind === 'COMPANY' || own.holderKind === 'INSTITUTION';
}

/**
 * True where what came in within 24 h is not this account's usual income. For a person: at least half of the payers had never
 * paid before, so that neither payday nor money from the own savings counts. For a business, to which new payers are trade: more
 * than `habitDays` days of its habit.
 */
export function isUnusualInflow24h(own: AccountFeatures, habitDays: number): boolean {
  if (isBusiness(own)) return own.receivedMinor24h >= habitDays * own.habitInMinorPerDay;
  return isMostlyFresh(own, WINDOW_24H);
}

/** The same over 7 days, for the credit side. */
export function isUnusualInflow7d(own: AccountFeatures, habitDays: number): boolean {
  if (isBusiness(own)) return windowed(own.in.sumMinor, WINDOW_7D) >= habitDays * own.habitInMinorPerDay;
  return isMostlyFresh(own, WINDOW_7D);
}

function isMostlyFresh(own: AccountFeatures, window: number): boolean {
  const newPayers = windowed(own.in.fresh, window);
  return newPayers > 0 && newPayers * 2 >= windowed(own.in.distinct, window);
}
