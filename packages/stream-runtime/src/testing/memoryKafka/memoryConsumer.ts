import {
  type ConsumerOptions,
  type PolledBatch,
  type RunningConsumer,
  type TopicPartition,
  TransientError,
} from '../../api';
import { sleep } from '../../backoff';
import type { Groups, Member } from './groups';
import type { TopicLogs } from './topicLog';

const POLL_RECORDS_MAX = 500;
const IDLE_MS = 2;
const RETRY_MS = 5;

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** A consumer on memory logs that keeps the promises of `ConsumerOptions`, one poll after the other. */
export function startMemoryConsumer(
  logs: TopicLogs,
  groups: Groups,
  options: ConsumerOptions,
): RunningConsumer {
  const owned = new Map<string, TopicPartition & { next: bigint | null }>();
  const paused = new Set<string>();
  let wanted: readonly TopicPartition[] | null = null;
  let failure: Error | null = null;
  let retrying = false;
  let joined = false;
  let stopping = false;

  const member: Member = {
    topics: options.topics,
    assign: (partitions) => {
      wanted = partitions;
    },
  };

  async function takeAssignment(partitions: readonly TopicPartition[]): Promise<void> {
    const names = new Set(partitions.map(nameOf));
    const lost = [...owned.values()].filter((at) => !names.has(nameOf(at)));
    for (const at of lost) owned.delete(nameOf(at));
    if (lost.length > 0) await options.onRevoked?.(lost);
    await options.onAssigned?.(partitions);
    for (const at of partitions) {
      if (owned.has(nameOf(at))) continue;
      const committed = groups.committed(options.groupId, at);
      const start = await (options.startOffset?.(at, committed) ?? committed ?? 'earliest');
      owned.set(nameOf(at), { ...at, next: start === 'earliest' ? 0n : start });
    }
  }

  function poll(): { batches: PolledBatch[]; ends: Map<string, bigint> } {
    const batches: PolledBatch[] = [];
    const ends = new Map<string, bigint>();
    for (const [name, { topic, partition, next }] of owned) {
      if (next === null || paused.has(name)) continue;
      const read = logs.read(topic, partition, next, POLL_RECORDS_MAX);
      if (read.next === next) continue;
      ends.set(name, read.next);
      const highWatermark = BigInt(logs.slots(topic, partition).length);
      if (read.records.length > 0) batches.push({ topic, partition, records: read.records, highWatermark });
    }
    return { batches, ends };
  }

  /** False where another assignment or the end came before it was handled. */
  async function handled(batches: readonly PolledBatch[]): Promise<boolean> {
    for (;;) {
      try {
        await options.handle(batches);
        retrying = false;
        return true;
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        retrying = true;
      }
      await sleep(RETRY_MS);
      if (stopping || wanted !== null) return false;
    }
  }

  async function turn(): Promise<void> {
    if (wanted !== null) {
      const partitions = wanted;
      wanted = null;
      joined = false;
      try {
        await takeAssignment(partitions);
        joined = true;
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        wanted ??= partitions;
      }
      return;
    }
    const { batches, ends } = poll();
    if (ends.size === 0) {
      await sleep(IDLE_MS);
      return;
    }
    if (batches.length > 0 && !(await handled(batches))) return;
    for (const [name, end] of ends) {
      const at = owned.get(name);
      if (at === undefined) continue;
      at.next = end;
      if ((options.commit ?? 'after-handle') === 'after-handle')
        groups.commit(options.groupId, [{ topic: at.topic, partition: at.partition, offset: end }]);
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await turn();
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        return;
      }
    }
  }

  groups.join(options.groupId, member);
  const running = run();

  return {
    groupId: options.groupId,
    assigned: () => [...owned.values()].map(({ topic, partition }) => ({ topic, partition })),
    pause(at) {
      for (const one of at) paused.add(nameOf(one));
    },
    resume(at) {
      for (const one of at) paused.delete(nameOf(one));
    },
    positions: () => new Map([...owned].map(([name, { next }]) => [name, next ?? 0n])),
    acknowledge: (offsets) => groups.commit(options.groupId, offsets),
    committed: () =>
      new Map(
        [...owned].flatMap(([name, at]) => {
          const offset = groups.committed(options.groupId, at);
          return offset === null ? [] : [[name, offset] as const];
        }),
      ),
    reopen(at) {
      for (const one of at) {
        owned.delete(nameOf(one));
        paused.delete(nameOf(one));
      }
      wanted ??= [...owned.values(), ...at];
    },
    failure: () => failure,
    state: () =>
      failure !== null || stopping
        ? 'stopped'
        : wanted !== null || !joined
          ? 'joining'
          : retrying
            ? 'retrying'
            : 'running',
    lag: () =>
      [...owned.values()].reduce(
        (sum, at) => sum + BigInt(logs.slots(at.topic, at.partition).length) - (at.next ?? 0n),
        0n,
      ),
    async stop() {
      stopping = true;
      await running;
      await options.beforeLeave?.();
      groups.leave(options.groupId, member);
    },
  };
}
