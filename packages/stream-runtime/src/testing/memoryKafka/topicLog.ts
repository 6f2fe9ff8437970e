import { partitionOf } from '@sluice/domain';
import type { ConsumedRecord, OutgoingRecord, TopicRecords } from '../../api';
import { plainRecords } from '../../recordBatch/plainRecords';
import type { RecordBatch } from '../../recordBatch/recordBatch';

/** A control marker takes an offset and is never seen by a reader, as on a real broker. */
type Slot = ConsumedRecord | 'MARKER';

/** The logs of every topic: each partition a list of slots, the index is the offset. */
export interface TopicLogs {
  partitionsOf(topic: string): number;
  slots(topic: string, partition: number): readonly Slot[];
  /** Appends; returns the partitions written to. */
  append(topics: readonly (TopicRecords | RecordBatch)[]): readonly Slot[][];
  /** Records of a partition from an offset on, and the offset after the last slot that they cover. */
  read(
    topic: string,
    partition: number,
    from: bigint,
    limit: number,
  ): { records: ConsumedRecord[]; next: bigint };
  all(topic: string): ConsumedRecord[];
}

export function topicLogs(partitionCounts: Readonly<Record<string, number>>, now: () => number): TopicLogs {
  const logs = new Map<string, Slot[][]>();

  function log(topic: string): Slot[][] {
    const known = logs.get(topic);
    if (known !== undefined) return known;
    const count = partitionCounts[topic];
    if (count === undefined) throw new Error(`memory Kafka has no topic ${topic}`);
    const fresh = Array.from({ length: count }, (): Slot[] => []);
    logs.set(topic, fresh);
    return fresh;
  }

  function appendOne(topic: string, record: OutgoingRecord): Slot[] {
    const partitions = log(topic);
    const key = bytesOf(record.key);
    const partition =
      record.partition ?? (key === null ? 0 : partitionOf(key.toString('utf8'), partitions.length));
    const slots = partitions[partition];
    if (slots === undefined) throw new Error(`${topic} has no partition ${partition}`);
    slots.push({
      topic,
      partition,
      offset: BigInt(slots.length),
      timestamp: now(),
      key,
      value: bytesOf(record.value),
      headers: Object.fromEntries(
        Object.entries(record.headers ?? {}).map(([name, value]) => [name, bytesOf(value) ?? undefined]),
      ),
    });
    return slots;
  }

  return {
    partitionsOf: (topic) => log(topic).length,
    slots: (topic, partition) => log(topic)[partition] ?? [],
    append: (topics) => [
      ...new Set(
        topics
          .map(plainRecords)
          .flatMap(({ topic, records }) => records.map((record) => appendOne(topic, record))),
      ),
    ],
    read(topic, partition, from, limit) {
      const slots = log(topic)[partition] ?? [];
      const covered = slots.slice(Number(from), Number(from) + limit);
      return {
        records: covered.filter((slot): slot is ConsumedRecord => slot !== 'MARKER'),
        next: from + BigInt(covered.length),
      };
    },
    all: (topic) =>
      log(topic).flatMap((slots) => slots.filter((slot): slot is ConsumedRecord => slot !== 'MARKER')),
  };
}

function bytesOf(value: Buffer | string | null): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
}
