import { TOPICS } from '@sluice/domain';
import { type MemoryKafka, memoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';

export const PARTITIONS = 4;

/** The topics that the service touches, in memory. */
export function memoryCluster(eventsPartitions: number = PARTITIONS): MemoryKafka {
  return memoryKafka({
    [TOPICS.stopPaymentInbox]: PARTITIONS,
    [TOPICS.stopPaymentEvents]: eventsPartitions,
    [TOPICS.stopPayments]: PARTITIONS,
    [TOPICS.stopPaymentStatus]: PARTITIONS,
    [TOPICS.orders]: PARTITIONS,
    [TOPICS.deadLetters]: PARTITIONS,
  });
}
