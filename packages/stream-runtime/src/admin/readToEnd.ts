import type { Admin, Kafka } from 'kafkajs';
import type { ConsumedRecord } from '../api';
import { OffsetGapError, recordsOf } from '../consumer/recordsOf';
import type { Logger } from '../logger';
import { endOffsets, startOffsets } from './offsets';

export interface ReadToEndOptions {
  readonly partitions?: readonly number[];
  readonly from?: bigint;
  readonly isolation?: 'read_committed' | 'read_uncommitted';
  readonly onRecord: (record: ConsumedRecord) => void | Promise<void>;
}

let readers = 0;

/** Reads partitions from `from` up to the end offsets as they are at the call, in a group of its own that is then deleted. */
export async function readToEnd(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  options: ReadToEndOptions,
  log: Logger,
): Promise<void> {
  const ends = await endOffsets(admin, topic);
  const starts = await startOffsets(admin, topic);
  const wanted = options.partitions ?? [...ends.keys()];
  const open = new Map<number, bigint>();
  for (const partition of wanted) {
    const start = options.from ?? starts.get(partition) ?? 0n;
    const end = ends.get(partition) ?? 0n;
    if (end > start && end > (starts.get(partition) ?? 0n)) open.set(partition, end);
  }
  if (open.size === 0) return;

  readers += 1;
  const groupId = `sluice-reader-${process.pid}-${Date.now()}-${readers}`;
  const consumer = kafka.consumer({
    groupId,
    readUncommitted: options.isolation === 'read_uncommitted',
    maxWaitTimeInMs: 50,
    allowAutoTopicCreation: false,
  });
  let finish: (error?: Error) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => {
    finish = (error) => (error === undefined ? resolve() : reject(error));
  });
  const reached = (partition: number, next: bigint): void => {
    const end = open.get(partition);
    if (end === undefined || next < end) return;
    open.delete(partition);
    if (open.size === 0) finish();
  };
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const partition of ends.keys()) {
      if (!open.has(partition)) consumer.pause([{ topic, partitions: [partition] }]);
      else if (options.from !== undefined)
        consumer.seek({ topic, partition, offset: options.from.toString() });
    }
  });
  // Also emitted for batches that hold nothing but control markers or aborted records.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    reached(payload.partition, BigInt(payload.lastOffset) + 1n);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) finish(payload.error);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
        const end = open.get(batch.partition);
        const records = recordsOf(batch);
        if (records instanceof OffsetGapError) {
          finish(records);
          return;
        }
        for (const record of records) {
          if (end === undefined || record.offset >= end) break;
          try {
            await options.onRecord(record);
          } catch (error) {
            finish(error instanceof Error ? error : new Error(String(error)));
            return;
          }
        }
        resolveOffset(batch.lastOffset());
        await heartbeat();
      },
    });
    await finished;
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch((error: unknown) => {
      log.debug({ groupId, reason: String(error) }, 'reader group not deleted; the broker expires it');
    });
  }
}
