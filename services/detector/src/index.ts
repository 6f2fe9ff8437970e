import { FoldError, muted } from '@sluice/detection';
import { TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import type { Metrics } from '@sluice/observability';
import {
  type CommitOffset,
  type KafkaConnection,
  keepImages,
  type Logger,
  openCheckpoints,
  type PolledBatch,
  type RunningConsumer,
  reasonOf,
} from '@sluice/stream-runtime';
import { observeDetector } from './metrics';
import { expectNext, LogGapError, type OwnedPartition, ownedPartitions } from './ownedPartitions';
import { createSink } from './sink';
import { type DetectorTotals, totalsOf } from './totals';

export type { DetectorTotals } from './totals';

/** The consumer group of the detector. */
export const DETECTOR_GROUP = 'detector';

/**
 * Entries of a partition after which its next image begins. A restore folds at most these again for each partition, besides
 * what an image takes to be written: with 8 partitions about a million entries, 3 to 5 s of one core.
 */
const IMAGE_ENTRIES_DEFAULT = 120_000;

// An operator who waits for a parked record sees the partition go on within this.
const PARK_LOOK_MS = 3_000;

export interface DetectorOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Configured incarnation of `legs`, 0 where it was never recreated. */
  readonly incarnation?: number;
  /** Entries of a partition after which its next image begins. */
  readonly imageEntries?: number;
  readonly metrics?: Metrics;
}

export interface Detector {
  totals(): DetectorTotals;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

/** Starts the detector: folds `legs`, and nothing else, into decisions, credit legs, warnings and holds. */
export async function startDetector(options: DetectorOptions): Promise<Detector> {
  const { connection, codec, log, incarnation = 0 } = options;
  const legsPartitions = await connection.partitionCount(TOPICS.legs);
  const decisionsPartitions = await connection.partitionCount(TOPICS.decisions);
  const producer = await connection.producer('detector');
  const checkpoints = openCheckpoints({
    connection,
    log,
    name: 'detector',
    topics: { pieces: TOPICS.detectorCheckpoints, manifests: TOPICS.detectorManifests },
    incarnation,
  });
  const owned = ownedPartitions({
    connection,
    checkpoints,
    log,
    partitionCount: legsPartitions,
    incarnation,
  });
  const sink = createSink({ codec, legsPartitions, decisionsPartitions });
  let consumer: RunningConsumer | null = null;
  let underWay: Promise<void> = Promise.resolve();
  const observer =
    options.metrics === undefined
      ? null
      : observeDetector(options.metrics, { owned, checkpoints, sink, consumer: () => consumer });
  const images = keepImages({
    owned: () => owned.all().map(([, mine]) => mine),
    checkpointsOf: () => checkpoints,
    consumer: () => consumer,
    workPerImage: options.imageEntries ?? IMAGE_ENTRIES_DEFAULT,
  });

  /** Folds what a poll brought for one partition; a record that cannot be folded stops this partition and no other. */
  const fold = (batch: PolledBatch, mine: OwnedPartition): void => {
    const { partition } = batch;
    try {
      for (const record of batch.records) {
        expectNext(mine, partition, record.offset);
        if (record.value !== null) {
          const out = record.offset < mine.emitFrom ? muted : sink;
          mine.fold.applyFrame(record.value, Number(record.offset), record.timestamp, out);
        }
        mine.next = record.offset + 1n;
      }
    } catch (error) {
      if (!(error instanceof FoldError || error instanceof LogGapError)) throw error;
      owned.stop(partition, reasonOf(error), error instanceof FoldError ? mine.next : null);
    }
  };

  const acknowledge = (folded: readonly (readonly [OwnedPartition, CommitOffset])[]): void => {
    for (const [mine, { offset }] of folded) mine.acknowledged = offset;
    consumer?.acknowledge(folded.map(([, offset]) => offset));
  };

  consumer = await connection.startConsumer({
    groupId: DETECTOR_GROUP,
    topics: [TOPICS.legs],
    commit: 'acknowledged',
    isolation: 'read_uncommitted',
    maxWaitMs: 50,
    startOffset: ({ partition }, committed) => owned.openOrStop(partition, committed),
    async onRevoked(revoked) {
      // What is under way speaks of these partitions too: it is acknowledged or given up before somebody else begins.
      await underWay.catch(() => undefined);
      await owned.drop(revoked);
    },
    async handle(batches) {
      const folded: [OwnedPartition, CommitOffset][] = [];
      for (const batch of batches) {
        const { topic, partition } = batch;
        const mine = owned.get(partition);
        if (mine !== undefined) {
          fold(batch, mine);
          // What was committed before a restart is not committed again at a lower offset.
          if (mine.next > mine.emitFrom) folded.push([mine, { topic, partition, offset: mine.next }]);
        }
        if (owned.stopped().has(partition)) consumer?.pause([{ topic, partition }]);
      }
      // One send unresolved; while it is under way the next poll is fetched.
      await underWay;
      underWay = producer.send(sink.take()).then(() => {
        acknowledge(folded);
        observer?.acknowledged(batches);
      });
      underWay.catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, 'send given up while stopping'),
      );
      images.afterPoll();
    },
    async beforeLeave() {
      await underWay;
      await images.handOver();
    },
  });

  const parkWatch = setInterval(() => {
    for (const [partition] of owned.stopped()) {
      const at = { topic: TOPICS.legs, partition };
      owned
        .findParkOrder(partition)
        .then((found) => {
          if (!found) return;
          log.info({ partition }, 'an operator parked what stopped the partition, going on');
          consumer?.reopen([at]);
        })
        .catch((error: unknown) => log.debug({ reason: reasonOf(error) }, 'no look for parked records'));
    }
  }, PARK_LOOK_MS);

  return {
    totals: () => totalsOf(owned),
    health() {
      const failure = consumer?.failure() ?? null;
      const stopped = [...owned.stopped().values()].map(({ reason }) => reason);
      const { restoring } = totalsOf(owned);
      return {
        ready: failure === null && stopped.length === 0 && consumer?.state() === 'running' && restoring === 0,
        detail: {
          state: consumer?.state(),
          failure: failure === null ? (stopped[0] ?? null) : reasonOf(failure),
          stopped: stopped.length,
          lag: Number(consumer?.lag() ?? 0n),
          restoring,
          rules: owned.all()[0]?.[1].fold.state.rules.activeVersion ?? null,
        },
      };
    },
    async stop() {
      clearInterval(parkWatch);
      await consumer?.stop();
      observer?.stop();
      await checkpoints.close();
      await producer.close();
    },
  };
}
