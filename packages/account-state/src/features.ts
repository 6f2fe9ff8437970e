import type { AccountKind, HolderKind } from '@sluice/domain';

/** Lengths of the sliding windows in ms: 10 minutes, 1 hour, 24 hours, 7 days; index 0 to 3 in every windowed feature. */
export const WINDOWS_MS = [600_000, 3_600_000, 86_400_000, 604_800_000] as const;
export const WINDOW_10M = 0;
export const WINDOW_1H = 1;
export const WINDOW_24H = 2;
export const WINDOW_7D = 3;

/** Totals of one direction of one account, per window, in the leg's currency, *without* the leg being scored. */
export interface DirectionWindows {
  readonly count: Float64Array;
  readonly sumMinor: Float64Array;
  /** Distinct counterparties. */
  readonly distinct: Float64Array;
  /** Distinct counterparties whose first leg ever with this account lies inside the window. */
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
  /** Event time of the first and the last leg ever seen, HISTORY included; 0 where none. */
  firstSeenAt: number;
  lastSeenAt: number;
  out: DirectionWindows;
  in: DirectionWindows;
  /** Legs with this counterparty in either direction before this leg; over-counted by at most the sketch's stated error. */
  counterpartyLegs: number;
  /** Event time of the first leg with this counterparty, 0 where there is none or it is no longer remembered exactly. */
  counterpartyFirstAt: number;
  /** True where the counterparty is remembered exactly or by the sketch (false positives at most the stated rate). */
  counterpartyKnown: boolean;
  /** Distinct payees and payers over the account's life (estimate, stated error). */
  lifetimePayees: number;
  lifetimePayers: number;
  /** Distinct payers first seen more than 24 h before this leg and within 90 days (estimate): what makes a payee established. */
  settledPayers: number;
  /** Decayed daily habit (half-life 14 days) of days before this one: mean number and sum of outgoing legs per day. */
  habitOutPerDay: number;
  habitOutMinorPerDay: number;
  habitInPerDay: number;
  habitInMinorPerDay: number;
  /** Largest single outgoing amount in the decayed memory (half-life 30 days), minor units. */
  habitOutMaxMinor: number;
  /** Days on which the account was active, over its life. */
  activeDays: number;
  /**
   * Pass-through by event time over 1 h and over 24 h (symmetric: also where the credit arrives after the debit): what
   * came in within the window, and how much of it has gone out again after it came in; the leg being scored included.
   */
  receivedMinor1h: number;
  forwardedMinor1h: number;
  receivedMinor24h: number;
  forwardedMinor24h: number;
  /** Event time and amount of the latest credit at or before this leg; 0 where none. */
  lastInAt: number;
  lastInMinor: number;
}
