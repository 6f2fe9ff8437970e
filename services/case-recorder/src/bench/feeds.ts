import type { CaseStore } from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import { topicSpecs } from '@sluice/event-codec';
import type { KafkaSettings } from '@sluice/observability';
import {
  connectKafka,
  type KafkaConnection,
  type PolledBatch,
  silentLogger,
  sleep,
} from '@sluice/stream-runtime';
import { handKafka } from '../testing/fakeKafka';
import { type LogPartition, PARTITIONS } from '../testing/memoryLog';
import { PER_FRAME } from './paymentsDay';

/** A log that a recorder can be started on. */
export interface Feed {
  readonly name: string;
  readonly connection: KafkaConnection;
  /** Brings everything once, to a recorder that is running; resolves when it is recorded in `store`. */
  run(store: CaseStore): Promise<void>;
  close(): Promise<void>;
}

/** Polls out of memory, frames and the decisions on them side by side: what the recorder and the database cost alone. */
export function fromMemory(log: readonly LogPartition[]): Feed {
  const kafka = handKafka();
  return {
    name: 'from memory',
    connection: kafka.connection,
    run: async () => {
      for (const poll of polls(log)) await kafka.poll(poll);
    },
    close: async () => undefined,
  };
}

/** Through a cluster, which must be empty: the log is published first. */
export async function throughKafka(settings: KafkaSettings, log: readonly LogPartition[]): Promise<Feed> {
  const connection = await connectKafka({ ...settings, clientId: 'recorder-bench' }, silentLogger);
  await connection.createTopics(topicSpecs('embedded', PARTITIONS));
  const ends = [...(await connection.endOffsets(TOPICS.legs)).values()];
  if (ends.some((end) => end > 0n))
    throw new Error(
      'the cluster holds records already; start an empty one: SLUICE_STACK_DATA=<new folder> npm run stack',
    );
  const producer = await connection.producer('recorder-bench');
  for (const records of log) {
    const { topic, partition } = records[0]!;
    const perSend = topic === TOPICS.legs ? 16 : 16 * PER_FRAME;
    for (let from = 0; from < records.length; from += perSend)
      await producer.send([
        {
          topic,
          records: records.slice(from, from + perSend).map(({ key, value }) => ({ partition, key, value })),
        },
      ]);
  }
  await producer.close();
  return {
    name: 'through Kafka',
    connection,
    run: (store) => untilRecorded(store, log),
    close: () => connection.close(),
  };
}

async function untilRecorded(store: CaseStore, log: readonly LogPartition[]): Promise<void> {
  const total = log.reduce((sum, records) => sum + records.length, 0);
  for (;;) {
    const { rows } = await store.pool.query<{ recorded: number }>(
      'select coalesce(sum(next_offset), 0)::int as recorded from recorder_position',
    );
    if (rows[0]!.recorded >= total) return;
    await sleep(20);
  }
}

const FRAMES_PER_POLL = 16;

function* polls(log: readonly LogPartition[]): Generator<PolledBatch[]> {
  const size = (topic: string) => (FRAMES_PER_POLL / PARTITIONS) * (topic === TOPICS.legs ? 1 : PER_FRAME);
  for (let round = 0; ; round++) {
    const batches = log.flatMap((records) => {
      const { topic, partition } = records[0]!;
      const part = records.slice(round * size(topic), (round + 1) * size(topic));
      return part.length === 0
        ? []
        : [{ topic, partition, records: part, highWatermark: BigInt(records.length) }];
    });
    if (batches.length === 0) return;
    yield batches;
  }
}
