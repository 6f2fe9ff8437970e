import type { BenchResults } from '../results';

/** One figure beside what it should be. */
export interface Target {
  readonly what: string;
  readonly target: string;
  /** Null where it was not measured. */
  readonly seen: string | null;
  readonly met: boolean | null;
}

const ENGINE_PER_SECOND = 400_000;
const BACKLOG_PER_SECOND = 100_000;
const P99_MS = [
  [1_000, 15],
  [5_000, 20],
  [10_000, 25],
] as const;
const STOP_P99_MS = 50;
const BYTES_PER_ACCOUNT = 640;
const RSS_GIB_OF_5M = 4;
const RESTORE_SECONDS = 15;
const FIRST_DECISION_SECONDS = 10;
const RECORDER_PER_SECOND = 30_000;

/** The targets of the stream runtime, on a machine of two cores with broker, registry and database on it. */
export function targetsOf({ parts }: BenchResults): readonly Target[] {
  const { engine, backlog, latency, memory, restore, recorder } = parts;
  const stop = parts['stop-payment'];
  const bytes =
    memory === undefined ? null : Math.max(...memory.map(({ bytesPerAccount }) => bytesPerAccount));
  const rss = memory?.find(({ accounts }) => accounts >= 4_500_000)?.rssMiB ?? null;
  const p99Of = (rate: number): number | null =>
    latency?.find(({ ratePerSecond, hotShare }) => ratePerSecond === rate && hotShare === 0)?.p99.median ??
    null;
  return [
    atLeast(
      'engine alone, all rules, one core',
      ENGINE_PER_SECOND,
      engine?.transfersPerSecond.median ?? null,
    ),
    atLeast('backlog, publish → decision', BACKLOG_PER_SECOND, backlog?.transfersPerSecond.median ?? null),
    ...P99_MS.map(([rate, limit]) =>
      atMost(`p99 publish → decision at ${thousands(rate)}/s`, limit, 'ms', p99Of(rate)),
    ),
    atMost('p99 publish → stop-payment command at 1,000/s', STOP_P99_MS, 'ms', stop?.p99.median ?? null),
    atMost('memory an account', BYTES_PER_ACCOUNT, 'bytes', bytes),
    atMost(
      'resident memory of 5 M accounts',
      RSS_GIB_OF_5M,
      'GiB',
      rss === null ? null : Math.round(rss / 102.4) / 10,
    ),
    atMost('restore of 1 M accounts', RESTORE_SECONDS, 's', restore?.secondsPerMillionAccounts ?? null),
    atMost(
      'first decision after kill -9 of the only detector',
      FIRST_DECISION_SECONDS,
      's',
      restore?.onlyDetectorKilled.first ?? null,
    ),
    atMost(
      'every partition decides again after kill -9 of one of two',
      FIRST_DECISION_SECONDS,
      's',
      restore?.oneOfTwoKilled.everyPartition ?? null,
    ),
    atLeast(
      'case-recorder alone, into the ledger',
      RECORDER_PER_SECOND,
      recorder?.transfersPerSecond.median ?? null,
    ),
  ];
}

function atLeast(what: string, target: number, seen: number | null): Target {
  return {
    what,
    target: `≥ ${thousands(target)} transfers/s`,
    seen: seen === null ? null : `${thousands(seen)} transfers/s`,
    met: seen === null ? null : seen >= target,
  };
}

function atMost(what: string, target: number, unit: string, seen: number | null): Target {
  return {
    what,
    target: `≤ ${target} ${unit}`,
    seen: seen === null ? null : `${Math.round(seen * 10) / 10} ${unit}`,
    met: seen === null ? null : seen <= target,
  };
}

/** 12345.6 as `12,346`. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
