import {
  advancePositions,
  type CaseStore,
  knowPartitions,
  openCaseStore,
  recordedOffset,
} from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import { type EventCodec, toDeadLetterRecord } from '@sluice/event-codec';
import type { Metrics } from '@sluice/observability';
import {
  avroDecoder,
  type ConsumedRecord,
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  reasonOf,
  type SerialProducer,
} from '@sluice/stream-runtime';
import { recorderMetrics } from './metrics';
import { askCompleteness, positionAfter } from './recording/completeness';
import { type Facts, noFacts } from './recording/facts';
import { RECORDED_TOPICS, recordReaders } from './recording/readRecord';
import { transientIfPassing, writeFacts } from './recording/writeFacts';
import { requireTables } from './requireTables';

export const CASE_RECORDER_GROUP = 'case-recorder';
// No payment waits for the recorder: fewer and fuller transactions leave the CPU to those that payments wait for.
const POLL_INTERVAL_MS = 60;
const COMPLETENESS_INTERVAL_MS = 1_000;
const QUERY_TIMEOUT_MS = 60_000;

export interface CaseRecorderOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  /** An open case store, which stays open, or where one is. */
  readonly database: CaseStore | { readonly databaseUrl: string };
  readonly log: Logger;
  /** Time that is written into cases, epoch ms: faster than the wall's in a demo. */
  readonly clock?: () => number;
  /** The brokers' time, epoch ms; for tests. */
  readonly wallClock?: () => number;
  readonly completenessIntervalMs?: number;
  readonly unknownSchemaPauseMs?: number;
  /** Where it counts what it does; default: nowhere. */
  readonly metrics?: Metrics;
}

/** What was recorded since the start. */
export interface CaseRecorderCounts {
  records: number;
  transfers: number;
  decisions: number;
  stopPaymentEvents: number;
  /** Records that could not be read. */
  unreadable: number;
}

export interface CaseRecorder {
  readonly counts: Readonly<CaseRecorderCounts>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  /** Finishes the poll in hand, leaves the group, closes what it opened. */
  stop(): Promise<void>;
}

/**
 * Records everything in Postgres: the ledger, decisions, alerts and cases, stop-payments, reports. The
 * transactions that write a poll's rows also hold the positions reached, from which the next start goes on. Throws where
 * the database has no tables; while it is away the recorder waits.
 */
export async function startCaseRecorder(options: CaseRecorderOptions): Promise<CaseRecorder> {
  const { connection, codec, log } = options;
  const clock = options.clock ?? Date.now;
  const wallClock = options.wallClock ?? Date.now;
  const own = 'databaseUrl' in options.database;
  const store =
    'databaseUrl' in options.database ? openStore(options.database.databaseUrl) : options.database;
  const closeStore = async () => {
    if (own) await store.close();
  };
  try {
    await requireTables(store, log);
    await knowPartitions(store.db, await everyPartition(connection));
  } catch (error) {
    await closeStore();
    throw error;
  }
  const producer = await connection.producer('case-recorder');
  const readers = recordReaders(codec, avroDecoder(wallClock, options.unknownSchemaPauseMs));
  const counts: CaseRecorderCounts = {
    records: 0,
    transfers: 0,
    decisions: 0,
    stopPaymentEvents: 0,
    unreadable: 0,
  };
  const metrics = options.metrics === undefined ? null : recorderMetrics(options.metrics);
  let refusedBefore: ReadonlySet<string> = new Set();

  const handle = async (batches: readonly PolledBatch[]): Promise<void> => {
    const facts = noFacts();
    for (const batch of batches) {
      const read = readers.get(batch.topic);
      if (read === undefined) continue;
      for (const record of batch.records) {
        const waiting = read(record, facts);
        if (waiting !== undefined) await waiting;
      }
    }
    // A poll that comes again after a fault of the database brings the same refusals.
    refusedBefore = await sendRefused(producer, facts, refusedBefore);
    const begun = performance.now();
    await writeFacts(store, facts, batches.flatMap(positionOf), clock());
    metrics?.recorded(facts, (performance.now() - begun) / 1_000);
    refusedBefore = new Set();
    count(counts, facts, batches);
  };

  const consumer = await connection.startConsumer({
    groupId: CASE_RECORDER_GROUP,
    topics: RECORDED_TOPICS,
    isolation: 'read_committed',
    pollIntervalMs: POLL_INTERVAL_MS,
    startOffset: async ({ topic, partition }) => {
      const recorded = await transientIfPassing(recordedOffset(store.db, topic, partition));
      return recorded === null ? 'earliest' : BigInt(recorded);
    },
    handle,
  });

  const endMetrics = metrics?.observe(consumer);
  const completeness = askCompleteness(connection, consumer, wallClock);
  let noting: Promise<void> = Promise.resolve();
  const noteCompleteness = async (): Promise<void> => {
    try {
      const complete = await completeness();
      if (complete.length > 0) await store.db.transaction((tx) => advancePositions(tx, complete));
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'completeness not noted, the next round says it again');
    }
  };
  const timer = setInterval(() => {
    noting = noting.then(noteCompleteness);
  }, options.completenessIntervalMs ?? COMPLETENESS_INTERVAL_MS);

  return {
    counts,
    health: () => ({
      ready: consumer.state() === 'running',
      detail: {
        state: consumer.state(),
        lag: Number(consumer.lag()),
        failure: consumer.failure()?.message ?? null,
        ...counts,
      },
    }),
    async stop() {
      clearInterval(timer);
      await consumer.stop();
      endMetrics?.();
      await noting;
      await producer.close();
      await closeStore();
    },
  };
}

function openStore(databaseUrl: string): CaseStore {
  return openCaseStore(databaseUrl, { applicationName: 'case-recorder', queryTimeoutMs: QUERY_TIMEOUT_MS });
}

async function everyPartition(connection: KafkaConnection) {
  const counts = await Promise.all(RECORDED_TOPICS.map((topic) => connection.partitionCount(topic)));
  return RECORDED_TOPICS.flatMap((topic, index) =>
    Array.from({ length: counts[index]! }, (_, partition) => ({ topic, partition })),
  );
}

function positionOf(batch: PolledBatch) {
  const last = batch.records[batch.records.length - 1];
  return last === undefined ? [] : [positionAfter(batch.topic, batch.partition, last)];
}

async function sendRefused(
  producer: SerialProducer,
  facts: Facts,
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const nameOf = (at: Pick<ConsumedRecord, 'topic' | 'partition' | 'offset'>) =>
    `${at.topic}/${at.partition}@${at.offset}`;
  const named = facts.refused.map((letter) => ({
    letter,
    name: nameOf({
      topic: letter.sourceTopic,
      partition: letter.sourcePartition,
      offset: letter.sourceOffset,
    }),
  }));
  const fresh = named.filter(({ name }) => !before.has(name));
  if (fresh.length > 0) {
    await producer.send([
      { topic: TOPICS.deadLetters, records: fresh.map(({ letter }) => toDeadLetterRecord(letter)) },
    ]);
  }
  return new Set([...before, ...named.map(({ name }) => name)]);
}

function count(counts: CaseRecorderCounts, facts: Facts, batches: readonly PolledBatch[]): void {
  for (const batch of batches) counts.records += batch.records.length;
  counts.transfers += facts.admitted + facts.later.length;
  counts.decisions += facts.decisions.length;
  counts.stopPaymentEvents += facts.stopEvents.length;
  counts.unreadable += facts.refused.length + facts.leftToOthers;
}
