import { TOPICS } from '@sluice/domain';
import { decodeStopPaymentEvent } from '@sluice/event-codec';
import type { PolicyPack } from '@sluice/stop-payment-lifecycle';
import {
  type ConsumedRecord,
  type KafkaConnection,
  type Logger,
  TransientError,
} from '@sluice/stream-runtime';
import { STOP_PAYMENT_GROUP, transactionalIdOf } from '../groups';
import { passing } from '../passing';
import { fenceIdOf, fenceRecord, newFence } from './fence';
import { applyEvent, emptyPartition, type OwnedPartition } from './ownedPartition';

// What was over a week ago is kept by its id alone.
const FORGET_AFTER_MS = 7 * 86_400_000;
const FORGET_EVERY_EVENTS = 50_000;

export interface TakeOverParts {
  readonly connection: KafkaConnection;
  readonly policy: PolicyPack;
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * Takes inbox partitions over: fences the owners before, fetches the committed offsets afresh (nobody can move them
 * any more), writes a FENCE behind the events and folds everything up to it. Throws TransientError where another owner
 * came in between or the cluster is away: the partitions are taken over again while they are assigned.
 */
export async function takeOver(
  parts: TakeOverParts,
  partitions: readonly number[],
): Promise<readonly OwnedPartition[]> {
  const opened = await Promise.all(
    partitions.map(async (partition) => ({
      partition,
      producer: await parts.connection.transactionalProducer(transactionalIdOf(partition)),
    })),
  );
  try {
    await Promise.all(opened.map(({ producer }) => producer.fence()));
    const committed = await parts.connection.committedOffsets(STOP_PAYMENT_GROUP, TOPICS.stopPaymentInbox);
    const owned = opened.map(({ partition, producer }) =>
      emptyPartition(partition, producer, committed.get(partition) ?? null),
    );
    await foldEvents(parts, owned);
    return owned;
  } catch (error) {
    await Promise.all(opened.map(({ producer }) => producer.close()));
    throw passing(error, 'taking inbox partitions over');
  }
}

async function foldEvents(parts: TakeOverParts, owned: readonly OwnedPartition[]): Promise<void> {
  const { connection, policy, clock, log } = parts;
  const fences = new Map<number, string>();
  await Promise.all(
    owned.map(async ({ partition, producer, next }) => {
      const fence = newFence(next, clock());
      await producer.transact(
        [{ topic: TOPICS.stopPaymentEvents, records: [fenceRecord(fence, partition)] }],
        STOP_PAYMENT_GROUP,
        [],
      );
      fences.set(partition, fence.fenceId);
    }),
  );
  const byPartition = new Map(owned.map((one) => [one.partition, one]));
  let events = 0;
  await connection.readToEnd(TOPICS.stopPaymentEvents, {
    partitions: [...byPartition.keys()],
    isolation: 'read_committed',
    onRecord(record) {
      const one = byPartition.get(record.partition);
      if (one === undefined) return;
      const fenceId = fenceIdOf(record);
      if (fenceId !== null) {
        if (fences.get(record.partition) === fenceId) fences.delete(record.partition);
        return;
      }
      applyRecord(one, record, policy);
      events += 1;
      if (events % FORGET_EVERY_EVENTS === 0) one.book.forget(clock() - FORGET_AFTER_MS);
    },
  });
  if (fences.size > 0) {
    throw new TransientError(
      `${TOPICS.stopPaymentEvents}/${[...fences.keys()].join(', ')}: read without coming to our own FENCE`,
    );
  }
  for (const one of owned) forgetOld(one, clock());
  log.info({ partitions: owned.map(({ partition }) => partition), events }, 'inbox partitions taken over');
}

function applyRecord(owned: OwnedPartition, record: ConsumedRecord, policy: PolicyPack): void {
  const where = `${record.topic}/${record.partition}@${record.offset}`;
  if (record.value === null) throw new Error(`${where} is empty: only stop-payment may write there`);
  const event = decodeStopPaymentEvent(record.value);
  if (!event.ok) throw new Error(`${where} cannot be read: ${event.problem.sentence}`);
  applyEvent(owned, event.value, policy);
}

/** Lets go of what was over a week ago. */
export function forgetOld(owned: OwnedPartition, now: number): void {
  owned.book.forget(now - FORGET_AFTER_MS);
}
