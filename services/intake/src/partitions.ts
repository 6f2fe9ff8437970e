import { TOPICS, type TopicName } from '@sluice/domain';
import { type Lane, SOURCE_TOPIC_CODES } from '@sluice/log-format';
import type { KafkaConnection, TopicPartition } from '@sluice/stream-runtime';
import { IdTable, type IdTableOptions } from './ids/idTable';

/** What intake keeps of one input partition while it owns it. */
export interface InputPartition {
  readonly lane: Lane;
  /** Ids seen; only for topics of transfers. */
  readonly ids: IdTable | null;
  /** Below this offset everything was sent before a restart: it is folded, not sent again. */
  readonly emitFrom: bigint;
  /** Offsets below `emitFrom` that were refused then, whatever a check would say of them now. */
  readonly refused: ReadonlySet<bigint>;
}

const REBUILT: ReadonlySet<string> = new Set([TOPICS.transfers, TOPICS.transferHistory]);

export type InputPartitions = ReturnType<typeof inputPartitions>;

/** The input partitions that this instance owns. */
export function inputPartitions(
  connection: KafkaConnection,
  incarnations: Partial<Record<TopicName, number>>,
  idTable: IdTableOptions,
) {
  const owned = new Map<string, InputPartition>();
  return {
    get: (at: TopicPartition) => owned.get(`${at.topic}/${at.partition}`),
    all: () => [...owned.values()],
    drop(at: readonly TopicPartition[]) {
      for (const { topic, partition } of at) owned.delete(`${topic}/${partition}`);
    },
    /** Takes a partition over; returns where to start: the id table is rebuilt by folding from the beginning. */
    async open(at: TopicPartition, committed: bigint | null): Promise<bigint | 'earliest'> {
      const rebuilt = REBUILT.has(at.topic);
      const emitFrom = committed ?? 0n;
      owned.set(`${at.topic}/${at.partition}`, {
        lane: laneOf(at, incarnations),
        ids: rebuilt ? new IdTable(idTable) : null,
        emitFrom,
        refused: rebuilt && emitFrom > 0n ? await refusedOffsets(connection, at) : NONE,
      });
      return rebuilt ? 'earliest' : (committed ?? 'earliest');
    },
  };
}

const NONE: ReadonlySet<bigint> = new Set();

function laneOf(at: TopicPartition, incarnations: Partial<Record<TopicName, number>>): Lane {
  const topic = at.topic as TopicName; // intake subscribes to nothing else
  const source = SOURCE_TOPIC_CODES[topic];
  if (source === undefined) throw new RangeError(`${topic} is no source of the log`);
  return { source, incarnation: incarnations[topic] ?? 0, partition: at.partition };
}

async function refusedOffsets(connection: KafkaConnection, at: TopicPartition): Promise<ReadonlySet<bigint>> {
  const refused = new Set<bigint>();
  await connection.readToEnd(TOPICS.deadLetters, {
    onRecord: ({ headers }) => {
      if (
        headers['sluice-source-topic']?.toString() === at.topic &&
        headers['sluice-source-partition']?.toString() === String(at.partition)
      ) {
        refused.add(BigInt(headers['sluice-source-offset']?.toString() ?? '-1'));
      }
    },
  });
  return refused;
}
