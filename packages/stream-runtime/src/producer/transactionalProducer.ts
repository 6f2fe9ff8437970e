import type { Kafka, Producer, Transaction } from 'kafkajs';
import {
  type CommitOffset,
  FencedError,
  type TopicRecords,
  type TransactionalProducer,
  TransactionFailedError,
} from '../api';
import { reasonOf, sleep, untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import { toMessage } from './serialProducer';

const TRANSACTION_TIMEOUT_MS = 15_000;
const CONCURRENT_RETRIES_MAX = 200;
const CONCURRENT_RETRY_MS = 3;

/** One transactional producer; its transactionalId belongs to one input partition. */
export async function openTransactionalProducer(
  kafka: Kafka,
  transactionalId: string,
  log: Logger,
): Promise<TransactionalProducer> {
  let producer: Producer | null = null;
  let closing = false;

  const discard = async (): Promise<void> => {
    const old = producer;
    producer = null;
    await old?.disconnect().catch(() => undefined);
  };

  const connected = async (): Promise<Producer> => {
    if (producer !== null) return producer;
    const fresh = kafka.producer({
      transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      allowAutoTopicCreation: false,
      // After a commit the coordinator answers CONCURRENT_TRANSACTIONS for a few ms.
      retry: { initialRetryTime: 4, maxRetryTime: 1_000, retries: 12 },
    });
    await fresh.connect();
    producer = fresh;
    return fresh;
  };

  return {
    async fence() {
      // InitProducerId, which connecting sends, raises the epoch and aborts what an older owner had open.
      await discard();
      await untilItWorks(connected, { what: `fencing ${transactionalId}`, log, closing: () => closing });
    },
    async transact(topics: readonly TopicRecords[], groupId: string, offsets: readonly CommitOffset[]) {
      if (producer === null) throw new TransactionFailedError(`${transactionalId}: fence() comes first`);
      let transaction: Transaction | null = null;
      try {
        transaction = await producer.transaction();
        const topicMessages = topics
          .filter(({ records }) => records.length > 0)
          .map(({ topic, records }) => ({ topic, messages: records.map(toMessage) }));
        if (topicMessages.length > 0) await transaction.sendBatch({ topicMessages });
        if (offsets.length > 0) await addOffsets(transaction, groupId, offsets);
        await transaction.commit();
      } catch (error) {
        if (transaction?.isActive() === true) await transaction.abort().catch(() => undefined);
        await discard();
        if (isFenced(error)) throw new FencedError(`${transactionalId}: another owner took over`);
        throw new TransactionFailedError(`${transactionalId}: ${reasonOf(error)}`);
      }
    },
    async close() {
      closing = true;
      await discard();
    },
  };
}

/** kafkajs does not retry AddOffsetsToTxn where the transaction before is still being completed. */
async function addOffsets(
  transaction: Transaction,
  groupId: string,
  offsets: readonly CommitOffset[],
): Promise<void> {
  const byTopic = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of offsets) {
    const partitions = byTopic.get(topic) ?? [];
    partitions.push({ partition, offset: offset.toString() });
    byTopic.set(topic, partitions);
  }
  const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
  for (let attempt = 1; ; attempt++) {
    try {
      await transaction.sendOffsets({ consumerGroupId: groupId, topics });
      return;
    } catch (error) {
      if (typeOf(error) !== 'CONCURRENT_TRANSACTIONS' || attempt >= CONCURRENT_RETRIES_MAX) throw error;
      await sleep(CONCURRENT_RETRY_MS);
    }
  }
}

const FENCED_TYPES = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING']);

function isFenced(error: unknown): boolean {
  return FENCED_TYPES.has(typeOf(error)) || (error instanceof Error && isFencedCause(error));
}

function isFencedCause(error: Error): boolean {
  return error.cause instanceof Error && FENCED_TYPES.has(typeOf(error.cause));
}

function typeOf(error: unknown): string {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : '';
}
