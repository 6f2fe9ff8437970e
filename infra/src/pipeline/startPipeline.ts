import { type CaseRecorder, startCaseRecorder } from '@sluice/case-recorder';
import { type CaseStore, migrate, openCaseStore } from '@sluice/case-store';
import { type Detector, startDetector } from '@sluice/detector';
import type { EventCodec, TopicProfile } from '@sluice/event-codec';
import { type FundTracer, startFundTracer } from '@sluice/fund-tracer';
import { type Intake, type IntakeOptions, startIntake } from '@sluice/intake';
import type { Logger } from '@sluice/observability';
import { policyFrom, type StopPaymentService, startStopPayment } from '@sluice/stop-payment';
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

/** All services composed into one process, as the demo, the replay and the tests run them. */
export interface Pipeline {
  readonly connection: ClusterConnection;
  readonly codec: EventCodec;
  readonly store: CaseStore;
  readonly intake: Intake;
  readonly detector: Detector;
  readonly stopPayment: StopPaymentService;
  readonly recorder: CaseRecorder;
  readonly tracer: FundTracer;
  /** Name and sentence of the first service that a bug has stopped, or null. */
  failure(): string | null;
  stop(): Promise<void>;
}

export const PARTITIONS_EMBEDDED = 8;

/** Topics, schemas and tables first, then every service. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { addresses, log } = options;
  const clock = options.clock ?? Date.now;
  const partitions = options.partitions ?? PARTITIONS_EMBEDDED;
  const policy = policyFrom({ SLUICE_POLICY: options.policy });
  if (!policy.ok) throw new Error(policy.problem.sentence);
  const connection = await connectKafka({ brokers: addresses.brokers, clientId: 'sluice' }, log);
  const [codec] = await Promise.all([
    prepareCluster(connection, {
      registry: { url: addresses.registryUrl, auth: null },
      profile: options.profile ?? 'embedded',
      partitions,
    }),
    migrate(addresses.databaseUrl),
  ]);
  const store = openCaseStore(addresses.databaseUrl, { applicationName: 'sluice' });
  const parts = { connection, codec, log, clock };
  const [intake, detector, stopPayment, recorder, tracer] = await Promise.all([
    startIntake({
      connection,
      codec,
      log,
      partitionCount: partitions,
      ...(options.idTable === undefined ? {} : { idTable: options.idTable }),
    }),
    startDetector({ connection, codec, log }),
    startStopPayment({ ...parts, policy: policy.value }),
    startCaseRecorder({ ...parts, database: store }),
    startFundTracer({ ...parts, database: store }),
  ]);
  const services = {
    intake,
    detector,
    'stop-payment': stopPayment,
    'case-recorder': recorder,
    'fund-tracer': tracer,
  };
  return {
    connection,
    codec,
    store,
    intake,
    detector,
    stopPayment,
    recorder,
    tracer,
    failure() {
      for (const [name, service] of Object.entries(services)) {
        const { failure } = service.health().detail;
        if (typeof failure === 'string') return `${name}: ${failure}`;
      }
      return null;
    },
    async stop() {
      await intake.stop();
      await detector.stop();
      await Promise.all([stopPayment.stop(), recorder.stop(), tracer.stop()]);
      await store.close();
      await connection.close();
    },
  };
}
