import { muted } from '@sluice/detection';
import { TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import {
  type CommitOffset,
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  type RunningConsumer,
  reasonOf,
} from '@sluice/stream-runtime';
import { expectNext, ownedPartitions } from './ownedPartitions';
import { createSink } from './sink';

/** The consumer group of the detector. */
export const DETECTOR_GROUP = 'detector';

export interface DetectorOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Configured incarnation of `legs`, 0 where it was never recreated. */
  readonly incarnation?: number;
}

export interface DetectorTotals {
  readonly decisions: Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;
  readonly repeated: number;
  readonly late: number;
  readonly accounts: number;
  readonly restoring: number;
}

export interface Detector {
  totals(): DetectorTotals;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

/** Starts the detector: folds `legs`, and nothing else, into decisions, credit legs, warnings and holds. */
export async function startDetector(options: DetectorOptions): Promise<Detector> {
  const { connection, codec, log } = options;
  const legsPartitions = await connection.partitionCount(TOPICS.legs);
  const decisionsPartitions = await connection.partitionCount(TOPICS.decisions);
  const producer = await connection.producer('detector');
  const owned = ownedPartitions(legsPartitions, options.incarnation ?? 0);
  const sink = createSink({ codec, legsPartitions, decisionsPartitions });
  let consumer: RunningConsumer | null = null;
  let underWay: Promise<void> = Promise.resolve();

  const fold = (batch: PolledBatch): CommitOffset | null => {
    const partition = owned.get(batch.partition);
    if (partition === undefined) return null;
    for (const record of batch.records) {
      expectNext(partition, batch.partition, record.offset);
      if (record.value === null) continue;
      const out = record.offset < partition.emitFrom ? muted : sink;
      partition.fold.applyFrame(record.value, Number(record.offset), record.timestamp, out);
    }
    // What was committed before a restart is not committed again at a lower offset.
    return partition.next > partition.emitFrom
      ? { topic: batch.topic, partition: batch.partition, offset: partition.next }
      : null;
  };

  consumer = await connection.startConsumer({
    groupId: DETECTOR_GROUP,
    topics: [TOPICS.legs],
    commit: 'acknowledged',
    isolation: 'read_uncommitted',
    maxWaitMs: 50,
    startOffset: (at, committed) => owned.open(at, committed),
    onRevoked: (revoked) => owned.drop(revoked),
    async handle(batches) {
      const acknowledged: CommitOffset[] = [];
      for (const batch of batches) {
        const offset = fold(batch);
        if (offset !== null) acknowledged.push(offset);
      }
      // One send unresolved; while it is under way the next poll is fetched.
      await underWay;
      underWay = producer.send(sink.take()).then(() => consumer?.acknowledge(acknowledged));
      underWay.catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, 'send given up while stopping'),
      );
    },
    beforeLeave: () => underWay,
  });

  const restoring = (): number => owned.all().filter(([, { next, emitFrom }]) => next < emitFrom).length;

  return {
    totals() {
      const decisions = { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 };
      let repeated = 0;
      let late = 0;
      let accounts = 0;
      for (const [, { fold: partitionFold }] of owned.all()) {
        const { counts, accounts: store } = partitionFold.state;
        for (const outcome of ['ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const)
          decisions[outcome] += counts.decisions[outcome];
        repeated += counts.repeated;
        late += counts.late;
        accounts += store.accountCount;
      }
      return { decisions, repeated, late, accounts, restoring: restoring() };
    },
    health() {
      const failure = consumer?.failure() ?? null;
      return {
        ready: failure === null && consumer?.state() === 'running' && restoring() === 0,
        detail: {
          state: consumer?.state(),
          failure: failure === null ? null : reasonOf(failure),
          lag: Number(consumer?.lag() ?? 0n),
          restoring: restoring(),
          rules: owned.all()[0]?.[1].fold.state.rules.activeVersion ?? null,
        },
      };
    },
    async stop() {
      await consumer?.stop();
      await producer.close();
    },
  };
}
