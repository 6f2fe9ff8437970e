import { CompressionTypes, Kafka, logLevel } from 'kafkajs';

/**
 * What the Kafka client alone can do on a machine: the ceiling for whatever stands on it. Plain `sendBatch` and `eachBatch`
 * as its documentation shows them, none of this package's own means.
 */
export interface RawKafka {
  /** Sends `records` records of `valueBytes` bytes, each with its own key, and waits for every acknowledgement; seconds. */
  produce(records: number): Promise<number>;
  /** Reads them all back from the beginning in a new group; seconds from the first batch to the last. */
  consume(records: number): Promise<number>;
  close(): Promise<void>;
}

export interface RawKafkaOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly valueBytes: number;
  readonly recordsPerSend: number;
}

const GROUP = 'raw-kafka-bench';

/** Makes the topic anew and connects. */
export async function openRawKafka(options: RawKafkaOptions): Promise<RawKafka> {
  const { topic, recordsPerSend } = options;
  const kafka = new Kafka({ clientId: GROUP, brokers: [...options.brokers], logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics({ topics: [topic] });
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: options.partitions, replicationFactor: 1 }],
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const value = Buffer.alloc(options.valueBytes, 7);
  let keys = 0;
  let groups = 0;

  return {
    async produce(records) {
      const start = performance.now();
      for (let left = records; left > 0; left -= recordsPerSend) {
        const messages = Array.from({ length: Math.min(left, recordsPerSend) }, () => ({
          key: `key-${keys++}`,
          value,
        }));
        await producer.sendBatch({
          acks: -1,
          compression: CompressionTypes.None,
          topicMessages: [{ topic, messages }],
        });
      }
      return (performance.now() - start) / 1_000;
    },
    async consume(records) {
      const groupId = `${GROUP}-${groups++}`;
      const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      let read = 0;
      let firstAt = 0;
      const seconds = await new Promise<number>((resolve, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        consumer
          .run({
            partitionsConsumedConcurrently: options.partitions,
            eachBatch: async ({ batch }) => {
              if (firstAt === 0) firstAt = performance.now();
              read += batch.messages.length;
              if (read >= records) resolve((performance.now() - firstAt) / 1_000);
            },
          })
          .catch(reject);
      });
      await consumer.disconnect();
      await admin.deleteGroups([groupId]);
      return seconds;
    },
    async close() {
      await producer.disconnect();
      await admin.deleteTopics({ topics: [topic] });
      await admin.disconnect();
    },
  };
}
