import {
  type ConsumerOptions,
  type KafkaConnection,
  plainRecords,
  type RunningConsumer,
  type TopicRecords,
} from '@sluice/stream-runtime';

/** A connection in memory: keeps what is sent, hands over what the test delivers. */
export interface MemoryKafka {
  readonly connection: KafkaConnection;
  /** Called for each send, before it is acknowledged. */
  onSend: (topics: readonly TopicRecords[]) => void;
  readonly isolationOf: Map<string, string>;
  deliver(topic: string, value: Buffer, key?: string): Promise<void>;
  stopped: number;
}

export function memoryKafka(): MemoryKafka {
  const consumers: ConsumerOptions[] = [];
  const notHere = () => Promise.reject(new Error('not part of this test'));
  let offset = 0n;
  const kafka: MemoryKafka = {
    onSend: () => undefined,
    isolationOf: new Map(),
    stopped: 0,
    async deliver(topic, value, key) {
      const reader = consumers.find(({ topics }) => topics.includes(topic));
      if (reader === undefined) throw new Error(`nobody reads ${topic}`);
      const record = {
        topic,
        partition: 0,
        offset: offset++,
        timestamp: 0,
        key: key === undefined ? null : Buffer.from(key),
        value,
        headers: {},
      };
      await reader.handle([{ topic, partition: 0, records: [record], highWatermark: offset }]);
    },
    connection: {
      async startConsumer(options) {
        consumers.push(options);
        for (const topic of options.topics) kafka.isolationOf.set(topic, options.isolation ?? 'default');
        return runningConsumer(options.groupId, () => {
          kafka.stopped++;
        });
      },
      producer: async () => ({
        async send(topics) {
          kafka.onSend(topics.map(plainRecords));
        },
        async close() {
          kafka.stopped++;
        },
      }),
      transactionalProducer: notHere,
      readToEnd: notHere,
      endOffsets: async () => new Map(),
      startOffsets: async () => new Map(),
      committedOffsets: async () => new Map(),
      partitionCount: async () => 1,
      close: async () => undefined,
    },
  };
  return kafka;
}

function runningConsumer(groupId: string, onStop: () => void): RunningConsumer {
  return {
    groupId,
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
    stop: async () => onStop(),
  };
}
