/** A part of a balance that came by one credit: stolen from one source, or the holder's own. */
export interface Lot {
  /** The reported payment that it was stolen by; null is own money. */
  source: string | null;
  /** Hops from the victim: 1 where the reported payment itself brought it; 0 for own money. */
  layer: number;
  /** The transfer that brought it (the latest, where several became one); null for own money. */
  broughtBy: string | null;
  /** When it came (the latest credit, where several became one), epoch ms. */
  since: number;
  amountMinor: number;
  /** Of the amount: under a stop-payment, no debit takes it. */
  lockedMinor: number;
  /** Of the amount: was under a stop-payment that was released or expired. */
  releasedMinor: number;
}

/** What a debit takes from one lot. */
export interface Draw {
  readonly lot: Lot;
  readonly amountMinor: number;
}

/** What a debit may take of a lot. */
export function freeMinor(lot: Lot): number {
  return lot.amountMinor - lot.lockedMinor;
}

export function sumOfDraws(draws: readonly Draw[]): number {
  return draws.reduce((sum, draw) => sum + draw.amountMinor, 0);
}
