import type { Transaction } from 'kafkajs';
import type { CommitOffset } from '../api';
import { sleep } from '../backoff';
import { errorTypeOf } from './fenced';

const CONCURRENT_RETRIES_MAX = 200;
const CONCURRENT_RETRY_MS = 3;

/** Adds a group's input offsets to a transaction. kafkajs does not retry where the transaction before is still being completed. */
export async function addOffsets(
  transaction: Transaction,
  groupId: string,
  offsets: readonly CommitOffset[],
): Promise<void> {
  if (offsets.length === 0) return;
  const byTopic = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of offsets) {
    const partitions = byTopic.get(topic) ?? [];
    partitions.push({ partition, offset: offset.toString() });
    byTopic.set(topic, partitions);
  }
  const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
  for (let attempt = 1; ; attempt++) {
    try {
      await transaction.sendOffsets({ consumerGroupId: groupId, topics });
      return;
    } catch (error) {
      if (errorTypeOf(error) !== 'CONCURRENT_TRANSACTIONS' || attempt >= CONCURRENT_RETRIES_MAX) throw error;
      await sleep(CONCURRENT_RETRY_MS);
    }
  }
}
