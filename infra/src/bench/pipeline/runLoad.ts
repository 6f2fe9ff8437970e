import { runChild } from '../children/runChild';
import type { LoadMeasurement, LoadSettings } from '../load/loadSettings';
import { type BenchPipeline, PARTITIONS } from './benchPipeline';

/** What of an open-loop run differs from part to part. */
export interface LoadRun {
  readonly ratePerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly answeredBy: LoadSettings['answeredBy'];
  readonly hotShare?: number;
  readonly blockedShare?: number;
}

const DRAIN_MS = 30_000;

/** The settings of a load process that publishes to this pipeline. */
export function loadSettings(pipeline: BenchPipeline, load: LoadRun): LoadSettings {
  const { ratePerSecond, warmUpSeconds, seconds, answeredBy, hotShare = 0, blockedShare = 0 } = load;
  const { stack, population } = pipeline;
  const bank = pipeline.plan(Math.ceil(ratePerSecond * (warmUpSeconds + seconds)));
  return {
    brokers: stack.brokers,
    registryUrl: stack.registryUrl,
    accounts: population.size,
    partitions: PARTITIONS,
    bank: { ...bank, hotShare, blockedShare },
    ratePerSecond,
    warmUpSeconds,
    seconds,
    answeredBy,
    drainMs: DRAIN_MS,
  };
}

/** Runs the load to its end; throws where a transfer had no answer, or more than one. */
export async function runLoad(pipeline: BenchPipeline, load: LoadRun): Promise<LoadMeasurement> {
  const measured = await runChild<LoadMeasurement>('load', loadSettings(pipeline, load));
  const failure = pipeline.processes.failure();
  if (failure !== null) throw new Error(failure);
  if (measured.missing > 0)
    throw new Error(
      `${measured.missing} of ${measured.transfers} transfers at ${load.ratePerSecond}/s had no answer`,
    );
  return measured;
}
