import type { ConsumerGroupJoinEvent, EachBatchPayload, Kafka } from 'kafkajs';
import {
  type CommitOffset,
  type ConsumedRecord,
  type ConsumerOptions,
  type PolledBatch,
  type RunningConsumer,
  type TopicPartition,
  TransientError,
} from '../api';
import { reasonOf, sleep, untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import { OffsetCommitter } from './offsetCommitter';
import { type JoinedPoll, joinPolls } from './pollJoiner';

const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 500;
const REBALANCE_TIMEOUT_MS = 30_000;
const FETCH_BYTES_MAX = 64 * 1024 * 1024;
const STOP_MS_MAX = 10_000;
const RETRY_MS_FIRST = 100;
const PUT_OFF_MS = 500;
const NONE_PUT_OFF: readonly TopicPartition[] = [];
const RETRY_MS_MAX = 5_000;
export interface ConsumerParts {
  readonly kafka: Kafka;
  readonly log: Logger;
  readonly committedOffsets: (groupId: string, topic: string) => Promise<ReadonlyMap<number, bigint | null>>;
  readonly startOffsets: (topic: string) => Promise<ReadonlyMap<number, bigint>>;
}

interface Assigned extends TopicPartition {
  /** Next offset to be handled; null until its start has been found. */
  position: bigint | null;
  highWatermark: bigint;
}

/** Runs one consumer of a group as `ConsumerOptions` says. */
export async function startConsumer(
  parts: ConsumerParts,
  options: ConsumerOptions,
): Promise<RunningConsumer> {
  const { kafka, log } = parts;
  const consumer = kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxBytes: FETCH_BYTES_MAX,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 1024 * 1024,
    maxWaitTimeInMs: options.maxWaitMs ?? 100,
    minBytes: 1,
    readUncommitted: options.isolation === 'read_uncommitted',
    allowAutoTopicCreation: false,
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 5_000,
      retries: 10,
      restartOnFailure: async () => !stopping,
    },
  });
  const committer = new OffsetCommitter(consumer, log);
  const assigned = new Map<string, Assigned>();
  const pausedByOwner = new Set<string>();
  let memberId = '';
  let epoch = 0;
  let failure: Error | null = null;
  let retrying = false;
  let joined = false;
  let stopping = false;
  let assigning: Promise<void> = Promise.resolve();
  let inHand: Promise<void> = Promise.resolve();

  const fail = (error: unknown, where: string): void => {
    // The message is shown by health endpoints and must not carry what a row holds.
    failure =
      error instanceof Error && !error.message.startsWith('Failed query')
        ? error
        : new Error(reasonOf(error));
    log.error(
      { groupId: options.groupId, where, reason: reasonOf(error), stack: failure.stack },
      'consumer stopped',
    );
    const all = [...assigned.values()].map(({ topic, partition }) => ({ topic, partitions: [partition] }));
    if (all.length > 0) consumer.pause(all);
  };

  /** Finds where each new partition starts, while nothing of the assignment is fetched. */
  const takeOver = async (mine: number, fresh: Assigned[], revoked: TopicPartition[]): Promise<void> => {
    if (revoked.length > 0) await options.onRevoked?.(revoked);
    await options.onAssigned?.([...assigned.values()].map(({ topic, partition }) => ({ topic, partition })));
    const committed = new Map<string, ReadonlyMap<number, bigint | null>>();
    const earliest = new Map<string, ReadonlyMap<number, bigint>>();
    for (const topic of new Set(fresh.map((at) => at.topic))) {
      committed.set(topic, await parts.committedOffsets(options.groupId, topic));
      earliest.set(topic, await parts.startOffsets(topic));
    }
    // All at once: a restore reads for all of them in one pass.
    const starts = await Promise.all(
      fresh.map((at) => {
        const known = committed.get(at.topic)?.get(at.partition) ?? null;
        return options.startOffset === undefined ? (known ?? 'earliest') : options.startOffset(at, known);
      }),
    );
    for (const [index, at] of fresh.entries()) {
      const start = starts[index] ?? 'earliest';
      const first = earliest.get(at.topic)?.get(at.partition) ?? 0n;
      if (start !== 'earliest' && start < first) {
        throw new Error(
          `${at.topic}/${at.partition} begins at offset ${first}, but ${start} is wanted: the records between were deleted; seed the tables again or reset the group ${options.groupId}`,
        );
      }
      at.position = start === 'earliest' ? first : start;
    }
    if (mine !== epoch) return;
    for (const at of assigned.values()) {
      if (at.position === null) continue;
      consumer.seek({ topic: at.topic, partition: at.partition, offset: at.position.toString() });
    }
    const ready = [...assigned]
      .filter(([key, { position }]) => position !== null && !pausedByOwner.has(key))
      .map(([, at]) => at);
    if (ready.length > 0)
      consumer.resume(ready.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
    joined = true;
  };

  const onJoin = ({ payload }: ConsumerGroupJoinEvent): void => {
    epoch += 1;
    joined = false;
    const mine = epoch;
    const sameMember = payload.memberId === memberId;
    memberId = payload.memberId;
    const now = new Map<string, TopicPartition>();
    for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
      for (const partition of partitions) now.set(`${topic}/${partition}`, { topic, partition });
    }
    // The same member took part in every generation since, so what it kept nobody else has owned in between.
    const kept = new Set(
      [...assigned.keys()].filter(
        (key) => sameMember && now.has(key) && assigned.get(key)?.position !== null,
      ),
    );
    const revoked = [...assigned.values()].filter((at) => !kept.has(`${at.topic}/${at.partition}`));
    committer.forget(revoked);
    for (const at of revoked) assigned.delete(`${at.topic}/${at.partition}`);
    const fresh: Assigned[] = [];
    for (const [key, at] of now) {
      if (assigned.has(key)) continue;
      const entry: Assigned = { ...at, position: null, highWatermark: 0n };
      assigned.set(key, entry);
      fresh.push(entry);
    }
    if (now.size > 0)
      consumer.pause([...now.values()].map(({ topic, partition }) => ({ topic, partitions: [partition] })));
    log.debug(
      { groupId: options.groupId, assigned: now.size, fresh: fresh.length, revoked: revoked.length },
      'joined',
    );
    takeOverInTurn(mine, fresh, revoked);
  };

  const takeOverInTurn = (mine: number, fresh: Assigned[], revoked: TopicPartition[]): void => {
    assigning = assigning
      .then(() =>
        untilItWorks(() => takeOver(mine, fresh, revoked), {
          what: `assignment of ${options.groupId}`,
          log,
          closing: () => stopping || mine !== epoch,
          isFinal: (error) => !isPassing(error),
        }),
      )
      .catch((error: unknown) => {
        if (!stopping && mine === epoch) fail(error, 'assignment');
      });
  };

  const handlePoll = (poll: JoinedPoll): Promise<void> => {
    if (stopping) return Promise.resolve();
    const handled = handleJoined(poll);
    inHand = handled.catch(() => undefined);
    return handled;
  };

  const handleJoined = async (poll: JoinedPoll): Promise<void> => {
    const taken: { payload: EachBatchPayload; at: Assigned; batch: PolledBatch }[] = [];
    for (const payload of poll) {
      const { topic, partition, messages, highWatermark } = payload.batch;
      const at = assigned.get(`${topic}/${partition}`);
      if (at === undefined || at.position === null || failure !== null || payload.isStale()) continue;
      at.highWatermark = BigInt(highWatermark);
      const records: ConsumedRecord[] = [];
      for (const message of messages) {
        const offset = BigInt(message.offset);
        if (offset < at.position) continue;
        records.push({
          topic,
          partition,
          offset,
          timestamp: Number(message.timestamp),
          key: message.key,
          value: message.value,
          headers: (message.headers ?? NO_HEADERS) as Readonly<Record<string, Buffer | undefined>>, // kafkajs reads header values as buffers
        });
      }
      taken.push({ payload, at, batch: { topic, partition, records, highWatermark: at.highWatermark } });
    }
    const batches = taken.map(({ batch }) => batch).filter((batch) => batch.records.length > 0);
    const putOff = batches.length > 0 ? await handleWithRetries(batches, poll, epoch) : NONE_PUT_OFF;
    if (putOff === null) return;
    const done: CommitOffset[] = [];
    for (const { payload, at } of taken) {
      if (putOff.some(({ topic, partition }) => topic === at.topic && partition === at.partition)) {
        tryAgainLater(at);
        continue;
      }
      // Lost while it was handled: the next owner handles it again. Kept through a rebalance: it counts as handled.
      if (assigned.get(`${at.topic}/${at.partition}`) !== at) continue;
      payload.resolveOffset(payload.batch.lastOffset());
      at.position = BigInt(payload.batch.lastOffset()) + 1n;
      done.push({ topic: at.topic, partition: at.partition, offset: at.position });
    }
    if ((options.commit ?? 'after-handle') === 'after-handle') committer.note(done);
    await poll[0]?.heartbeat();
  };

  /** Rests one partition for a while; its records come again, the others go on. */
  const tryAgainLater = (at: Assigned): void => {
    const only = [{ topic: at.topic, partitions: [at.partition] }];
    consumer.pause(only);
    setTimeout(() => {
      const key = `${at.topic}/${at.partition}`;
      if (assigned.get(key) !== at || at.position === null || stopping || failure !== null) return;
      consumer.seek({ topic: at.topic, partition: at.partition, offset: at.position.toString() });
      if (!pausedByOwner.has(key)) consumer.resume(only);
    }, PUT_OFF_MS);
  };

  /** What the handler put off; null where nothing was handled: a bug, the end, or another assignment came first. */
  const handleWithRetries = async (
    batches: readonly PolledBatch[],
    poll: JoinedPoll,
    mine: number,
  ): Promise<readonly TopicPartition[] | null> => {
    for (let delayMs = RETRY_MS_FIRST; ; delayMs = Math.min(delayMs * 2, RETRY_MS_MAX)) {
      try {
        const putOff = (await options.handle(batches)) ?? NONE_PUT_OFF;
        retrying = putOff.length > 0;
        return putOff;
      } catch (error) {
        if (!(error instanceof TransientError)) {
          fail(error, batches.map(coordinatesOf).join(', '));
          return null;
        }
        retrying = true;
        log.warn(
          { groupId: options.groupId, delayMs, reason: reasonOf(error) },
          'handling failed for now, trying again',
        );
      }
      const until = Date.now() + delayMs;
      while (Date.now() < until) {
        if (stopping || mine !== epoch) return null;
        await sleep(Math.min(HEARTBEAT_INTERVAL_MS, until - Date.now()));
        await poll[0]?.heartbeat();
      }
    }
  };

  consumer.on(consumer.events.GROUP_JOIN, onJoin);
  // Batches of control markers or aborted records alone are never handed over, but they are passed.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const at = assigned.get(`${payload.topic}/${payload.partition}`);
    if (payload.batchSize > 0 || at === undefined || at.position === null) return;
    const next = BigInt(payload.lastOffset) + 1n;
    if (payload.firstOffset === null || BigInt(payload.firstOffset) > at.position || next <= at.position)
      return;
    at.position = next;
    if ((options.commit ?? 'after-handle') === 'after-handle') {
      committer.note([{ topic: at.topic, partition: at.partition, offset: next }]);
    }
  });
  let partitions = 0;
  await untilItWorks(
    async () => {
      const counts = await Promise.all(
        options.topics.map(async (topic) => (await parts.startOffsets(topic)).size),
      );
      partitions = counts.reduce((sum, count) => sum + count, 0);
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    },
    { what: `connection of ${options.groupId}`, log, closing: () => stopping },
  );
  committer.start();
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    // As many as there are partitions, so that all of a poll are handed over in one turn.
    partitionsConsumedConcurrently: Math.max(1, partitions),
    eachBatch: joinPolls(handlePoll),
  });

  const partitionsOf = (at: readonly TopicPartition[]) =>
    at.map(({ topic, partition }) => ({ topic, partitions: [partition] }));

  return {
    groupId: options.groupId,
    assigned: () => [...assigned.values()].map(({ topic, partition }) => ({ topic, partition })),
    pause(at) {
      for (const { topic, partition } of at) pausedByOwner.add(`${topic}/${partition}`);
      const mine = at.filter(({ topic, partition }) => assigned.has(`${topic}/${partition}`));
      if (mine.length > 0) consumer.pause(partitionsOf(mine));
    },
    resume(at) {
      for (const { topic, partition } of at) pausedByOwner.delete(`${topic}/${partition}`);
      const mine = at.filter(
        ({ topic, partition }) => assigned.get(`${topic}/${partition}`)?.position != null,
      );
      if (mine.length > 0 && failure === null && joined) consumer.resume(partitionsOf(mine));
    },
    positions: () =>
      new Map(
        [...assigned].flatMap(([key, at]) => (at.position === null ? [] : [[key, at.position] as const])),
      ),
    acknowledge: (offsets) =>
      committer.note(offsets.filter(({ topic, partition }) => assigned.has(`${topic}/${partition}`))),
    committed: () => committer.committed(),
    reopen(at) {
      const again = at.flatMap(({ topic, partition }) => assigned.get(`${topic}/${partition}`) ?? []);
      for (const one of again) {
        // What is under way for it belongs to the old object, and is dropped.
        const fresh: Assigned = { ...one, position: null };
        const key = `${one.topic}/${one.partition}`;
        assigned.set(key, fresh);
        pausedByOwner.delete(key);
        consumer.pause(partitionsOf([one]));
        takeOverInTurn(epoch, [fresh], []);
      }
    },
    failure: () => failure,
    state: () =>
      failure !== null || stopping ? 'stopped' : retrying ? 'retrying' : joined ? 'running' : 'joining',
    lag() {
      let waiting = 0n;
      for (const at of assigned.values()) {
        if (at.position !== null && at.highWatermark > at.position) waiting += at.highWatermark - at.position;
      }
      return waiting;
    },
    async stop() {
      stopping = true;
      await withinStopTime(
        inHand.then(() => options.beforeLeave?.()).then(() => committer.stop()),
        log,
      );
      await withinStopTime(consumer.stop(), log);
      await withinStopTime(consumer.disconnect(), log);
    },
  };
}

const NO_HEADERS: Readonly<Record<string, undefined>> = {};

function coordinatesOf(batch: PolledBatch): string {
  const first = batch.records[0]?.offset;
  const last = batch.records[batch.records.length - 1]?.offset;
  return `${batch.topic}/${batch.partition}@${first}-${last}`;
}

/** kafkajs' own errors that another try can mend, and TransientError. */
function isPassing(error: unknown): boolean {
  if (error instanceof TransientError) return true;
  return error instanceof Error && error.name.startsWith('KafkaJS');
}

async function withinStopTime(work: Promise<void>, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({ afterMs: STOP_MS_MAX }, 'gave up waiting for a clean stop');
      resolve();
    }, STOP_MS_MAX);
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
