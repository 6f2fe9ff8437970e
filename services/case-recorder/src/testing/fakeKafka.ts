import {
  type ConsumerOptions,
  type KafkaConnection,
  type PolledBatch,
  plainRecords,
  type RunningConsumer,
  type TopicRecords,
} from '@sluice/stream-runtime';

/** A connection whose polls the test makes: what was sent, and the recorder's handler. */
export interface HandKafka {
  readonly connection: KafkaConnection;
  readonly sent: TopicRecords[];
  poll(batches: readonly PolledBatch[]): Promise<void>;
  startOffset(topic: string, partition: number): Promise<bigint | 'earliest'>;
}

/** For tests that decide which records come together and in which order; nothing is fetched by itself. */
export function handKafka(): HandKafka {
  const sent: TopicRecords[] = [];
  let options: ConsumerOptions | null = null;
  const consumer: RunningConsumer = {
    groupId: 'by-hand',
    assigned: () => [],
    pause: () => undefined,
    resume: () => undefined,
    positions: () => new Map(),
    acknowledge: () => undefined,
    committed: () => new Map(),
    reopen: () => undefined,
    failure: () => null,
    state: () => 'running',
    lag: () => 0n,
    stop: async () => undefined,
  };
  const notHere = () => Promise.reject(new Error('not part of this test'));
  return {
    sent,
    poll: async (batches) => {
      await options!.handle(batches);
    },
    startOffset: async (topic, partition) => options!.startOffset!({ topic, partition }, null),
    connection: {
      startConsumer: async (given) => {
        options = given;
        return consumer;
      },
      producer: async () => ({
        send: async (topics) => void sent.push(...topics.map(plainRecords)),
        close: async () => undefined,
      }),
      transactionalProducer: notHere,
      readToEnd: notHere,
      endOffsets: async () => new Map(),
      startOffsets: async () => new Map(),
      committedOffsets: async () => new Map(),
      partitionCount: async () => 4,
      close: async () => undefined,
    },
  };
}
