import type { Disposition, Perspective } from '@sluice/domain';

/** A watchlist condition that matches; the caller may pass its stored entry, nothing is copied. */
export interface ListingHit {
  readonly disposition: Disposition;
  readonly perspective: Perspective;
}

/**
 * The conditions in force (not expired at the leg's event time) on one side of a leg. Mutable and reused. Where several
 * match one value, the caller passes the stronger (`strongerHit`). Device and IP are the payer's: null at the credit step.
 */
export interface ListingView {
  account: ListingHit | null;
  device: ListingHit | null;
  ip: ListingHit | null;
  /** Of the phone bound to this side's account. */
  phone: ListingHit | null;
}

export function newListingView(): ListingView {
  return { account: null, device: null, ip: null, phone: null };
}

/** Nothing is listed. */
export const NO_LISTINGS: Readonly<ListingView> = Object.freeze(newListingView());

/** Precedence by the contract; UNKNOWN (a symbol newer than this reader) says nothing. */
const PRECEDENCE: Readonly<Record<Disposition, number>> = {
  UNKNOWN: 0,
  SUSPECTED: 1,
  CONFIRMED_FRAUD: 2,
  TRUSTED: 3,
  BLOCKED: 4,
};

/** The disposition that counts where two match: BLOCKED, then TRUSTED, CONFIRMED_FRAUD, SUSPECTED. */
export function strongerDisposition(a: Disposition, b: Disposition): Disposition {
  return PRECEDENCE[b] > PRECEDENCE[a] ? b : a;
}

/** The hit that counts where several match one value (entries with different perspectives). */
export function strongerHit(a: ListingHit | null, b: ListingHit | null): ListingHit | null {
  if (a === null) return b;
  if (b === null) return a;
  return PRECEDENCE[b.disposition] > PRECEDENCE[a.disposition] ? b : a;
}

/** True where a condition of this perspective speaks of this side of a transfer. */
export function appliesToSide(hit: ListingHit, side: 'DEBTOR' | 'CREDITOR'): boolean {
  return hit.perspective === 'BOTH' || hit.perspective === side;
}

/** True where any condition matches anything on this side. */
export function isListed(listings: Readonly<ListingView>): boolean {
  return (
    listings.account !== null || listings.phone !== null || listings.device !== null || listings.ip !== null
  );
}

/** The strongest disposition on a side, UNKNOWN where nothing is listed. */
export function strongestOf(listings: Readonly<ListingView>, side: 'DEBTOR' | 'CREDITOR'): Disposition {
  let strongest: Disposition = 'UNKNOWN';
  strongest = strongerOf(strongest, listings.account, side);
  strongest = strongerOf(strongest, listings.device, side);
  strongest = strongerOf(strongest, listings.ip, side);
  return strongerOf(strongest, listings.phone, side);
}

function strongerOf(
  strongest: Disposition,
  hit: ListingHit | null,
  side: 'DEBTOR' | 'CREDITOR',
): Disposition {
  return hit !== null && appliesToSide(hit, side)
    ? strongerDisposition(strongest, hit.disposition)
    : strongest;
}
