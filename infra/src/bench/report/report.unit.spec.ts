import { spreadOf } from '../measuring/statistics';
import type { BenchResults } from '../results';
import { summaryOf } from '../summary';
import { benchmarksPage } from './benchmarksPage';
import { figureLines } from './figures';
import { table } from './table';
import { targetsOf } from './targets';

const machine = {
  cores: 2,
  processor: 'Some Processor',
  memoryGiB: 24,
  system: 'linux 6.1',
  node: 'v20.20.2',
  kafka: '4.1.2',
  commit: 'abc1234',
  loadAverage: 0.1,
  at: '2026-03-03T12:00:00.000Z',
};
const nothing: BenchResults = { machine, quick: false, seconds: 600, parts: {}, failures: [] };
const percentiles = (p99: number) => ({ count: 100, p50: p99 / 3, p99, p999: p99 * 2, max: p99 * 3 });
const load = (ratePerSecond: number, p99s: readonly number[], hotShare = 0) => ({
  name: `${ratePerSecond}/s`,
  ratePerSecond,
  hotShare,
  p50: spreadOf(p99s.map((p99) => percentiles(p99).p50)),
  p99: spreadOf(p99s),
  p999: spreadOf(p99s.map((p99) => percentiles(p99).p999)),
  max: spreadOf(p99s.map((p99) => percentiles(p99).max)),
  rounds: p99s.map((p99) => ({
    received: percentiles(p99),
    appended: percentiles(p99 - 2),
    published: percentiles(2),
    checkpoints: 3,
    pausesMs: { intake: 4, detector: 11.4 },
    cores: { detector: 0.2 },
  })),
});
const some: BenchResults = {
  ...nothing,
  parts: {
    latency: [load(1_000, [12, 14, 13]), load(5_000, [30]), load(5_000, [40], 0.2)],
    memory: [
      { accounts: 1_000_000, days: 8, bytesPerAccount: 600, rssMiB: 700 },
      { accounts: 5_000_000, days: 8, bytesPerAccount: 610, rssMiB: 3_300 },
    ],
    restore: {
      accounts: 950_000,
      transfersBefore: 2_000_000,
      restoreSeconds: spreadOf([10.5, 11.5, 11]),
      emptySeconds: 1.5,
      secondsPerMillionAccounts: 11.5,
      killedAccounts: 200_000,
      onlyDetectorKilled: { first: 7.1, everyPartition: 8.2 },
      oneOfTwoKilled: { first: 6.1, everyPartition: 12.3 },
    },
    backlog: {
      transfers: 500_000,
      transfersPerSecond: spreadOf([90_000, 110_000, 120_000]),
      transfersPerSecondFromLaunch: spreadOf([80_000]),
      cpuMicroseconds: { intake: 4, detector: 6.5, broker: 2 },
      outcomes: { ALLOW: 499_000, REVIEW: 1_000 },
      recorder: { lag: spreadOf([1_000]), transfersPerSecond: spreadOf([20_000]) },
    },
  },
  failures: [{ part: 'engine', sentence: 'it ran out of memory' }],
};

describe('the targets', () => {
  it('are met or not by the median, and neither where nothing was measured', () => {
    const found = new Map(targetsOf(some).map(({ what, met, seen }) => [what, { met, seen }]));
    expect(found.get('backlog, publish → decision')).toEqual({ met: true, seen: '110,000 transfers/s' });
    expect(found.get('p99 publish → decision at 1,000/s')).toEqual({ met: true, seen: '13 ms' });
    expect(found.get('p99 publish → decision at 5,000/s')).toEqual({ met: false, seen: '30 ms' });
    expect(found.get('p99 publish → decision at 10,000/s')).toEqual({ met: null, seen: null });
    expect(found.get('memory an account')).toEqual({ met: true, seen: '610 bytes' });
    expect(found.get('every partition decides again after kill -9 of one of two')?.met).toBe(false);
    expect(found.get('resident memory of 5 M accounts')).toEqual({ met: true, seen: '3.2 GiB' });
  });

  it('are told on the terminal with what was missed', () => {
    expect(figureLines(some).find((line) => line.includes('5,000/s'))).toMatch(
      /30 ms {2}\(target ≤ 20 ms, NOT MET\)$/,
    );
    expect(figureLines(nothing)).toEqual([]);
  });
});

describe('the page of benchmarks', () => {
  it('says what was measured on, how, and how far apart the rounds were', () => {
    const page = benchmarksPage(some);
    expect(page).toContain('| processor | 2 cores, Some Processor |');
    expect(page).toContain('| when | 2026-03-03 12:00:00 UTC |');
    expect(page).toContain('110,000 (90,000–120,000) transfers/s');
    expect(page).toContain('13.0 (12.0–14.0)');
    expect(page).toContain('| Kafka broker | 2 |');
    expect(page).toContain('| together | 12.5 |');
    expect(page).toContain('ALLOW 99.800%, REVIEW 0.200%');
    expect(page).toContain('11.0 (10.5–11.5) s, of which 1.5 s without any account; 11.5 s for a million');
    expect(page).toContain('first decision after 7.1 s, every partition after 8.2 s');
    expect(page).toContain('## Method');
  });

  it('names what could not be measured', () => {
    expect(benchmarksPage(some)).toContain('- engine: it ran out of memory');
    expect(benchmarksPage(some)).toContain(
      '| engine alone, all rules, one core | ≥ 400,000 transfers/s | not measured |  |',
    );
  });

  it('is whole with nothing measured at all', () => {
    const page = benchmarksPage(nothing);
    expect(page).not.toMatch(/undefined|NaN|null/);
    expect(page).not.toContain('## Engine alone');
  });

  it('keeps a bar inside a cell', () => {
    expect(table(['a'], [['x | y']])).toBe('| a |\n| --- |\n| x \\| y |');
  });
});

describe('the line of figures', () => {
  it('holds a number for what was measured and null for what was not', () => {
    expect(summaryOf(some)).toMatchObject({
      backlogTransfersPerSecond: 110_000,
      engineTransfersPerSecond: null,
      rawProducePerSecond: null,
      latencyMs: { '1000': { p99: 13 }, '5000': { p99: 30 }, '10000': null },
      hotAccountLatencyMs: { p99: 40 },
      longestDetectorPauseMs: 11.4,
      stopPaymentLatencyMs: null,
      bytesPerAccount: 610,
      restoreSecondsPerMillionAccounts: 11.5,
      firstDecisionAfterKillSeconds: 7.1,
      everyPartitionAfterKillOfOneOfTwoSeconds: 12.3,
      failures: [{ part: 'engine' }],
    });
    expect(JSON.parse(JSON.stringify(summaryOf(nothing)))).toEqual(summaryOf(nothing));
  });
});
