import type { TopicName } from '@sluice/domain';
import { type ClusterConnection, type ConsumedRecord, sleep } from '@sluice/stream-runtime';

type Offsets = ReadonlyMap<number, bigint>;

const POLL_MS = 20;
let readers = 0;

/** Reads what was appended to a topic between two sets of end offsets, each partition in order. */
export async function readBetween(
  connection: ClusterConnection,
  topic: TopicName,
  from: Offsets,
  to: Offsets,
  onRecord: (record: ConsumedRecord) => void,
): Promise<void> {
  const open = new Set(
    [...to].filter(([partition, end]) => end > (from.get(partition) ?? 0n)).map(([at]) => at),
  );
  if (open.size === 0) return;
  const reader = await connection.startConsumer({
    groupId: `bench-reader-${process.pid}-${readers++}`,
    topics: [topic],
    isolation: 'read_uncommitted',
    commit: 'external',
    startOffset: ({ partition }) => from.get(partition) ?? 0n,
    async handle(batches) {
      for (const { partition, records } of batches) {
        const end = to.get(partition) ?? 0n;
        for (const record of records) if (record.offset < end) onRecord(record);
        if ((records.at(-1)?.offset ?? -1n) >= end - 1n) open.delete(partition);
      }
    },
  });
  while (open.size > 0) {
    const failure = reader.failure();
    if (failure !== null) throw failure;
    await sleep(POLL_MS);
  }
  await reader.stop();
}

/** Records appended between two sets of end offsets, on topics without control markers or compaction. */
export function appendedBetween(from: Offsets, to: Offsets): number {
  let count = 0n;
  for (const [partition, end] of to) count += end - (from.get(partition) ?? 0n);
  return Number(count);
}
