import type { DeadLetterCode, Outcome } from '@sluice/domain';
import type { StolenSums, SyntheticBank } from '@sluice/scenarios';
import type { Latencies } from './latencies';

/** What was counted while the bank was driven. */
export interface Tally {
  readonly past: { accounts: number; watchlist: number; transfers: number };
  published: number;
  transfers: number;
  statuses: number;
  duplicates: number;
  readonly refused: Map<DeadLetterCode, number>;
  decided: number;
  repeatedDecisions: number;
  contradictingDecisions: number;
  readonly outcomes: Record<Exclude<Outcome, 'UNKNOWN'>, number>;
  readonly honestOutcomes: Record<Exclude<Outcome, 'UNKNOWN'>, number>;
  readonly reports: { count: number; amountMinor: number };
  readonly honestHolds: { released: number; longestMs: number };
  readonly latencies: Latencies;
}

/** The run in numbers, as the bank itself knows them. */
export interface BankStatistics {
  readonly past: { readonly accounts: number; readonly watchlist: number; readonly transfers: number };
  /** Records on `transfers`: = transfers + statuses + duplicates + deadLetters. */
  readonly published: number;
  /** Distinct admissible transferIds: as many decisions must come. */
  readonly transfers: number;
  readonly statuses: number;
  readonly duplicates: number;
  /** Records that must become dead letters. */
  readonly deadLetters: number;
  readonly deadLettersByCode: Readonly<Record<string, number>>;
  /** Distinct transferIds that a decision came for. */
  readonly decided: number;
  /** Decisions that came again, and those of them that said something else: the latter must be 0. */
  readonly repeatedDecisions: number;
  readonly contradictingDecisions: number;
  readonly outcomes: Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;
  readonly honestOutcomes: Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;
  readonly honestTransfers: number;
  readonly honestHeld: number;
  readonly honestReleased: number;
  /** Simulated ms. */
  readonly longestHonestHoldMs: number;
  readonly undecided: number;
  readonly decidedLate: number;
  readonly warned: Readonly<Record<string, number>>;
  /** The core's answers to commands, as `ACTION RESULT`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly cases: number;
  readonly reports: number;
  readonly reportedMinor: number;
  /** The victims' labelled payments of the live period. */
  readonly stolenMinor: number;
  /** Of these never left + frozen + returned. */
  readonly stolenStoppedMinor: number;
  /** Where they are, by the bank's own books. */
  readonly stolen: StolenSums;
  readonly decisionLatencyMs: {
    readonly p50: number | null;
    readonly p99: number | null;
    readonly max: number | null;
  };
}

export function statisticsOf(bank: SyntheticBank, tally: Tally): BankStatistics {
  const stolen = bank.truth.sums();
  const percentile = (p: number): number | null => {
    const value = tally.latencies.percentile(p);
    return value === null ? null : Math.round(value * 10) / 10;
  };
  return {
    past: { ...tally.past },
    published: tally.published,
    transfers: tally.transfers,
    statuses: tally.statuses,
    duplicates: tally.duplicates,
    deadLetters: [...tally.refused.values()].reduce((sum, count) => sum + count, 0),
    deadLettersByCode: Object.fromEntries(tally.refused),
    decided: tally.decided,
    repeatedDecisions: tally.repeatedDecisions,
    contradictingDecisions: tally.contradictingDecisions,
    outcomes: { ...tally.outcomes },
    honestOutcomes: { ...tally.honestOutcomes },
    honestTransfers: bank.truth.honestTransfers,
    honestHeld: tally.honestOutcomes.HOLD,
    honestReleased: tally.honestHolds.released,
    longestHonestHoldMs: tally.honestHolds.longestMs,
    undecided: bank.counts.undecided,
    decidedLate: bank.counts.decidedLate,
    warned: { ...bank.counts.warned },
    answers: Object.fromEntries(bank.counts.answersByAction),
    cases: bank.truth.cases.all.length,
    reports: tally.reports.count,
    reportedMinor: tally.reports.amountMinor,
    stolenMinor: stolen.attemptedMinor,
    stolenStoppedMinor: stolen.neverLeftMinor + stolen.frozenMinor + stolen.returnedMinor,
    stolen,
    decisionLatencyMs: { p50: percentile(0.5), p99: percentile(0.99), max: percentile(1) },
  };
}
