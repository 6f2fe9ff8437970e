import type { Batch } from 'kafkajs';
import type { ConsumedRecord } from '../api';
import { fetchedIn } from '../wire/fetchedMessages';

/** The log does not have the offset that is wanted: it was deleted, or it is a log made anew. Nothing may be skipped by itself. */
export class OffsetGapError extends Error {
  override readonly name = 'OffsetGapError';
}

/** The records of what kafkajs hands over, or the error that none can be had at the offset that was asked for. */
export function recordsOf(batch: Pick<Batch, 'topic' | 'partition' | 'messages' | 'highWatermark'>) {
  const fetched = fetchedIn(batch.messages);
  if (fetched === null) return batch.messages.map((message) => toRecord(batch, message));
  if ('records' in fetched) return fetched.records();
  const asked = fetchedOffsetOf(batch);
  return new OffsetGapError(
    `${batch.topic}/${batch.partition} has no record ${asked ?? 'at the offset'} to go on from: records were deleted before they were handled, or the log was made anew; nothing is skipped by itself`,
  );
}

/** kafkajs keeps the offset that it asked for in its batches, and does not say so in its types. */
export function fetchedOffsetOf(batch: object): bigint | null {
  return 'fetchedOffset' in batch && typeof batch.fetchedOffset === 'string'
    ? BigInt(batch.fetchedOffset)
    : null;
}

const NO_HEADERS: ConsumedRecord['headers'] = {};

function toRecord(
  { topic, partition }: Pick<Batch, 'topic' | 'partition'>,
  message: Batch['messages'][number],
): ConsumedRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: (message.headers ?? NO_HEADERS) as ConsumedRecord['headers'], // kafkajs reads header values as buffers
  };
}
