import { CompressionTypes, type Kafka, type Producer } from 'kafkajs';
import type { OutgoingRecord, SerialProducer, TopicRecords } from '../api';
import { untilItWorks } from '../backoff';
import type { Logger } from '../logger';

// Renewed long before the 2^31 sequence numbers of a partition are used up.
const RECORDS_PER_PRODUCER_MAX = 2 ** 30;

/**
 * An idempotent producer with one unresolved send. kafkajs rolls its sequence numbers back when a send fails and would
 * use them again, so a rejected send discards the producer; the records are sent again by a new one. Readers drop what
 * then stands twice.
 */
export async function openSerialProducer(kafka: Kafka, name: string, log: Logger): Promise<SerialProducer> {
  let producer: Producer | null = null;
  let sent = 0;
  let closing = false;
  let tail: Promise<void> = Promise.resolve();

  const current = async (): Promise<Producer> => {
    if (producer !== null) return producer;
    const fresh = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 20, maxRetryTime: 1_000, retries: 8 },
    });
    await fresh.connect();
    producer = fresh;
    sent = 0;
    return fresh;
  };
  const discard = async (): Promise<void> => {
    const old = producer;
    producer = null;
    await old?.disconnect().catch(() => undefined);
  };

  await untilItWorks(current, { what: `producer ${name}`, log });

  const sendNow = async (topics: readonly TopicRecords[]): Promise<void> => {
    const topicMessages = topics
      .filter(({ records }) => records.length > 0)
      .map(({ topic, records }) => ({ topic, messages: records.map(toMessage) }));
    if (topicMessages.length === 0) return;
    await untilItWorks(
      async () => {
        if (sent > RECORDS_PER_PRODUCER_MAX) await discard();
        try {
          const open = await current();
          await open.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages });
        } catch (error) {
          await discard();
          throw error;
        }
        for (const { messages } of topicMessages) sent += messages.length;
      },
      { what: `send of ${name}`, log, closing: () => closing },
    );
  };

  return {
    send(topics) {
      const result = tail.then(() => sendNow(topics));
      tail = result.catch(() => undefined);
      return result;
    },
    async close() {
      closing = true;
      await tail;
      await discard();
    },
  };
}

export function toMessage(record: OutgoingRecord) {
  return {
    key: record.key,
    value: record.value,
    ...(record.partition === undefined ? {} : { partition: record.partition }),
    ...(record.headers === undefined ? {} : { headers: { ...record.headers } }),
  };
}
