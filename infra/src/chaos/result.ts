import type { Checked } from './checkEverything';
import { nameOf } from './faults/fault';
import type { InflictedFault } from './faults/inflictFaults';
import type { ChaosOptions } from './options';
import { percentile, type Recovery, recoveries, spread } from './recovery';

interface Spread {
  readonly median: number | null;
  readonly max: number | null;
}

/** One run of chaos; the last line of `npm run chaos -- --json`. */
export interface ChaosResult {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Records on `transfers`, and transfers a second from the first to the last of them, as measured. */
  readonly published: number;
  readonly transfersPerSecond: number;
  /** Transfers that must be decided, and those that are. */
  readonly transfers: number;
  readonly decided: number;
  readonly missing: number;
  /** Decisions that differ from one before of the same transfer. */
  readonly twice: number;
  readonly invented: number;
  /** Decisions that came again with the same bytes: allowed, readers drop them by their id. */
  readonly repeated: number;
  readonly commands: number;
  readonly commandsTwice: number;
  readonly stopPaymentEvents: number;
  readonly deadLetters: number;
  /** Rows by table: what the topics tell of, and what Postgres has. */
  readonly rows: Readonly<Record<string, { readonly expected: number; readonly found: number }>>;
  readonly cases: number;
  readonly unbalancedCases: number;
  /** From the kill of a detector, an intake or the broker to the next decision: of anything, and in every partition. */
  readonly recoverySeconds: Spread;
  readonly recoveryEverywhereSeconds: Spread;
  readonly recoveries: readonly Recovery[];
  /** From the append of a transfer to the append of its decision, by the broker's clock, faults included. */
  readonly latencyMs: {
    readonly p50: number | null;
    readonly p99: number | null;
    readonly max: number | null;
  };
  readonly differences: number;
  /** Each difference as a sentence; the first ten of a kind. */
  readonly sentences: readonly string[];
}

export interface ResultParts {
  readonly options: Pick<ChaosOptions, 'seed' | 'minutes' | 'faults'>;
  readonly inflicted: readonly InflictedFault[];
  readonly checked: Checked;
  /** What a service says has stopped it. */
  readonly failure: string | null;
  /** What kept the pipeline from coming to rest after the last fault. */
  readonly restless: string | null;
}

export function resultOf({ options, inflicted, checked, failure, restless }: ResultParts): ChaosResult {
  const { decisions, commands, events, deadLetters, tables, books } = checked;
  const recovered = recoveries(inflicted, checked.decisionTimes, checked.partitions);
  const latencies = checked.decisionTimes
    .flatMap(({ publishedAt, decidedAt }) => (publishedAt === null ? [] : [decidedAt - publishedAt]))
    .sort((a, b) => a - b);
  const own = ownDifferences({ options, inflicted, checked, failure, restless });
  const all = [decisions, commands, events, deadLetters, ...tables, books].map((check) => check.differences);
  return {
    seed: options.seed,
    minutes: Math.round(options.minutes * 100) / 100,
    faults: inflicted.length,
    byKind: countBy(inflicted.map(({ fault }) => nameOf(fault))),
    published: checked.published,
    transfersPerSecond: Math.round(checked.toDecide / Math.max(1, checked.publishedWithinMs / 1000)),
    transfers: checked.toDecide,
    decided: decisions.decided,
    missing: decisions.missing,
    twice: decisions.twice,
    invented: decisions.invented,
    repeated: decisions.repeated,
    commands: commands.commands,
    commandsTwice: commands.twice,
    stopPaymentEvents: events.events,
    deadLetters: deadLetters.deadLetters,
    rows: Object.fromEntries(tables.map(({ table, expected, found }) => [table, { expected, found }])),
    cases: books.cases,
    unbalancedCases: books.unbalanced,
    recoverySeconds: spread(recovered.map(({ firstSeconds }) => firstSeconds)),
    recoveryEverywhereSeconds: spread(recovered.map(({ everywhereSeconds }) => everywhereSeconds)),
    recoveries: recovered,
    latencyMs: {
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      max: latencies.at(-1) ?? null,
    },
    differences: all.reduce((sum, { count }) => sum + count, checked.other.count + own.length),
    sentences: [...own, ...checked.other.sentences, ...all.flatMap(({ sentences }) => sentences)],
  };
}

/** Faults that were not done or not got over, services that stopped, and checks that had nothing to look at. */
function ownDifferences(parts: ResultParts): string[] {
  const { options, inflicted, checked, failure, restless } = parts;
  const nothing = (what: string): string => `no ${what} in this run: its check has shown nothing`;
  return [
    failure === null ? null : `a service has stopped: ${failure}`,
    restless === null ? null : `it did not come to rest after the last fault: ${restless}`,
    inflicted.length === options.faults
      ? null
      : `${options.faults} faults were planned and ${inflicted.length} were done`,
    ...inflicted.map(({ fault, title, overAt }) =>
      overAt === null ? `${title} did not get ready again after ${nameOf(fault)}` : null,
    ),
    checked.toDecide > 0 ? null : nothing('transfer was decided'),
    checked.commands.commands > 0 ? null : nothing('stop-payment was commanded'),
    checked.events.events > 0 ? null : nothing('stop-payment moved'),
    checked.books.cases > 0 ? null : nothing('fraud was reported and traced'),
  ].filter((sentence) => sentence !== null);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
