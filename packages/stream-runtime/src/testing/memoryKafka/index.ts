import type { ConsumedRecord, KafkaConnection, TopicRecords } from '../../api';
import { consumerGroups } from './groups';
import { startMemoryConsumer } from './memoryConsumer';
import { topicLogs } from './topicLog';
import { type TransactionFault, transactions } from './transactions';

export type { TransactionFault } from './transactions';

/** A cluster in memory for unit tests of services, and what a test may look at and break. */
export interface MemoryKafka {
  /** A connection as `connectKafka` gives one; several share the cluster, as several processes would. */
  connect(): KafkaConnection;
  /** Appends as an outside producer would. */
  publish(topics: readonly TopicRecords[]): void;
  /** Every record of a topic, partition by partition. */
  records(topic: string): readonly ConsumedRecord[];
  failNextTransaction(transactionalId: string, fault: TransactionFault): void;
  transactionsCommitted(): number;
}

/**
 * Kafka as far as `KafkaConnection` promises it: partitions by key, eager groups with several members, committed offsets,
 * transactions with fencing and with control markers that take offsets. Nothing is ever lost or slow by itself.
 * `partitionCounts` names the topics; `now` stamps records (append time).
 */
export function memoryKafka(
  partitionCounts: Readonly<Record<string, number>>,
  now: () => number = Date.now,
): MemoryKafka {
  const logs = topicLogs(partitionCounts, now);
  const groups = consumerGroups(logs.partitionsOf);
  const open = transactions(logs, groups);
  const partitions = (topic: string) => Array.from({ length: logs.partitionsOf(topic) }, (_, index) => index);

  const connection: KafkaConnection = {
    startConsumer: async (options) => startMemoryConsumer(logs, groups, options),
    producer: async () => ({
      async send(topics) {
        await new Promise((resolve) => setImmediate(resolve));
        logs.append(topics);
      },
      close: async () => undefined,
    }),
    transactionalProducer: async (transactionalId) => open.open(transactionalId),
    async readToEnd(topic, { partitions: wanted, from, onRecord }) {
      for (const partition of wanted ?? partitions(topic)) {
        const end = logs.slots(topic, partition).length;
        const { records } = logs.read(topic, partition, from ?? 0n, end);
        for (const record of records) if (record.offset < end) await onRecord(record);
      }
    },
    endOffsets: async (topic) =>
      new Map(partitions(topic).map((partition) => [partition, BigInt(logs.slots(topic, partition).length)])),
    startOffsets: async (topic) => new Map(partitions(topic).map((partition) => [partition, 0n])),
    committedOffsets: async (groupId, topic) =>
      new Map(
        partitions(topic).map((partition) => [partition, groups.committed(groupId, { topic, partition })]),
      ),
    partitionCount: async (topic) => logs.partitionsOf(topic),
    close: async () => undefined,
  };

  return {
    connect: () => connection,
    publish: (topics) => void logs.append(topics),
    records: (topic) => logs.all(topic),
    failNextTransaction: open.failNext,
    transactionsCommitted: open.committed,
  };
}
