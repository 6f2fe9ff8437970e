import { keyHash, keyHashOfBytes } from '@sluice/domain';
import type { OutgoingRecord, TopicRecords } from '../api';
import { RecordBatch, SEND_BYTES_MAX } from '../recordBatch/recordBatch';
import { BATCH_OVERHEAD_BYTES } from '../recordBatch/recordFormat';
import type { TopicFacts } from './topicFacts';

/** A record is larger than its topic accepts (max.message.bytes): it can never be sent. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

type FactsOf = (topic: string) => TopicFacts;

/** Records without key and partition go round the partitions. */
let keyless = 0;

/**
 * What was given to send as batches, each cut to what its topic accepts. Plain records are encoded here, one batch per
 * partition, in order: kafkajs would copy a partition's array of messages for each message that it adds.
 */
export function encodeRecords(
  topics: readonly (TopicRecords | RecordBatch)[],
  factsOf: FactsOf,
): readonly RecordBatch[] {
  const batches: RecordBatch[] = [];
  for (const given of topics) {
    if (given instanceof RecordBatch) batches.push(cutToTopic(given, factsOf));
    else if (given.records.length > 0) batches.push(...grouped(given, factsOf(given.topic)));
  }
  for (const batch of batches) requireAccepted(batch, factsOf(batch.topic).batchBytesMax);
  return batches;
}

function grouped({ topic, records }: TopicRecords, facts: TopicFacts): Iterable<RecordBatch> {
  const byPartition = new Map<number, RecordBatch>();
  for (const record of records) {
    const partition = record.partition ?? partitionFor(record.key, facts.partitions);
    let batch = byPartition.get(partition);
    if (batch === undefined) {
      batch = new RecordBatch(topic, partition, Math.min(SEND_BYTES_MAX, facts.batchBytesMax));
      byPartition.set(partition, batch);
    }
    batch.append(record.key, record.value, record.headers);
  }
  return byPartition.values();
}

/** As Kafka's own clients place a key. */
function partitionFor(key: OutgoingRecord['key'], partitions: number): number {
  if (key === null) return keyless++ % partitions;
  return (typeof key === 'string' ? keyHash(key) : keyHashOfBytes(key, 0, -1)) % partitions;
}

function cutToTopic(batch: RecordBatch, factsOf: FactsOf): RecordBatch {
  const largest = Math.min(batch.byteLength + BATCH_OVERHEAD_BYTES, SEND_BYTES_MAX);
  const { batchBytesMax } = factsOf(batch.topic);
  if (largest <= batchBytesMax) return batch;
  const cut = new RecordBatch(batch.topic, batch.partition, batchBytesMax);
  for (const record of batch.readBack()) cut.append(record.key, record.value, record.headers);
  return cut;
}

function requireAccepted(batch: RecordBatch, batchBytesMax: number): void {
  if (batch.byteLength + BATCH_OVERHEAD_BYTES <= batchBytesMax) return;
  for (const slice of batch.slices()) {
    if (slice.count > 1 || slice.bytes.length + BATCH_OVERHEAD_BYTES <= batchBytesMax) continue;
    throw new RecordTooLargeError(
      `a record of ${slice.bytes.length} bytes for ${slice.topic}/${slice.partition}, which accepts ${batchBytesMax}: raise max.message.bytes of the topic or make the record smaller`,
    );
  }
}
