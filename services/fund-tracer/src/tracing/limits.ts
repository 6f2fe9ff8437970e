/** How far a trace goes; what lies beyond is said in its assumptions and counts as untraced. */
export interface TraceLimits {
  /** Hops from the victim. */
  readonly hopsMax: number;
  /** Accounts whose ledger is read. */
  readonly accountsMax: number;
  /** Entries of one account and side; an account with more is no mule's, and its money cannot be told apart. */
  readonly entriesPerAccountMax: number;
  /** Other cases whose money is traced along because it lies on the same accounts. */
  readonly joinedCasesMax: number;
  /** How long before the first stolen credit the ledger of an account is read, for its own money, ms. */
  readonly lookBackMs: number;
}

export const TRACE_LIMITS: TraceLimits = {
  hopsMax: 20,
  accountsMax: 500,
  entriesPerAccountMax: 20_000,
  joinedCasesMax: 64,
  lookBackMs: 30 * 24 * 60 * 60 * 1_000,
};
