import type { Admin } from 'kafkajs';

type OffsetsByPartition = ReadonlyMap<number, bigint>;

export async function endOffsets(admin: Admin, topic: string): Promise<OffsetsByPartition> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}

export async function startOffsets(admin: Admin, topic: string): Promise<OffsetsByPartition> {
  const offsets = await admin.fetchTopicOffsets(topic);
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
