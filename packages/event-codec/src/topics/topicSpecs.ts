import type { TopicName } from '@sluice/domain';
import { BANK, FOREVER, type TopicEntry, topicTable } from './topicTable';

/** `embedded`: one broker on one machine. `production`: a cluster of three brokers or more. */
export type TopicProfile = 'embedded' | 'production';

export interface TopicSpec {
  readonly topic: TopicName;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}

/** The partition count of the embedded stack. */
export const EMBEDDED_PARTITIONS = 8;
export const PARTITIONS_MAX = 256;

const REPLICATION: Readonly<Record<TopicProfile, { readonly copies: number; readonly inSyncMin: number }>> = {
  embedded: { copies: 1, inSyncMin: 1 },
  // One broker may be away and everything that is acknowledged is still on two.
  production: { copies: 3, inSyncMin: 2 },
};

// A removal (null value) on a table topic must outlive every stop of intake: swept earlier, a delisted account would
// stay listed for ever.
const REMOVAL_KEPT_MS = 30 * 86_400_000;

/**
 * What each topic must be created with. The partition count decides which partition owns an account: it is chosen once
 * for a cluster (1 to 256) and never changed; a topic of one order (`rules`) keeps its single partition.
 */
export function topicSpecs(profile: TopicProfile, partitions: number): readonly TopicSpec[] {
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > PARTITIONS_MAX)
    throw new RangeError(`${partitions} is no number of partitions; choose 1 to ${PARTITIONS_MAX}`);
  return topicTable.map((entry) => ({
    topic: entry.topic,
    numPartitions: entry.partitions === 'BY_KEY' ? partitions : entry.partitions,
    replicationFactor: REPLICATION[profile].copies,
    configEntries: Object.entries(configOf(entry, profile)).map(([name, value]) => ({
      name,
      value: String(value),
    })),
  }));
}

function configOf(entry: TopicEntry, profile: TopicProfile): Readonly<Record<string, string | number>> {
  return {
    'cleanup.policy': entry.cleanup,
    'retention.ms': entry.retentionMs,
    // Only time ends a record's life; a full disk is for an operator to see, not for Kafka to solve.
    'retention.bytes': FOREVER,
    // The broker's clock, on every topic: decisions are stamped with it, future event times are measured against it,
    // reports are fixed by it; and times of the past (history, a demo) would else be swept by retention at once.
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': entry.messageBytesMax,
    // Banks may compress with any codec of Kafka's; the broker undoes it, since our client knows gzip alone.
    ...(entry.writers.includes(BANK) ? { 'compression.type': 'uncompressed' } : {}),
    'min.insync.replicas': REPLICATION[profile].inSyncMin,
    'unclean.leader.election.enable': 'false',
    ...(entry.cleanup === 'compact' ? { 'delete.retention.ms': REMOVAL_KEPT_MS } : {}),
  };
}
