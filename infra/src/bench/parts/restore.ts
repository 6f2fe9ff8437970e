import { sleep } from '@sluice/stream-runtime';
import { startChild } from '../children/runChild';
import type { BenchContext } from '../context';
import type { LoadMeasurement } from '../load/loadSettings';
import { type Spread, spreadOf } from '../measuring/statistics';
import type { BenchPipeline, BenchPipelineOptions } from '../pipeline/benchPipeline';
import { restoredPartitions } from '../pipeline/restoredPartitions';
import { runBacklog } from '../pipeline/runBacklog';
import { loadSettings } from '../pipeline/runLoad';

/** How long a detector that left or died is away. Seconds. */
export interface RestoreResult {
  /** Accounts with state when the detector was restored. */
  readonly accounts: number;
  readonly transfersBefore: number;
  /** From the launch of a detector that has nothing but the checkpoint until it is ready. */
  readonly restoreSeconds: Spread;
  /** The same of a detector without any state: process, group, partitions. */
  readonly emptySeconds: number;
  /** What a million accounts take: the time without any and, in proportion, the time that these accounts took beyond it. */
  readonly secondsPerMillionAccounts: number;
  readonly killedAccounts: number;
  readonly onlyDetectorKilled: SecondsAway;
  readonly oneOfTwoKilled: SecondsAway;
}

/** Seconds from kill -9 of a detector under load. */
export interface SecondsAway {
  /** Until the first decision of a partition that had stood still. */
  readonly first: number;
  /** Until every partition has decided again. */
  readonly everyPartition: number;
}

const READY_MS_MAX = 120_000;
const KILL_RATE_PER_SECOND = 1_000;
// After the load has ended its answers are awaited: a detector may come back later than that.
const KILL_LOAD = {
  quick: { seconds: 8, killAfterMs: 3_000 },
  full: { seconds: 25, killAfterMs: 6_000 },
} as const;
const LOAD_LEAD_MS = 4_000;

type OwnOptions = Omit<BenchPipelineOptions, 'stack' | 'say'>;

export async function measureRestore(context: BenchContext): Promise<RestoreResult> {
  const sizes = context.quick
    ? { killed: 200_000, restored: 200_000, transfers: 200_000, rounds: 1 }
    : { killed: 200_000, restored: 1_000_000, transfers: 2_000_000, rounds: 3 };
  // What records and acts on decisions is left out: the detector's own time is asked for.
  const own = (accounts: number): OwnOptions => ({
    accounts,
    masterData: false,
    supervised: true,
    instances: { 'case-recorder': 0, 'fund-tracer': 0, 'stop-payment': 0 },
  });
  const kills = async (pipeline: BenchPipeline) => {
    const load = context.quick ? KILL_LOAD.quick : KILL_LOAD.full;
    const only = await secondsAfterKill(pipeline, load);
    context.say(`kill -9 of the only detector: ${textOf(only)}`);
    await pipeline.processes.add('detector');
    const ofTwo = await secondsAfterKill(pipeline, load);
    context.say(`kill -9 of one of two: ${textOf(ofTwo)}`);
    return { only, ofTwo };
  };

  const restored = await context.ownPipeline(own(sizes.restored));
  let result: Omit<RestoreResult, `${string}Killed`>;
  let killed: Awaited<ReturnType<typeof kills>> | null = null;
  try {
    const emptySeconds = await relaunch(restored);
    await runBacklog(restored, sizes.transfers);
    const measured = await restoreSeconds(restored, sizes.rounds);
    context.say(
      `restore of ${measured.accounts} accounts: ${measured.seconds.map((one) => one.toFixed(1)).join(', ')} s`,
    );
    const spread = spreadOf(measured.seconds);
    result = {
      accounts: measured.accounts,
      transfersBefore: sizes.transfers,
      restoreSeconds: spread,
      emptySeconds,
      secondsPerMillionAccounts:
        emptySeconds + (Math.max(0, spread.median - emptySeconds) * 1e6) / measured.accounts,
      killedAccounts: sizes.killed,
    };
    if (context.quick) killed = await kills(restored);
  } finally {
    await restored.stop();
  }
  if (killed === null) {
    const small = await context.ownPipeline(own(sizes.killed));
    try {
      await runBacklog(small, sizes.transfers / 4);
      killed = await kills(small);
    } finally {
      await small.stop();
    }
  }
  return {
    ...result,
    onlyDetectorKilled: killed.only,
    oneOfTwoKilled: killed.ofTwo,
  };
}

/** Lets the detector leave, which writes a checkpoint of everything, and start again; seconds from its launch until it is ready. */
async function relaunch({ processes }: BenchPipeline): Promise<number> {
  const [detector] = processes.instances('detector');
  if (detector === undefined) throw new RangeError('the pipeline has no detector');
  await detector.stop();
  const began = Date.now();
  await detector.start();
  await detector.untilReady(READY_MS_MAX);
  return (Date.now() - began) / 1_000;
}

async function restoreSeconds(
  pipeline: BenchPipeline,
  rounds: number,
): Promise<{ readonly accounts: number; readonly seconds: readonly number[] }> {
  const seconds: number[] = [];
  let accounts = 0;
  for (let round = 0; round < rounds; round++) {
    const said = restoredPartitions(pipeline.processes.instances('detector')[0]?.logFile ?? '');
    seconds.push(await relaunch(pipeline));
    accounts = said.since().accounts;
  }
  return { accounts, seconds };
}

/** Kills a detector under load and finds how long each creditor's partition had no decision. */
async function secondsAfterKill(
  pipeline: BenchPipeline,
  load: (typeof KILL_LOAD)['quick' | 'full'],
): Promise<SecondsAway> {
  const { processes } = pipeline;
  const settings = loadSettings(pipeline, {
    ratePerSecond: KILL_RATE_PER_SECOND,
    warmUpSeconds: 0,
    seconds: load.seconds,
    answeredBy: 'DECISION',
  });
  const decisionsFlow = Date.now() + LOAD_LEAD_MS;
  const run = await startChild<LoadMeasurement>('load', settings);
  await sleep(Math.max(0, decisionsFlow - Date.now()) + load.killAfterMs);
  const killedAt = Date.now();
  processes.kill('detector');
  const measured = await run.answer;
  if (measured.missing > 0)
    throw new Error(`${measured.missing} transfers had no decision after kill -9 of a detector`);
  const away = measured.silences.filter(({ from, to }) => from <= killedAt + 500 && to >= killedAt);
  if (away.length === 0) throw new Error('decisions went on as if no detector had been killed');
  const back = away.map(({ to }) => (to - killedAt) / 1_000);
  return { first: Math.min(...back), everyPartition: Math.max(...back) };
}

function textOf({ first, everyPartition }: SecondsAway): string {
  return `first decision after ${first.toFixed(1)} s, every partition after ${everyPartition.toFixed(1)} s`;
}
