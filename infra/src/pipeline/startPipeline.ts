import { startCaseRecorder } from '@sluice/case-recorder';
import { startDetector } from '@sluice/detector';
import { startFundTracer } from '@sluice/fund-tracer';
import { type IntakeCounts, startIntake } from '@sluice/intake';
import { policyFrom, startStopPayment } from '@sluice/stop-payment';
import { failureIn } from './failureIn';
import {
  PARTITIONS_EMBEDDED,
  type PipelineOptions,
  preparePipeline,
  type SharedParts,
} from './preparePipeline';
import type { RunningPipeline } from './runningPipeline';

export { PARTITIONS_EMBEDDED, type PipelineOptions } from './preparePipeline';

/** Topics, schemas and tables first, then every service, all in this process. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const partitions = options.partitions ?? PARTITIONS_EMBEDDED;
  const shared = await preparePipeline(options);
  const start = starters(options, partitions, shared);
  const [intake, detector, stopPayment, recorder, tracer] = await Promise.all([
    start.intake(),
    start.detector(),
    start['stop-payment'](),
    start['case-recorder'](),
    start['fund-tracer'](),
  ]);
  const running = {
    intake,
    detector,
    'stop-payment': stopPayment,
    'case-recorder': recorder,
    'fund-tracer': tracer,
  };
  return pipelineOf(start, running, shared);
}

type Starters = ReturnType<typeof starters>;
export type ServiceName = keyof Starters;
type Running = { [Name in ServiceName]: Awaited<ReturnType<Starters[Name]>> };

/** All services composed into one process, as tests run them. */
export interface Pipeline extends RunningPipeline {
  /** The running instance of each service. */
  readonly services: Readonly<Running>;
  /** What intake has counted, over all instances since the start. */
  intakeCounts(): IntakeCounts;
  /** Stops one service in the middle of its work and starts it again. */
  restart(name: ServiceName): Promise<void>;
}

function starters(
  options: PipelineOptions,
  partitionCount: number,
  { connection, codec, store }: SharedParts,
) {
  const { log } = options;
  const policy = policyFrom({ SLUICE_POLICY: options.policy });
  if (!policy.ok) throw new Error(policy.problem.sentence);
  const parts = { connection, codec, log, clock: options.clock ?? Date.now };
  const idTable = options.idTable ?? {};
  return {
    intake: () => startIntake({ connection, codec, log, partitionCount, idTable }),
    detector: () => startDetector({ connection, codec, log }),
    'stop-payment': () => startStopPayment({ ...parts, policy: policy.value }),
    'case-recorder': () => startCaseRecorder({ ...parts, database: store }),
    'fund-tracer': () => startFundTracer({ ...parts, database: store }),
  };
}

function pipelineOf(start: Starters, running: Running, shared: SharedParts): Pipeline {
  const countedBefore: IntakeCounts[] = [];
  const restartOne = async <Name extends ServiceName>(name: Name): Promise<void> => {
    await running[name].stop();
    if (name === 'intake') countedBefore.push({ ...running.intake.counts });
    running[name] = (await start[name]()) as Running[Name]; // start[name] is the starter of running[name]
  };
  return {
    ...shared,
    services: running,
    restart: restartOne,
    health: async (name) => [running[name].health()],
    intakeCounts: () =>
      countedBefore.reduce<IntakeCounts>(
        (sum, counts) => ({
          debits: sum.debits + counts.debits,
          statuses: sum.statuses + counts.statuses,
          ledgerOnly: sum.ledgerOnly + counts.ledgerOnly,
          history: sum.history + counts.history,
          duplicates: sum.duplicates + counts.duplicates,
          deadLetters: sum.deadLetters + counts.deadLetters,
        }),
        { ...running.intake.counts },
      ),
    failure() {
      for (const [name, service] of Object.entries(running)) {
        const failure = failureIn(service.health().detail);
        if (failure !== null) return `${name}: ${failure}`;
      }
      return null;
    },
    async stop() {
      await running.intake.stop();
      await running.detector.stop();
      await Promise.all([
        running['stop-payment'].stop(),
        running['case-recorder'].stop(),
        running['fund-tracer'].stop(),
      ]);
      await shared.store.close();
      await shared.connection.close();
    },
  };
}
