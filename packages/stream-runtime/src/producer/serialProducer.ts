import type { Kafka, Producer } from 'kafkajs';
import type { SerialProducer, TopicRecords } from '../api';
import { untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import type { RecordBatch } from '../recordBatch/recordBatch';
import { sendRounds } from '../recordBatch/sendRounds';
import { encodeRecords } from './encodeRecords';
import { errorTypeOf } from './fenced';
import { sendSlices } from './sendSlices';
import type { KnownTopics } from './topicFacts';

/** Renewed long before the 2^31 sequence numbers of a partition are used up: kafkajs counts wrongly from there on. */
const RECORDS_PER_PRODUCER_MAX = 2 ** 30;

export interface SerialProducerParts {
  readonly kafka: Pick<Kafka, 'producer'>;
  readonly name: string;
  readonly log: Logger;
  readonly topics: KnownTopics;
  readonly recordsPerProducerMax?: number;
}

/**
 * An idempotent producer with one unresolved send. kafkajs rolls its sequence numbers back when a send fails and would
 * use them again, so a rejected send discards the producer; the same records are sent again by a new one. Readers drop
 * what then stands twice. See docs/decisions/0040.
 */
export async function openSerialProducer(parts: SerialProducerParts): Promise<SerialProducer> {
  const { kafka, name, log, topics: known } = parts;
  const recordsMax = parts.recordsPerProducerMax ?? RECORDS_PER_PRODUCER_MAX;
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
      // The same sequence numbers again, which a broker that already has the records recognises: fewer repeats in the log
      // than with a new producer. Long enough for a leader to move.
      retry: { initialRetryTime: 20, maxRetryTime: 1_000, retries: 5 },
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
  const retrying = { log, closing: () => closing };

  await untilItWorks(current, { what: `producer ${name}`, log });

  const sendNow = async (given: readonly (TopicRecords | RecordBatch)[]): Promise<void> => {
    const names = new Set(given.map(({ topic }) => topic));
    const facts = await untilItWorks(() => known.facts(names), { what: `topics of ${name}`, ...retrying });
    for (const slices of sendRounds(encodeRecords(given, (topic) => facts.get(topic)!))) {
      await untilItWorks(
        async () => {
          if (sent >= recordsMax) await discard();
          try {
            await sendSlices(await current(), slices);
          } catch (error) {
            void discard();
            if (isTooLarge(error)) known.forget();
            throw error;
          }
          for (const { count } of slices) sent += count;
        },
        { what: `send of ${name}`, isFinal: isTooLarge, ...retrying },
      );
    }
  };

  return {
    send(given) {
      if (closing) return Promise.reject(new Error(`producer ${name} is closed`));
      const held = given.filter((one) => 'hold' in one);
      for (const batch of held) batch.hold();
      const result = tail
        .then(() => sendNow(given))
        .finally(() => {
          for (const batch of held) batch.release();
        });
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

/** The topic's limit was lowered since we asked for it. */
function isTooLarge(error: unknown): boolean {
  return errorTypeOf(error) === 'MESSAGE_TOO_LARGE';
}
