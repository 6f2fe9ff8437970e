import type { Admin } from 'kafkajs';
import { TransientError } from '../api';
import { sleep } from '../backoff';

type OffsetsByPartition = ReadonlyMap<number, bigint>;

const NO_LEADER_TRIES_MAX = 100;
const NO_LEADER_RETRY_MS = 50;

async function topicOffsets(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (let tries = 1; ; tries++) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      // kafkajs 2.2.4 takes an answer without any partition for a list and trips over it: leaders are not known at the
      // moment, since the topic was just made or they move.
      if (!(error instanceof TypeError)) throw error;
      if (tries >= NO_LEADER_TRIES_MAX)
        throw new TransientError(`offsets of ${topic}: no leader for 5 s`, { cause: error });
      await sleep(NO_LEADER_RETRY_MS);
    }
  }
}

export async function endOffsets(admin: Admin, topic: string): Promise<OffsetsByPartition> {
  const offsets = await topicOffsets(admin, topic);
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}

export async function startOffsets(admin: Admin, topic: string): Promise<OffsetsByPartition> {
  const offsets = await topicOffsets(admin, topic);
  return new Map(offsets.map(({ partition, low }) => [partition, BigInt(low)]));
}

/** Committed offset per partition; null where the group has none. */
export async function committedOffsets(
  admin: Admin,
  groupId: string,
  topic: string,
): Promise<ReadonlyMap<number, bigint | null>> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return new Map(
    (found?.partitions ?? []).map(({ partition, offset }) => {
      const value = BigInt(offset);
      return [partition, value < 0n ? null : value];
    }),
  );
}
