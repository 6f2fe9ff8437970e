import type { AccountKind, HolderKind } from '@sluice/domain';

/** Lengths of the sliding windows in ms: 10 minutes, 1 hour, 24 hours, 7 days; index 0 to 3 in every windowed feature. */
export const WINDOWS_MS = [600_000, 3_600_000, 86_400_000, 604_800_000] as const;
export const WINDOW_10M = 0;
export const WINDOW_1H = 1;
export const WINDOW_24H = 2;
export const WINDOW_7D = 3;

/**
 * Totals of one direction of one account per window `(at - window, at]` by event time, *without* the leg being scored.
 * Exact to the millisecond while the account has at most `RECENT_LEGS_MAX` recent legs; beyond, the far edge reaches
 * back too far by at most 1/32 of the window, and for a late leg the near edge forward by less than 18.75 s, so that
 * nothing is left out. All this for legs at most 1 h behind stream time; what is later may be missed.
 */
export interface DirectionWindows {
  /** Legs of every currency. Error: never too low. */
  readonly count: Float64Array;
  /**
   * Minor units of the legs in the scored leg's currency. Error: never too low; exact up to 2^53 - 1. Of an account with
   * more than 128 recent legs in more than four currencies, those beyond the third are added up together: too high.
   */
  readonly sumMinor: Float64Array;
  /**
   * Distinct counterparties, every currency. Exact with the legs; beyond, an estimate (standard error at most 15%, either
   * sign, up to 75,000; never above `count`), whose windows of 10 min and 1 h may reach back up to 45 min further for a late
   * leg, and which does not take back what was removed.
   */
  readonly distinct: Float64Array;
  /**
   * Distinct counterparties whose first leg ever with this account lies inside the window and went in this direction: a
   * payee who has paid us before is not a fresh payee. Edges as for `count`. Error: too low by the false positives of the
   * sketch of forgotten counterparties (at most 0.8%), too high by those that it has dropped.
   */
  readonly fresh: Float64Array;
}

/**
 * What is known of one account at the event time of the leg being scored: master data, windows, habit, this
 * counterparty. One mutable instance per side is filled again for every leg (`AccountStore.readFeatures`).
 */
export interface AccountFeatures {
  /** The account of whom this speaks. */
  accountId: string;
  /** Event time of the leg, epoch ms. */
  at: number;
  /** True where an ACCOUNT entry has been seen. */
  masterKnown: boolean;
  openedAt: number;
  kind: AccountKind;
  holderKind: HolderKind;
  identityVerified: boolean;
  /** 0 where unknown. */
  birthYear: number;
  protection: string | null;
  /** Keyed hash of the bound phone, or null. */
  phone: string | null;
  holderIds: readonly string[];
  /** Event time of the first and the last leg ever seen, HISTORY and legs removed later included; 0 where none. */
  firstSeenAt: number;
  lastSeenAt: number;
  out: DirectionWindows;
  in: DirectionWindows;
  /**
   * Legs with this counterparty in either direction up to `at`, or no longer recent. Exact up to 255 a direction while the
   * counterparty is remembered; else at least (it began again at 1 when the counterparty came back). Of an account with more
   * than 128 recent legs never too low, too high for a late leg by later ones.
   */
  counterpartyLegs: number;
  /**
   * Event time of the first leg with this counterparty: to the ms while that leg is among the recent ones (the last 128 of
   * a busy account), later the start of its UTC day (never too late); 0 where there is none or the day is forgotten.
   */
  counterpartyFirstAt: number;
  /**
   * True where the counterparty is remembered exactly (at most 254) or by the sketch (the last 512 or so of a busy account,
   * false positives at most 0.8%).
   */
  counterpartyKnown: boolean;
  /**
   * Distinct payees and payers over the account's life, up to 65,535. Too low by new ones taken for forgotten ones (at most
   * 0.8%), too high by those that came back after the sketch had dropped them.
   */
  lifetimePayees: number;
  lifetimePayers: number;
  /**
   * Distinct payers first seen at least two UTC days before this leg's day (so more than 24 h ago) and last seen within 90
   * days: what makes a payee established. Exact while they are remembered one by one; beyond, an
   * estimate (standard error at most 15% up to 400 of them; more of them read as 350 to 560).
   */
  settledPayers: number;
  /**
   * Decayed daily habit (half-life 14 days) of UTC days before this one, weights over the days since the first leg: mean
   * number (every currency) and sum per day. Sums and the largest amount are of the account's home currency (its master
   * data's where known before the first leg, else the first leg's); 0 for a leg in another.
   */
  habitOutPerDay: number;
  habitOutMinorPerDay: number;
  habitInPerDay: number;
  habitInMinorPerDay: number;
  /** Largest single outgoing amount of days before this one in the decayed memory (half-life 30 days), minor units. */
  habitOutMaxMinor: number;
  /** UTC days on which the account was active, over its life. Too low only by days first seen more than 32 days late. */
  activeDays: number;
  /**
   * Pass-through by event time over 1 h and over 24 h, the leg being scored included, in its currency: what came in within
   * `(at - window, at]`, and how much of it has gone out again, first in first out, by debits at or after the credit.
   * Symmetric: debits already recorded with an event time up to 1 h after `at` count, so that it also matches where the
   * credit arrives after the debit. Both take the same edge; forwarded is never more than received. Error: never too low; exact while the account
   * has at most 128 recent legs.
   */
  receivedMinor1h: number;
  forwardedMinor1h: number;
  receivedMinor24h: number;
  forwardedMinor24h: number;
  /**
   * Event time and amount of the latest credit in this leg's currency in the 7 days up to this leg, itself left out; 0 where
   * none. Of an account with more than 128 recent legs one credit is remembered besides the recent ones, the latest of any
   * currency: too early or 0 where the one sought is another.
   */
  lastInAt: number;
  lastInMinor: number;
}
