import type { TopicMessages as KafkajsTopicMessages, Message } from 'kafkajs';
import { AnsweringArray } from './answeringArray';
import type { RecordSlice } from './recordBatch';

/**
 * Hands encoded records to kafkajs 2.2.4, which takes arrays of message objects only, groups them by partition, and
 * encodes each on its own. Of those arrays it uses a few calls; the classes below are arrays that answer these, and no
 * other, from encoded records:
 *
 * | where in kafkajs/src | what it calls | answer |
 * | --- | --- | --- |
 * | producer/messageProducer `sendBatch` | `find` of a message without value | none |
 * | producer/groupMessagesPerPartition | `reduce` of a topic's messages | partition → its messages |
 * | producer/sendMessages | `length` of a partition's messages, for sequence numbers | count of records |
 * | protocol/requests/produce/v3/request | `map` to timestamps, then `filter` and `sort`; `map` to records | records that have no timestamps |
 * | protocol/recordBatch/v0 | `every`, `[0]`, `length` of the records | all of one type, 'object' |
 * | protocol/encoder `writeArray` | `some` and `forEach` with `buf` and `buffer` | one buffer with all records |
 *
 * Any other call throws. `kafkajsMessages.unit.spec.ts` pins the version and compares the bytes.
 */
export function kafkajsMessagesOf(slices: readonly RecordSlice[]): KafkajsTopicMessages[] {
  const byTopic = new Map<string, Record<number, PartitionMessages>>();
  for (const slice of slices) {
    const partitions = byTopic.get(slice.topic) ?? {};
    partitions[slice.partition] = new PartitionMessages(slice);
    byTopic.set(slice.topic, partitions);
  }
  return [...byTopic].map(([topic, partitions]) => ({ topic, messages: new TopicMessages(partitions) }));
}

interface EncodedRecord {
  readonly buffer: Buffer;
}

class TopicMessages extends AnsweringArray<Message> {
  constructor(partitions: Readonly<Record<number, PartitionMessages>>) {
    super();
    Object.defineProperties(this, {
      find: { value: () => undefined },
      reduce: { value: () => partitions },
    });
  }
}

/** A partition's messages that are encoded already. */
export interface EncodedMessages {
  readonly encoded: RecordSlice;
}

class PartitionMessages extends AnsweringArray<Message> implements EncodedMessages {
  declare readonly encoded: RecordSlice;

  constructor(slice: RecordSlice) {
    super();
    this.length = slice.count;
    const records = new EncodedRecords(slice);
    Object.defineProperties(this, { encoded: { value: slice }, map: { value: () => records } });
  }
}

class EncodedRecords extends AnsweringArray<EncodedRecord> {
  constructor(slice: RecordSlice) {
    super();
    const all: EncodedRecord = { buffer: slice.bytes };
    this.length = slice.count;
    this[0] = all;
    Object.defineProperties(this, {
      filter: { value: () => [] },
      every: { value: () => true },
      some: { value: () => false },
      forEach: { value: (write: (record: EncodedRecord) => void) => write(all) },
    });
  }
}
