import { TOPICS, type TopicName } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import type { Metrics } from '@sluice/observability';
import {
  avroDecoder,
  type KafkaConnection,
  keepImages,
  type Logger,
  type RunningConsumer,
  reasonOf,
} from '@sluice/stream-runtime';
import { followDetector } from './backPressure/followDetector';
import { createTally, type IntakeCounts } from './counts';
import { pollFolder } from './foldPoll';
import { rulesFolder } from './foldRules';
import type { IdTableOptions } from './ids/idTable';
import { observeIntake } from './metrics';
import { createOutgoing } from './outgoing';
import { inputPartitions } from './partitions';
import { seedDefaultRules } from './seedDefaultRules';
import { waitForSeed } from './seedGate';
import { sendOutgoing } from './sendOutgoing';
import { transfersGate } from './transfersGate';

export type { IntakeCounts } from './counts';

/** The consumer group of intake; others wait for its committed offsets. */
export const INTAKE_GROUP = 'intake';
const INPUTS: readonly TopicName[] = [
  TOPICS.rules,
  TOPICS.accounts,
  TOPICS.watchlist,
  TOPICS.transferHistory,
  TOPICS.transfers,
];

// Recognised again by a restore at most, for each partition: with 8 of them about half a million, 2 to 3 s of one core.
const IMAGE_RECORDS_DEFAULT = 60_000;

export interface IntakeOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Partitions of `legs`; fixed once for a cluster. */
  readonly partitionCount: number;
  /** Configured incarnation per input topic, 0 where it was never recreated. */
  readonly incarnations?: Partial<Record<TopicName, number>>;
  readonly idTable?: IdTableOptions;
  /** Records of a partition after which the next image of its ids begins. */
  readonly imageRecords?: number;
  readonly unknownSchemaPauseMs?: number;
  /** Whether `transfers` rests while the detector has much to do. Default true. */
  readonly backPressure?: boolean;
  readonly metrics?: Metrics;
  readonly clock?: () => number;
}

export interface Intake {
  readonly counts: Readonly<IntakeCounts>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

/** Starts intake: `transfers`, `transfer-history` and the table topics in, entries of `legs` and `dead-letters` out. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { connection, codec, log, partitionCount } = options;
  const legsPartitions = await connection.partitionCount(TOPICS.legs);
  if (legsPartitions !== partitionCount) {
    throw new RangeError(
      `legs has ${legsPartitions} partitions and SLUICE_PARTITIONS is ${partitionCount}: set it to ${legsPartitions}, or accounts would go to partitions whose owners do not know them`,
    );
  }
  const tally = createTally();
  const producer = await connection.producer('intake');
  await seedDefaultRules(connection, producer, log);
  const inputs = inputPartitions({
    connection,
    log,
    incarnations: options.incarnations ?? {},
    idTable: options.idTable ?? {},
  });
  const out = createOutgoing(partitionCount);
  const decode = avroDecoder(options.clock ?? Date.now, options.unknownSchemaPauseMs);
  const transfersPartitions = await connection.partitionCount(TOPICS.transfers);
  const gate = transfersGate(
    Array.from({ length: transfersPartitions }, (_, partition) => ({ topic: TOPICS.transfers, partition })),
  );
  const follower =
    (options.backPressure ?? true)
      ? followDetector({ connection, log, partitionCount, onChange: (resting) => gate.rest(resting) })
      : null;
  const appended = follower?.appended ?? (() => () => undefined);
  const send = () => sendOutgoing(producer, out, appended);
  const rules = rulesFolder({ partitionCount, out, tally, log, flush: send });
  const foldPoll = pollFolder({ codec, decode, partitionCount, inputs, out, tally, log, rules });
  let consumer: RunningConsumer | null = null;
  let underWay: Promise<void> = Promise.resolve();
  const images = keepImages({
    owned: inputs.imaged,
    checkpointsOf: inputs.checkpointsOf,
    consumer: () => consumer,
    workPerImage: options.imageRecords ?? IMAGE_RECORDS_DEFAULT,
  });
  let waitingFor = 'assignment';
  let stopped = false;

  consumer = await connection.startConsumer({
    groupId: INTAKE_GROUP,
    topics: INPUTS,
    commit: 'acknowledged',
    startOffset: (at, committed) => inputs.open(at, committed),
    onRevoked: (revoked) => inputs.drop(revoked),
    async handle(batches) {
      // Folded while the send before is under way; one send is unresolved at a time.
      const { offsets, putOff } = await foldPoll(batches);
      await underWay;
      underWay = send().then(() => {
        for (const { offset, ...at } of offsets) {
          const input = inputs.get(at);
          if (input !== undefined) input.acknowledged = offset;
        }
        consumer?.acknowledge(offsets);
      });
      underWay.catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, 'send given up while stopping'),
      );
      images.afterPoll();
      return putOff;
    },
    async beforeLeave() {
      await underWay;
      await images.handOver();
    },
  });
  gate.use(consumer);
  const endObserving =
    options.metrics === undefined
      ? () => undefined
      : observeIntake(options.metrics, { tally, inputs, follower, consumer: () => consumer });

  const opening = waitForSeed(
    connection,
    INTAKE_GROUP,
    log,
    () => stopped,
    (what) => {
      waitingFor = what;
    },
  ).then(() => {
    if (stopped) return;
    gate.seed();
    log.info({}, 'seeded: transfers are admitted');
  });

  return {
    counts: tally.counts,
    health() {
      const failure = consumer?.failure() ?? null;
      return {
        ready: gate.seeded && failure === null && consumer?.state() === 'running',
        detail: {
          state: consumer?.state(),
          waitingFor: gate.seeded ? (follower?.waitingFor() ?? null) : waitingFor,
          failure: failure === null ? null : reasonOf(failure),
          lag: Number(consumer?.lag() ?? 0n),
          outstanding: follower?.outstanding() ?? null,
          idsRemembered: inputs.all().reduce((sum, input) => sum + (input.ids?.size ?? 0), 0),
          ...tally.counts,
        },
      };
    },
    async stop() {
      stopped = true;
      await opening;
      await follower?.stop();
      await consumer?.stop();
      endObserving();
      await inputs.close();
      await producer.close();
    },
  };
}
