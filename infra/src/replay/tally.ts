import type { Outcome } from '@sluice/domain';
import type { CsvRow } from './csvRow';

export type DecidedOutcome = Exclude<Outcome, 'UNKNOWN'>;
type ByOutcome = Record<DecidedOutcome, number>;

/** What came of one pattern of labelled rows. */
export interface PatternResult {
  readonly pattern: string;
  readonly transfers: number;
  readonly amountMinor: number;
  readonly byOutcome: ByOutcome;
  /** Amount of those held. */
  readonly heldMinor: number;
}

/** Outcomes held against the labels. */
export interface ReplayTally {
  count(row: CsvRow, outcome: DecidedOutcome): void;
  result(): {
    readonly outcomes: ByOutcome;
    readonly labelled: ByOutcome;
    readonly honest: ByOutcome;
    readonly labelledMinor: number;
    readonly labelledHeldMinor: number;
    /** Holds of honest rows per 10,000 honest rows. */
    readonly honestHeldPer10k: number;
    readonly perPattern: readonly PatternResult[];
  };
}

const zero = (): ByOutcome => ({ ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 });

export function createTally(): ReplayTally {
  const outcomes = zero();
  const labelled = zero();
  const honest = zero();
  const patterns = new Map<
    string,
    { transfers: number; amountMinor: number; byOutcome: ByOutcome; heldMinor: number }
  >();
  return {
    count(row, outcome) {
      outcomes[outcome] += 1;
      if (!row.labelled) {
        honest[outcome] += 1;
        return;
      }
      labelled[outcome] += 1;
      const name = row.pattern === '' ? '(none)' : row.pattern;
      const found = patterns.get(name) ?? { transfers: 0, amountMinor: 0, byOutcome: zero(), heldMinor: 0 };
      found.transfers += 1;
      found.amountMinor += row.amountMinor;
      found.byOutcome[outcome] += 1;
      if (outcome === 'HOLD') found.heldMinor += row.amountMinor;
      patterns.set(name, found);
    },
    result() {
      const perPattern = [...patterns]
        .map(([pattern, result]) => ({ pattern, ...result }))
        .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
      const honestTotal = honest.ALLOW + honest.REVIEW + honest.WARN + honest.HOLD;
      return {
        outcomes,
        labelled,
        honest,
        labelledMinor: perPattern.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
        labelledHeldMinor: perPattern.reduce((sum, { heldMinor }) => sum + heldMinor, 0),
        honestHeldPer10k: honestTotal === 0 ? 0 : Math.round((honest.HOLD * 1_000_000) / honestTotal) / 100,
        perPattern,
      };
    },
  };
}
