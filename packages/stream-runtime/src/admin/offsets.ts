import type { Admin } from 'kafkajs';
import { TransientError } from '../api';

type OffsetsByPartition = ReadonlyMap<number, bigint>;

/** Leaders of a topic are not known at the moment: it was just made, or they move. */
class LeaderUnknownError extends TransientError {
  readonly retriable = true;
}

async function topicOffsets(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  try {
    return await admin.fetchTopicOffsets(topic);
  } catch (error) {
    // kafkajs 2.2.4 takes an answer without any partition for a list, and trips over it.
    if (error instanceof TypeError)
      throw new LeaderUnknownError(`no offsets of ${topic} yet`, { cause: error });
    throw error;
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
