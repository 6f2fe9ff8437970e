import { type Problem, TOPICS } from '@sluice/domain';
import { decodeOrder, type EventCodec } from '@sluice/event-codec';
import {
  avroDecoder,
  type ConsumedRecord,
  type KafkaConnection,
  type Logger,
  type OutgoingRecord,
  type PolledBatch,
  type RunningConsumer,
} from '@sluice/stream-runtime';
import { FORWARDER_GROUP } from '../groups';
import type { StopPaymentMeter } from '../meter';
import { deadLetterOf } from '../owner/outgoing';
import { partitionCountOf } from '../passing';
import { type Forwarded, forwardOrder, forwardStatus } from './forwardRecord';

export interface ForwarderParts {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'stopPaymentStatus'>;
  readonly meter: StopPaymentMeter;
  readonly log: Logger;
  readonly wallClock: () => number;
  readonly unknownSchemaPauseMs: number;
}

export interface Forwarder {
  readonly consumer: RunningConsumer;
  stop(): Promise<void>;
}

/**
 * Forwards the core's answers and people's orders into the inbox, so that all causes of an account stand in one order.
 * At least once: what is forwarded again after a crash changes nothing at the owner.
 */
export async function startForwarder(parts: ForwarderParts): Promise<Forwarder> {
  const { connection, codec, meter } = parts;
  const inboxPartitions = await partitionCountOf(connection, TOPICS.stopPaymentInbox, parts.log);
  const producer = await connection.producer('stop-payment-forwarder');
  const decode = avroDecoder(parts.wallClock, parts.unknownSchemaPauseMs);

  async function forward(record: ConsumedRecord): Promise<Forwarded> {
    if (record.value === null)
      return refused({
        code: 'UNDECODABLE',
        sentence: 'The record is empty; nothing can be forwarded of it.',
      });
    if (record.topic === TOPICS.orders) {
      const order = decodeOrder(record.value);
      return order.ok ? forwardOrder(order.value) : refused(order.problem);
    }
    const status = await decode(record.value, codec.stopPaymentStatus);
    return status.ok
      ? forwardStatus(status.value, inboxPartitions, record.timestamp)
      : refused(status.problem);
  }

  async function handle(batches: readonly PolledBatch[]): Promise<void> {
    const inbox: OutgoingRecord[] = [];
    const deadLetters: OutgoingRecord[] = [];
    for (const record of batches.flatMap(({ records }) => records)) {
      const forwarded = await forward(record);
      if (forwarded.ok) inbox.push(forwarded.value);
      else deadLetters.push(deadLetterOf({ record, problem: forwarded.problem }));
    }
    await producer.send([
      { topic: TOPICS.stopPaymentInbox, records: inbox },
      { topic: TOPICS.deadLetters, records: deadLetters },
    ]);
    meter.forwarded(inbox.length, deadLetters.length);
  }

  const consumer = await connection.startConsumer({
    groupId: FORWARDER_GROUP,
    topics: [TOPICS.stopPaymentStatus, TOPICS.orders],
    isolation: 'read_committed',
    maxWaitMs: 50,
    handle,
  });
  return {
    consumer,
    async stop() {
      await consumer.stop();
      await producer.close();
    },
  };
}

function refused(problem: Problem): Forwarded {
  return { ok: false, problem };
}
