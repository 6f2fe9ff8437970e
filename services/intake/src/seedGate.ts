import { TOPICS, type TopicName } from '@sluice/domain';
import { type KafkaConnection, type Logger, reasonOf, sleep } from '@sluice/stream-runtime';

/** What must have entered the log before the first transfer is admitted: rules, the past, master data, listings. */
const SEED_TOPICS: readonly TopicName[] = [
  TOPICS.rules,
  TOPICS.transferHistory,
  TOPICS.accounts,
  TOPICS.watchlist,
];
const POLL_MS = 100;

/**
 * Resolves when the group has committed every seed topic up to the end that it had at the call, and at least one rules
 * record: committed offsets follow acknowledgement, so the entries stand in the log whichever instance wrote them.
 * Nothing is decided before.
 */
export async function waitForSeed(
  connection: KafkaConnection,
  groupId: string,
  log: Logger,
  stopped: () => boolean,
  onWaiting: (what: string) => void,
): Promise<void> {
  const wanted = new Map<TopicName, ReadonlyMap<number, bigint>>();
  while (!stopped()) {
    try {
      for (const topic of SEED_TOPICS) {
        if (!wanted.has(topic)) wanted.set(topic, await connection.endOffsets(topic));
      }
      const missing = await firstMissing(connection, groupId, wanted);
      if (missing === null) return;
      onWaiting(missing);
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'seed positions not readable yet');
    }
    await sleep(POLL_MS);
  }
}

async function firstMissing(
  connection: KafkaConnection,
  groupId: string,
  wanted: ReadonlyMap<TopicName, ReadonlyMap<number, bigint>>,
): Promise<string | null> {
  for (const [topic, ends] of wanted) {
    const starts = await connection.startOffsets(topic);
    const committed = await connection.committedOffsets(groupId, topic);
    for (const [partition, end] of ends) {
      const done = committed.get(partition) ?? 0n;
      if (end > (starts.get(partition) ?? 0n) && done < end)
        return `${topic}/${partition} at ${done} of ${end}`;
    }
    if (topic === TOPICS.rules && ![...committed.values()].some((offset) => (offset ?? 0n) > 0n)) {
      return 'rules: no version yet';
    }
  }
  return null;
}
