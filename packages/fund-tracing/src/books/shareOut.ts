import { addMinor } from '../invariant';
import { shareByWeight } from '../share';

/** A victim's part in money that is to be given back. */
export interface VictimClaim {
  readonly account: string;
  /** Of the money on the account: traced to this victim. */
  readonly tracedMinor: number;
  /** The victim's loss that is still open. */
  readonly lossMinor: number;
}

export interface Payback {
  readonly account: string;
  readonly amountMinor: number;
}

/**
 * Shares frozen money out among its victims: what is traced to a victim goes to him directly; what is left, in proportion to
 * the losses that are still open, at most each loss (CN 2016 rules no. 41, art. 8). What no loss asks for stays.
 */
export function shareOut(amountMinor: number, claims: readonly VictimClaim[]): Payback[] {
  const traced = claims.map((claim) => Math.min(claim.tracedMinor, claim.lossMinor));
  const tracedMinor = traced.reduce(addMinor, 0);
  const direct = tracedMinor <= amountMinor ? traced : shareByWeight(amountMinor, traced);
  const left = amountMinor - direct.reduce(addMinor, 0);
  const open = claims.map((claim, index) => claim.lossMinor - direct[index]!);
  const openMinor = open.reduce(addMinor, 0);
  const shared = openMinor <= left ? open : shareByWeight(left, open);
  return claims
    .map(({ account }, index) => ({ account, amountMinor: direct[index]! + shared[index]! }))
    .filter((payback) => payback.amountMinor > 0);
}
