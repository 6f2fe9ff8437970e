import type { Kafka, Producer, Transaction } from 'kafkajs';
import {
  type CommitOffset,
  FencedError,
  type OpenTransaction,
  type TopicRecords,
  type TransactionalProducer,
  TransactionFailedError,
} from '../api';
import { reasonOf, untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import type { RecordBatch } from '../recordBatch/recordBatch';
import { sendRounds } from '../recordBatch/sendRounds';
import { addOffsets } from './addOffsets';
import { encodeRecords } from './encodeRecords';
import { isFenced } from './fenced';
import { sendSlices } from './sendSlices';
import type { KnownTopics } from './topicFacts';

const TRANSACTION_TIMEOUT_MS = 15_000;

export interface TransactionalProducerParts {
  readonly kafka: Pick<Kafka, 'producer'>;
  readonly transactionalId: string;
  readonly log: Logger;
  readonly topics: KnownTopics;
  /** How long a transaction may take before the broker aborts it; default 15 s. */
  readonly timeoutMs?: number | undefined;
}

interface TakesOffsets {
  addOffsets(groupId: string, offsets: readonly CommitOffset[]): Promise<void>;
}

/** One transactional producer; its transactionalId belongs to one input partition. */
export async function openTransactionalProducer(
  parts: TransactionalProducerParts,
): Promise<TransactionalProducer> {
  const { kafka, transactionalId, log, topics: known } = parts;
  let producer: Producer | null = null;
  let closing = false;

  const discard = async (): Promise<void> => {
    const old = producer;
    producer = null;
    await old?.disconnect().catch(() => undefined);
  };

  const fenced = async (): Promise<void> => {
    const fresh = kafka.producer({
      transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: parts.timeoutMs ?? TRANSACTION_TIMEOUT_MS,
      allowAutoTopicCreation: false,
      // After a commit the coordinator answers CONCURRENT_TRANSACTIONS for a few ms.
      retry: { initialRetryTime: 4, maxRetryTime: 1_000, retries: 12 },
    });
    try {
      await fresh.connect();
      // kafkajs asks for the transactionalId's next epoch, which fences older owners and aborts what they had open, with the first transaction only.
      await (await fresh.transaction()).abort();
    } catch (error) {
      await fresh.disconnect().catch(() => undefined);
      throw error;
    }
    producer = fresh;
  };

  /** What a failure of an open transaction is thrown as; the producer is then done with. */
  const failed = async (error: unknown, open: Transaction | null): Promise<Error> => {
    if (open?.isActive() === true) await open.abort().catch(() => undefined);
    await discard();
    return isFenced(error)
      ? new FencedError(`${transactionalId}: another owner took over`)
      : new TransactionFailedError(`${transactionalId}: ${reasonOf(error)}`);
  };

  const begin = async (): Promise<OpenTransaction & TakesOffsets> => {
    if (producer === null) throw new TransactionFailedError(`${transactionalId}: fence() comes first`);
    const open = await producer.transaction().catch(async (error: unknown) => {
      throw await failed(error, null);
    });
    const attempt = async (work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        throw await failed(error, open);
      }
    };
    return {
      send: (topics) => attempt(() => send(open, topics)),
      addOffsets: (groupId, offsets) => attempt(() => addOffsets(open, groupId, offsets)),
      commit: () => attempt(() => open.commit()),
      async abort() {
        // Where even that fails, the next `fence` aborts it.
        if (open.isActive()) await open.abort().catch(() => discard());
      },
    };
  };

  const send = async (open: Transaction, given: readonly (TopicRecords | RecordBatch)[]): Promise<void> => {
    const facts = await known.facts(new Set(given.map(({ topic }) => topic)));
    const held = given.filter((one) => 'hold' in one);
    for (const batch of held) batch.hold();
    try {
      for (const slices of sendRounds(encodeRecords(given, (topic) => facts.get(topic)!))) {
        await sendSlices(open, slices);
      }
    } finally {
      for (const batch of held) batch.release();
    }
  };

  return {
    async fence() {
      await discard();
      await untilItWorks(fenced, { what: `fencing ${transactionalId}`, log, closing: () => closing });
    },
    async transact(topics, groupId, offsets) {
      const open = await begin();
      await open.send(topics);
      await open.addOffsets(groupId, offsets);
      await open.commit();
    },
    begin,
    async close() {
      closing = true;
      await discard();
    },
  };
}
