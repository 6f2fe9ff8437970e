import { CompressionTypes, type Producer, type Transaction } from 'kafkajs';
import { kafkajsMessagesOf } from '../recordBatch/kafkajsMessages';
import type { RecordSlice } from '../recordBatch/recordBatch';

/**
 * One produce request per leader with one slice per partition; resolves when all in-sync replicas of every one have it.
 *
 * kafkajs repeats the requests of those leaders that failed. Where a partition has moved meanwhile to a leader that had
 * already answered, kafkajs sends it to nobody and reports success: so the answers are counted.
 */
export async function sendSlices(
  producer: Pick<Producer | Transaction, 'sendBatch'>,
  slices: readonly RecordSlice[],
): Promise<void> {
  const answers = await producer.sendBatch({
    acks: -1,
    compression: CompressionTypes.None, // changes nothing on loopback, and frames are dense already
    topicMessages: kafkajsMessagesOf(slices),
  });
  const acknowledged = new Set(
    answers
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ topicName, partition }) => `${topicName}/${partition}`),
  );
  const missing = slices.find(({ topic, partition }) => !acknowledged.has(`${topic}/${partition}`));
  if (missing !== undefined) {
    throw new Error(`${missing.topic}/${missing.partition} moved to another leader while it was sent to`);
  }
}
