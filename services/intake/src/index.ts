import { TOPICS, type TopicName } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import {
  avroDecoder,
  type KafkaConnection,
  type Logger,
  type RunningConsumer,
  reasonOf,
} from '@sluice/stream-runtime';
import { createTally, type IntakeCounts } from './counts';
import { pollFolder } from './foldPoll';
import { rulesFolder } from './foldRules';
import type { IdTableOptions } from './ids/idTable';
import { createOutgoing } from './outgoing';
import { inputPartitions } from './partitions';
import { seedDefaultRules } from './seedDefaultRules';
import { waitForSeed } from './seedGate';
import { sendOutgoing } from './sendOutgoing';

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

export interface IntakeOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Partitions of `legs`; fixed once for a cluster. */
  readonly partitionCount: number;
  /** Configured incarnation per input topic, 0 where it was never recreated. */
  readonly incarnations?: Partial<Record<TopicName, number>>;
  readonly idTable?: IdTableOptions;
  readonly unknownSchemaPauseMs?: number;
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
  const inputs = inputPartitions(connection, options.incarnations ?? {}, options.idTable ?? {});
  const out = createOutgoing(partitionCount);
  const decode = avroDecoder(options.clock ?? Date.now, options.unknownSchemaPauseMs);
  const send = () => sendOutgoing(producer, out);
  const rules = rulesFolder({ partitionCount, out, tally, log, flush: send });
  const foldPoll = pollFolder({ codec, decode, partitionCount, inputs, out, tally, log, rules });
  let consumer: RunningConsumer | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let gate: 'closed' | 'open' = 'closed';
  let waitingFor = 'assignment';
  let stopped = false;

  const transferPartitions = Array.from(
    { length: await connection.partitionCount(TOPICS.transfers) },
    (_, partition) => ({
      topic: TOPICS.transfers,
      partition,
    }),
  );

  consumer = await connection.startConsumer({
    groupId: INTAKE_GROUP,
    topics: INPUTS,
    commit: 'acknowledged',
    startOffset: (at, committed) => {
      if (gate === 'closed') consumer?.pause(transferPartitions);
      return inputs.open(at, committed);
    },
    onRevoked: (revoked) => inputs.drop(revoked),
    async handle(batches) {
      // Folded while the send before is under way; one send is unresolved at a time.
      const { offsets, putOff } = await foldPoll(batches);
      await underWay;
      underWay = send().then(() => consumer?.acknowledge(offsets));
      underWay.catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, 'send given up while stopping'),
      );
      return putOff;
    },
    beforeLeave: () => underWay,
  });
  consumer.pause(transferPartitions);

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
    gate = 'open';
    consumer?.resume(transferPartitions);
    log.info({}, 'seeded: transfers are admitted');
  });

  return {
    counts: tally.counts,
    health() {
      const failure = consumer?.failure() ?? null;
      return {
        ready: gate === 'open' && failure === null && consumer?.state() === 'running',
        detail: {
          state: consumer?.state(),
          waitingFor: gate === 'open' ? null : waitingFor,
          failure: failure === null ? null : reasonOf(failure),
          lag: Number(consumer?.lag() ?? 0n),
          idsRemembered: inputs.all().reduce((sum, input) => sum + (input.ids?.size ?? 0), 0),
          ...tally.counts,
        },
      };
    },
    async stop() {
      stopped = true;
      await opening;
      await consumer?.stop();
      await producer.close();
    },
  };
}
