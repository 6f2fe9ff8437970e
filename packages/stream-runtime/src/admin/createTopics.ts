import type { Admin } from 'kafkajs';

/** What a topic must look like; the table of event-codec gives one per topic. */
export interface TopicSpec {
  readonly topic: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}

/** A topic exists with another number of partitions than the table says: resizing is a migration to a new topic. */
export class PartitionCountError extends Error {
  override readonly name = 'PartitionCountError';
}

/**
 * Creates the topics that are missing and checks the partition count of those that are there, since it is fixed: it
 * decides who owns an account. Safe to run twice and by two at once. Returns the names of those created.
 */
export async function createTopics(admin: Admin, specs: readonly TopicSpec[]): Promise<readonly string[]> {
  const existing = new Set(await admin.listTopics());
  const missing = specs.filter(({ topic }) => !existing.has(topic));
  if (missing.length > 0) {
    await admin
      .createTopics({
        waitForLeaders: true,
        topics: missing.map((spec) => ({ ...spec, configEntries: [...spec.configEntries] })),
      })
      .catch((error: unknown) => {
        if (!/already exists/i.test(String(error))) throw error;
      });
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ topic }) => topic) });
  for (const spec of specs) {
    const partitions = topics.find(({ name }) => name === spec.topic)?.partitions.length ?? 0;
    if (partitions !== spec.numPartitions) {
      throw new PartitionCountError(
        `topic ${spec.topic} has ${partitions} partitions, ${spec.numPartitions} are configured: the partition count is fixed once; set SLUICE_PARTITIONS to ${partitions} or migrate to a new topic`,
      );
    }
  }
  return missing.map(({ topic }) => topic);
}
