import { TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import type { PolicyPack } from '@sluice/stop-payment-lifecycle';
import {
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  type RunningConsumer,
  TransientError,
} from '@sluice/stream-runtime';
import { STOP_PAYMENT_GROUP } from '../groups';
import type { StopPaymentMeter } from '../meter';
import { partitionCountOf, passing } from '../passing';
import { decideBatch } from './decideBatch';
import { outgoingRecords } from './outgoing';
import type { OwnedPartition } from './ownedPartition';
import { ownedPartitions } from './ownedPartitions';

export interface InboxOwnerParts {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'stopPayments'>;
  readonly policy: PolicyPack;
  readonly clock: () => number;
  readonly log: Logger;
  readonly meter: StopPaymentMeter;
}

export interface InboxOwner {
  readonly consumer: RunningConsumer;
  /** The partitions that are taken over and at work. */
  partitions(): readonly OwnedPartition[];
  stop(): Promise<void>;
}

/**
 * Owns inbox partitions: each poll and partition becomes one transaction of events, commands, follow-ups, dead letters
 * and the input offset. What a failed transaction leaves in doubt is settled by reading: the partition is taken over
 * again, and what was committed after all is not decided twice.
 */
export async function startInboxOwner(parts: InboxOwnerParts): Promise<InboxOwner> {
  const { connection, codec, policy, clock, log, meter } = parts;
  const partitionCount = await samePartitionCount(connection, log);
  const owned = ownedPartitions(parts);

  async function handleBatch(batch: PolledBatch): Promise<void> {
    await owned.own([batch.partition]);
    const one = owned.get(batch.partition);
    if (one === undefined) throw new TransientError(`inbox partition ${batch.partition} was lost meanwhile`);
    const records = batch.records.filter(({ offset }) => one.next === null || offset >= one.next);
    const last = records.at(-1);
    if (last === undefined) return;
    const outcome = decideBatch(one, records, { policy, partitionCount, now: clock() });
    const next = last.offset + 1n;
    try {
      await one.producer.transact(outgoingRecords(outcome, one.partition, codec), STOP_PAYMENT_GROUP, [
        { topic: batch.topic, partition: batch.partition, offset: next },
      ]);
    } catch (error) {
      await owned.drop(batch.partition);
      throw passing(error, `inbox partition ${batch.partition}`);
    }
    one.next = next;
    meter.decided(outcome, records);
  }

  const consumer = await connection.startConsumer({
    groupId: STOP_PAYMENT_GROUP,
    topics: [TOPICS.stopPaymentInbox],
    commit: 'external',
    isolation: 'read_committed',
    maxWaitMs: 50,
    onRevoked: async (revoked) => {
      await Promise.all(revoked.map(({ partition }) => owned.drop(partition)));
    },
    onAssigned: (assigned) => owned.own(assigned.map(({ partition }) => partition)),
    startOffset: async ({ partition }) => {
      await owned.own([partition]);
      const one = owned.get(partition);
      if (one === undefined) throw new TransientError(`inbox partition ${partition} was lost meanwhile`);
      return one.next ?? 'earliest';
    },
    async handle(batches) {
      const results = await Promise.allSettled(batches.map(handleBatch));
      const failed = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      );
      // A bug outranks what another try could mend.
      const bug = failed.find((error) => !(error instanceof TransientError));
      if (failed.length > 0) throw bug ?? failed[0];
    },
  });
  log.info({ partitionCount, policy: policy.version }, 'inbox owner started');

  return {
    consumer,
    partitions: owned.all,
    async stop() {
      owned.refuseMore();
      await consumer.stop();
      await owned.close();
    },
  };
}

/** Events stand on the partition of the inbox: both topics must have the same count. */
async function samePartitionCount(connection: KafkaConnection, log: Logger): Promise<number> {
  const inbox = await partitionCountOf(connection, TOPICS.stopPaymentInbox, log);
  const events = await partitionCountOf(connection, TOPICS.stopPaymentEvents, log);
  if (inbox !== events) {
    throw new Error(
      `${TOPICS.stopPaymentInbox} has ${inbox} partitions and ${TOPICS.stopPaymentEvents} ${events}: they must have the same number; create both with the partition count of the cluster`,
    );
  }
  return inbox;
}
