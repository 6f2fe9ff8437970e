import type { Admin, ITopicMetadata } from 'kafkajs';
import { sleep } from '../backoff';

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
        // kafkajs' own wait trips where a broker has not heard of the topic yet.
        waitForLeaders: false,
        topics: missing.map((spec) => ({ ...spec, configEntries: [...spec.configEntries] })),
      })
      .catch((error: unknown) => {
        if (!/already exists/i.test(String(error))) throw error;
      });
  }
  const topics = await whenLed(
    admin,
    specs.map(({ topic }) => topic),
  );
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

const LEADERS_MS_MAX = 15_000;
const LEADERS_LOOK_MS = 50;

/** Metadata of the topics once every partition has a leader. */
async function whenLed(admin: Admin, topics: string[]): Promise<ITopicMetadata[]> {
  for (const until = Date.now() + LEADERS_MS_MAX; ; ) {
    try {
      const found = await admin.fetchTopicMetadata({ topics });
      if (found.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)))
        return found.topics;
    } catch (error) {
      if (!isTooEarly(error) || Date.now() > until) throw error;
    }
    if (Date.now() > until)
      throw new Error(`no leader of every partition of ${topics.join(', ')} within 15 s`);
    await sleep(LEADERS_LOOK_MS);
  }
}

/** The broker has not heard of the topic yet, or nobody leads it so far. */
function isTooEarly(error: unknown): boolean {
  const type = error instanceof Error && 'type' in error ? error.type : '';
  return type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE';
}
