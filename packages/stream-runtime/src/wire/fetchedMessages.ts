import type { KafkaMessage } from 'kafkajs';
import type { ConsumedRecord } from '../api';
import { AnsweringArray } from '../recordBatch/answeringArray';
import { type FetchedBatch, readRecords } from './fetchedRecord';

/**
 * What one fetch brought for a partition, in place of kafkajs' array of decoded messages. kafkajs' consumer/batch asks it
 *
 * | call | answer |
 * | --- | --- |
 * | `filter` of what lies at or behind the offset that was asked for | the same, from that offset on |
 * | `filter` of what is no control record | the same without them |
 * | `length`, `[0].offset`, `[length - 1].offset` of both | counts; the first and the last offset of all that was fetched |
 *
 * and we ask the second for its `records()`. No object is made of a record before.
 */
export function fetchedMessagesOf(
  all: { readonly firstOffset: number; readonly lastOffset: number; readonly count: number },
  batches: readonly FetchedBatch[],
): KafkaMessage[] {
  return new RawMessages(all, batches);
}

/** The offset that was asked for is no longer, or not yet, in the log. */
export interface OutOfRange {
  readonly outOfRange: true;
}

/** In place of messages, where the broker says that the offset is out of range: kafkajs would jump, and commit the jump. */
export function outOfRangeMessages(): KafkaMessage[] {
  return new OutOfRangeMessages();
}

/** What `eachBatch` was handed: null where kafkajs decoded it itself, in another version of the protocol. */
export function fetchedIn(messages: readonly KafkaMessage[]): DataMessages | OutOfRange | null {
  return messages instanceof DataMessages || messages instanceof OutOfRangeMessages ? messages : null;
}

interface Span {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly count: number;
}

/** As much of an array as kafkajs looks at: its length, its first and its last element. */
class SpanMessages extends AnsweringArray<KafkaMessage> {
  constructor({ firstOffset, lastOffset, count }: Span) {
    super();
    if (count === 0) return;
    // After compaction one record, or none, may stand for many offsets.
    this.length = firstOffset < lastOffset ? Math.max(count, 2) : count;
    this[0] = withOffset(firstOffset);
    this[this.length - 1] = withOffset(lastOffset);
  }
}

class RawMessages extends SpanMessages {
  constructor(all: Span, batches: readonly FetchedBatch[]) {
    super(all);
    const from = (floor: number) => new WithinMessages(all, batches, floor);
    Object.defineProperty(this, 'filter', {
      value: (isWithin: (message: KafkaMessage) => boolean) =>
        from(firstWhere((offset) => isWithin(withOffset(offset)), all.firstOffset, all.lastOffset + 1)),
    });
  }
}

class WithinMessages extends SpanMessages {
  constructor(all: Span, batches: readonly FetchedBatch[], floor: number) {
    super(all);
    const data = () => new DataMessages(all, batches, floor);
    Object.defineProperties(this, { filter: { value: data }, some: { value: () => true } });
  }
}

class DataMessages extends SpanMessages {
  declare readonly records: () => ConsumedRecord[];

  constructor(all: Span, batches: readonly FetchedBatch[], floor: number) {
    // Where nothing is left but markers and what was aborted or compacted away, it is handed over as one that holds no records,
    // so that whoever reads passes the offsets too.
    const count = batches.reduce((sum, batch) => sum + batch.count, 0);
    super({ ...all, count: all.count === 0 ? 0 : Math.max(1, count) });
    const records = (): ConsumedRecord[] => {
      const read: ConsumedRecord[] = [];
      for (const batch of batches) if (batch.lastOffset >= floor) readRecords(batch, floor, read);
      return read;
    };
    Object.defineProperties(this, {
      records: { value: records },
      [Symbol.iterator]: { value: () => records().map(toKafkaMessage)[Symbol.iterator]() },
    });
  }
}

class OutOfRangeMessages extends SpanMessages implements OutOfRange {
  declare readonly outOfRange: true;

  constructor() {
    // The broker names no offsets then.
    super({ firstOffset: 0, lastOffset: 0, count: 1 });
    Object.defineProperties(this, { outOfRange: { value: true }, filter: { value: () => this } });
  }
}

/** The lowest number in [low, high) that passes, `high` where none does; whatever is above one that passes, passes. */
function firstWhere(passes: (value: number) => boolean, low: number, high: number): number {
  let from = low;
  let to = high;
  if (from < to && passes(from)) return from;
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function withOffset(offset: number): KafkaMessage {
  return { offset: String(offset) } as KafkaMessage; // nothing else of it is looked at
}

function toKafkaMessage(record: ConsumedRecord): KafkaMessage {
  const { offset, timestamp, key, value, headers } = record;
  return {
    offset: String(offset),
    timestamp: String(timestamp),
    attributes: 0,
    key,
    value,
    headers: { ...headers },
  };
}
