import type { Account } from '@sluice/domain';
import type { LegFacts } from '../legFacts';

/** A leg as the oracle keeps it: all of it, for ever, in the order of recording. */
export interface KeptLeg extends LegFacts {
  readonly sequence: number;
}

/** What one UTC day added to the habit; a day that is over is not corrected any more. */
export interface DayTotals {
  outCount: number;
  outMinor: number;
  inCount: number;
  inMinor: number;
  outMaxMinor: number;
}

/** Everything about one account, kept naively: definitions are read off it, nothing is maintained. */
export interface NaiveAccount {
  readonly accountId: string;
  master: Account | null;
  homeCurrency: string | null;
  /** Legs that count: recorded and not removed. */
  legs: KeptLeg[];
  firstSeenAt: number;
  lastSeenAt: number;
  readonly days: Map<number, DayTotals>;
  /** Last UTC day on which each counterparty was seen; a removal does not take it back while other legs are left. */
  readonly lastDayOf: Map<number, number>;
}

export function newNaiveAccount(accountId: string): NaiveAccount {
  return {
    accountId,
    master: null,
    homeCurrency: null,
    legs: [],
    firstSeenAt: 0,
    lastSeenAt: 0,
    days: new Map(),
    lastDayOf: new Map(),
  };
}

/** By event time; of equal times, in the order of recording. */
export function inEventOrder(legs: readonly KeptLeg[]): KeptLeg[] {
  return [...legs].sort((a, b) => a.at - b.at || a.sequence - b.sequence);
}
