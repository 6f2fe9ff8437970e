import { TOPICS } from '@sluice/domain';
import type { ClusterConnection } from '@sluice/stream-runtime';
import type { BenchContext } from '../context';
import type { Percentiles } from '../load/latencies';
import { type CpuOwner, cpuBetween, cpuNow } from '../measuring/cpuByService';
import { type Spread, spreadOf } from '../measuring/statistics';
import { longestPauses } from '../pipeline/eventLoop';
import { untilRecorded } from '../pipeline/recorderLag';
import { runLoad } from '../pipeline/runLoad';

/** One open-loop run. Latencies in ms from the due time of each transfer. */
export interface LatencyRound {
  /** Until the decision is read. */
  readonly received: Percentiles;
  /** Until the broker appended it. */
  readonly appended: Percentiles;
  /** Until the transfer's own send was acknowledged. */
  readonly published: Percentiles;
  /** Checkpoints of detector partitions that were completed during the run. */
  readonly checkpoints: number;
  /** The longest pause of the event loop in the run, ms, by service. */
  readonly pausesMs: Readonly<Record<string, number | null>>;
  /** Cores that each process kept busy. */
  readonly cores: Readonly<Partial<Record<CpuOwner, number>>>;
}

/** One kind of load, several rounds. */
export interface LatencyResult {
  readonly name: string;
  readonly ratePerSecond: number;
  readonly hotShare: number;
  readonly p50: Spread;
  readonly p99: Spread;
  readonly p999: Spread;
  readonly max: Spread;
  readonly rounds: readonly LatencyRound[];
}

export type LatencyResults = readonly LatencyResult[];

const HOT_SHARE = 0.2;
const LOADS = [
  { name: '1,000/s', ratePerSecond: 1_000, hotShare: 0 },
  { name: '5,000/s', ratePerSecond: 5_000, hotShare: 0 },
  { name: '10,000/s', ratePerSecond: 10_000, hotShare: 0 },
  { name: '5,000/s, one account 20%', ratePerSecond: 5_000, hotShare: HOT_SHARE },
] as const;
const SERVICES = ['intake', 'detector'] as const;
const RECORDED_MS_MAX = 120_000;
/** Code that has not met this load yet runs slower: not counted. */
const WARM_UP_SECONDS = { quick: 3, full: 8 } as const;

/**
 * Before the first round: in the first half minute the compilers of the broker and of seven Node processes take a core, and
 * latencies are five times those of a pipeline that has run for a while.
 */
const PIPELINE_WARM_UP = { ratePerSecond: 5_000, quick: 20, full: 60 } as const;

export async function measureLatency(context: BenchContext): Promise<LatencyResults> {
  const { ratePerSecond, quick, full } = PIPELINE_WARM_UP;
  await runLoad(await context.pipeline(), {
    ratePerSecond,
    warmUpSeconds: 0,
    seconds: context.quick ? quick : full,
    answeredBy: 'DECISION',
  });
  const results: LatencyResult[] = [];
  for (const load of LOADS) {
    const rounds: LatencyRound[] = [];
    for (let round = 0; round < (context.quick ? 1 : 3); round++) {
      const measured = await measureRound(context, load);
      rounds.push(measured);
      const { received, published, appended, pausesMs, checkpoints, cores } = measured;
      context.say(
        `latency at ${load.name}, round ${round + 1}: p50 ${received.p50} ms, p99 ${received.p99} ms, p99.9 ${received.p999} ms, max ${received.max} ms`,
      );
      context.say(
        `  publish itself p50 ${published.p50}, p99 ${published.p99}; decision appended p50 ${appended.p50}, p99 ${appended.p99}; pauses ${JSON.stringify(pausesMs)}; ${checkpoints} checkpoints; cores ${JSON.stringify(cores)}`,
      );
    }
    const of = (figure: 'p50' | 'p99' | 'p999' | 'max'): Spread =>
      spreadOf(rounds.map(({ received }) => received[figure]));
    results.push({ ...load, p50: of('p50'), p99: of('p99'), p999: of('p999'), max: of('max'), rounds });
  }
  return results;
}

async function measureRound(
  context: BenchContext,
  load: { readonly ratePerSecond: number; readonly hotShare: number },
): Promise<LatencyRound> {
  const pipeline = await context.pipeline();
  const { processes } = pipeline;
  const { connection } = processes;
  await untilRecorded(processes, RECORDED_MS_MAX);
  // Asking sets the longest pause back.
  await longestPauses(processes, SERVICES);
  const cpu = cpuNow();
  const began = Date.now();
  const warmUpSeconds = context.quick ? WARM_UP_SECONDS.quick : WARM_UP_SECONDS.full;
  const measured = await runLoad(pipeline, {
    ratePerSecond: load.ratePerSecond,
    hotShare: load.hotShare,
    warmUpSeconds,
    seconds: context.quick ? 8 : 30,
    answeredBy: 'DECISION',
  });
  const used = cpuBetween(cpu, cpuNow());
  const micros = (Date.now() - began) * 1_000;
  const { received, appended, published, cpuMicroseconds } = measured;
  return {
    received,
    appended,
    published,
    checkpoints: await checkpointsSince(connection, began),
    pausesMs: await longestPauses(processes, SERVICES),
    cores: Object.fromEntries(
      Object.entries({ ...used, load: cpuMicroseconds }).flatMap(([owner, time]) =>
        time === 0 ? [] : [[owner, Math.round((time / micros) * 100) / 100]],
      ),
    ),
  };
}

/** Images of partitions that were completed since `began`: each leaves one manifest. */
async function checkpointsSince(connection: ClusterConnection, began: number): Promise<number> {
  let count = 0;
  await connection.readToEnd(TOPICS.detectorManifests, {
    isolation: 'read_committed',
    onRecord({ timestamp, value }) {
      if (timestamp >= began && value !== null) count += 1;
    },
  });
  return count;
}
