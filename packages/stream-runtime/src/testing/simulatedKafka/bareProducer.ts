import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { OutgoingRecord, TopicRecords } from '../../api';
import type { RecordBatch } from '../../recordBatch/recordBatch';
import type { SimulatedCluster } from './simulatedCluster';
import type { SimulatedHost } from './simulatedTime';

/** One record of a partition, out of whatever form it was handed over in. */
export interface BareRecord {
  readonly topic: string;
  readonly record: OutgoingRecord;
}

/** kafkajs' idempotent producer without any of the runtime's care, for showing what that care is for. */
export interface BareProducer {
  /** One request, as kafkajs makes it; rejects as kafkajs does. */
  send(records: readonly BareRecord[]): Promise<void>;
  close(): Promise<void>;
}

export async function openBareProducer(
  cluster: SimulatedCluster,
  host: SimulatedHost,
): Promise<BareProducer> {
  const kafka = new Kafka({
    clientId: host.name,
    brokers: ['simulated:9092'],
    socketFactory: cluster.socketFactory(host),
    retry: { initialRetryTime: 20, maxRetryTime: 200, retries: 2 },
    logLevel: logLevel.NOTHING,
  });
  const producer: Producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 5,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  return {
    async send(records) {
      const byTopic = new Map<string, OutgoingRecord[]>();
      for (const { topic, record } of records) {
        const list = byTopic.get(topic) ?? [];
        list.push(record);
        byTopic.set(topic, list);
      }
      const topicMessages = [...byTopic].map(([topic, list]) => ({
        topic,
        messages: list.map(({ key, value, partition, headers }) => ({
          key,
          value,
          ...(partition === undefined ? {} : { partition }),
          ...(headers === undefined ? {} : { headers: { ...headers } }),
        })),
      }));
      if (topicMessages.length > 0) await producer.sendBatch({ acks: -1, topicMessages });
    },
    close: () => producer.disconnect(),
  };
}

/** Takes the records out of what a service hands over, each copied, since the service uses its buffers again. */
export function bareRecords(given: readonly (TopicRecords | RecordBatch)[]): BareRecord[] {
  const copied = (part: OutgoingRecord['key']): OutgoingRecord['key'] =>
    typeof part === 'string' || part === null ? part : Buffer.from(part);
  return given.flatMap((one) =>
    [...('hold' in one ? one.readBack() : one.records)].map((record) => ({
      topic: one.topic,
      record: { ...record, key: copied(record.key), value: copied(record.value) },
    })),
  );
}
