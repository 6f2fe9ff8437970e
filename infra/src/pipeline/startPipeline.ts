import { startCaseRecorder } from '@sluice/case-recorder';
import { type CaseStore, migrate, openCaseStore } from '@sluice/case-store';
import { startDetector } from '@sluice/detector';
import type { EventCodec, TopicProfile } from '@sluice/event-codec';
import { startFundTracer } from '@sluice/fund-tracer';
import { type IntakeCounts, type IntakeOptions, startIntake } from '@sluice/intake';
import type { Logger } from '@sluice/observability';
import { policyFrom, startStopPayment } from '@sluice/stop-payment';
import { type ClusterConnection, connectKafka } from '@sluice/stream-runtime';
import type { StackAddresses } from '../stack';
import { prepareCluster } from './prepareCluster';

export interface PipelineOptions {
  readonly addresses: Pick<StackAddresses, 'brokers' | 'registryUrl' | 'databaseUrl'>;
  readonly log: Logger;
  readonly profile?: TopicProfile;
  readonly partitions?: number;
  /** Time at which stops are issued and end, and cases are written; the wall's own unless a run is faster. */
  readonly clock?: () => number;
  readonly policy?: string;
  readonly idTable?: IntakeOptions['idTable'];
}

export const PARTITIONS_EMBEDDED = 8;

/** Topics, schemas and tables first, then every service. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { addresses, log } = options;
  const partitions = options.partitions ?? PARTITIONS_EMBEDDED;
  const connection = await connectKafka({ brokers: addresses.brokers, clientId: 'sluice' }, log);
  const [codec] = await Promise.all([
    prepareCluster(connection, {
      registry: { url: addresses.registryUrl, auth: null },
      profile: options.profile ?? 'embedded',
      partitions,
    }),
    migrate(addresses.databaseUrl),
  ]);
  const store = openCaseStore(addresses.databaseUrl, { applicationName: 'sluice', connectionsMax: 8 });
  const start = starters(options, partitions, connection, codec, store);
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
  return pipelineOf(start, running, { connection, codec, store });
}

type Starters = ReturnType<typeof starters>;
export type ServiceName = keyof Starters;
type Running = { [Name in ServiceName]: Awaited<ReturnType<Starters[Name]>> };

/** All services composed into one process, as the demo, the replay and the tests run them. */
export interface Pipeline {
  readonly connection: ClusterConnection;
  readonly codec: EventCodec;
  readonly store: CaseStore;
  /** The running instance of each service. */
  readonly services: Readonly<Running>;
  /** What intake has counted, over all instances since the start. */
  intakeCounts(): IntakeCounts;
  /** Stops one service in the middle of its work and starts it again. */
  restart(name: ServiceName): Promise<void>;
  /** Name and sentence of the first service that a bug has stopped, or null. */
  failure(): string | null;
  stop(): Promise<void>;
}

function starters(
  options: PipelineOptions,
  partitionCount: number,
  connection: ClusterConnection,
  codec: EventCodec,
  store: CaseStore,
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

function pipelineOf(
  start: Starters,
  running: Running,
  shared: Pick<Pipeline, 'connection' | 'codec' | 'store'>,
): Pipeline {
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
        const { failure } = service.health().detail;
        if (typeof failure === 'string') return `${name}: ${failure}`;
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
