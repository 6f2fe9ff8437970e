import { type ConsumerGroupJoinEvent, type Kafka, PartitionAssigners } from 'kafkajs';
import type { ConsumerOptions, RunningConsumer, TopicPartition } from '../api';
import { reasonOf, sleep, untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import { generationOf } from '../wire/joinedGroups';
import { type Assigned, Assignment, keyOf } from './assignment';
import type { ConsumerControl } from './consumerControl';
import {
  FETCH_BYTES_MAX,
  FETCH_BYTES_PER_PARTITION,
  FETCH_WAIT_MS,
  HEARTBEAT_INTERVAL_MS,
  REBALANCE_TIMEOUT_MS,
  SESSION_TIMEOUT_DEFAULT_MS,
} from './groupSettings';
import { OffsetCommitter } from './offsetCommitter';
import { pollHandler } from './pollHandler';
import { joinPolls } from './pollJoiner';
import { stickyAssigner } from './stickyAssigner';
import { takeOvers } from './takeOver';
import { STOP_MS_MAX, withinStopTime } from './withinStopTime';

const RERUN_MS = 1_000;
/** Of the time of a stop, what is left for leaving: a member that leaves is replaced at once, one that vanishes after its session. */
const LEAVE_MS_MAX = 2_000;

export interface ConsumerParts {
  readonly kafka: Pick<Kafka, 'consumer'>;
  readonly log: Logger;
  readonly committedOffsets: (groupId: string, topic: string) => Promise<ReadonlyMap<number, bigint | null>>;
  readonly startOffsets: (topic: string) => Promise<ReadonlyMap<number, bigint>>;
  /** Default 6 s. */
  readonly sessionTimeoutMs?: number | undefined;
}

/** Runs one consumer of a group as `ConsumerOptions` says. */
export async function startConsumer(
  parts: ConsumerParts,
  options: ConsumerOptions,
): Promise<RunningConsumer> {
  const { kafka, log } = parts;
  const { groupId } = options;
  const sessionTimeoutMs = parts.sessionTimeoutMs ?? SESSION_TIMEOUT_DEFAULT_MS;
  // Silent for so long, the member is about to lose its membership: health should show it.
  const silentMsMax = sessionTimeoutMs / 2;
  const assignment = new Assignment();
  const pausedByOwner = new Set<string>();
  let failure: Error | null = null;
  let retrying = false;
  let joined = false;
  let stopping = false;
  let beatAt = Date.now();
  let inHand: Promise<void> = Promise.resolve();

  const consumer = kafka.consumer({
    groupId,
    // Round robin too: a group of an older build goes on while its members are replaced one by one.
    partitionAssigners: [stickyAssigner(() => assignment.claim()), PartitionAssigners.roundRobin],
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxBytes: FETCH_BYTES_MAX,
    maxBytesPerPartition: options.maxBytesPerPartition ?? FETCH_BYTES_PER_PARTITION,
    maxWaitTimeInMs: options.maxWaitMs ?? FETCH_WAIT_MS,
    minBytes: 1,
    readUncommitted: options.isolation === 'read_uncommitted',
    allowAutoTopicCreation: false,
    // Few: a connection to a coordinator that is gone is mended by the restart that follows the last of them.
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 1_000,
      retries: 6,
      restartOnFailure: async () => !stopping,
    },
  });
  const committer = new OffsetCommitter(assignment, log);
  const isOver = () => stopping || failure !== null;
  const isPausedByOwner = (at: Assigned) => pausedByOwner.has(at.key);

  const fail = (error: unknown, where: string): void => {
    // The message is shown by health endpoints and must not carry what a row holds.
    failure =
      error instanceof Error && !error.message.startsWith('Failed query')
        ? error
        : new Error(reasonOf(error));
    log.error({ groupId, where, reason: reasonOf(error), stack: failure.stack }, 'consumer stopped');
    pause([...assignment.all()]);
  };
  // While it has not joined, kafkajs refuses these calls; the next join begins with everything paused, and says all of it again.
  const control: ConsumerControl = {
    seek: (to) => joined && consumer.seek(to),
    pause: (some) => joined && consumer.pause(some),
    resume: (some) => joined && consumer.resume(some),
  };
  const pause = (some: readonly TopicPartition[]): void => {
    if (some.length > 0) control.pause(partitionsOf(some));
  };

  const shared = { options, control, assignment, log, isOver, isPausedByOwner, onFailure: fail };
  const { committedOffsets, startOffsets } = parts;
  const takeOver = takeOvers({ ...shared, committedOffsets, startOffsets });
  const handlePoll = pollHandler({
    ...shared,
    committer,
    onRetrying: (now) => {
      retrying = now;
    },
  });

  const onJoin = ({ payload }: ConsumerGroupJoinEvent): void => {
    beatAt = Date.now();
    const { memberId, memberAssignment } = payload;
    const assigned = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const change = assignment.join({ memberId, generation: generationOf(memberId), assigned });
    joined = true;
    // Before the first fetch: kafkajs would begin where it last committed.
    pause(assigned);
    const { fresh, revoked } = change;
    log.debug({ groupId, assigned: assigned.length, fresh: fresh.length, revoked: revoked.length }, 'joined');
    takeOver.begin(change);
  };

  consumer.on(consumer.events.GROUP_JOIN, onJoin);
  consumer.on(consumer.events.HEARTBEAT, () => {
    beatAt = Date.now();
  });
  consumer.on(consumer.events.REBALANCING, () => {
    joined = false;
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    joined = false;
    committer.commitVia(null);
    // What kafkajs holds for final (a codec that it lacks, no broker in its list) another start may mend all the same.
    if (!payload.restart && !stopping) void run(RERUN_MS);
  });
  let partitions = 0;
  await untilItWorks(
    async () => {
      const counts = await Promise.all(
        options.topics.map(async (topic) => (await parts.startOffsets(topic)).size),
      );
      partitions = counts.reduce((sum, count) => sum + count, 0);
    },
    { what: `partitions of ${options.topics.join(', ')}`, log },
  );

  const eachBatch = joinPolls((poll) => {
    const handled = handlePoll(poll);
    inHand = handled.catch(() => undefined);
    return handled;
  });
  const run = async (delayMs: number): Promise<void> => {
    await sleep(delayMs);
    await untilItWorks(
      async () => {
        if (stopping) return;
        await consumer.connect();
        await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: partitions,
          eachBatch,
        });
      },
      { what: `consumer ${groupId}`, log, closing: () => stopping },
    ).catch((error: unknown) => log.debug({ groupId, reason: reasonOf(error) }, 'stopped while starting'));
  };
  committer.start();
  await run(0);

  return {
    groupId,
    assigned: () => [...assignment.all()].map(({ topic, partition }) => ({ topic, partition })),
    pause(at) {
      for (const { topic, partition } of at) pausedByOwner.add(keyOf(topic, partition));
      pause(at.filter((one) => assignment.at(one) !== undefined));
    },
    resume(at) {
      for (const { topic, partition } of at) pausedByOwner.delete(keyOf(topic, partition));
      const ready = at.filter((one) => {
        const mine = assignment.at(one);
        return mine !== undefined && mine.position !== null && mine.stopped === null;
      });
      if (ready.length > 0 && failure === null) control.resume(partitionsOf(ready));
    },
    positions: () => offsetsOf(assignment, ({ position }) => position),
    acknowledge: (offsets) => assignment.acknowledge(offsets),
    committed: () => offsetsOf(assignment, ({ committed }) => committed),
    reopen(at) {
      const again = at.flatMap((one) => assignment.at(one) ?? []).map((one) => assignment.renew(one));
      for (const { key } of again) pausedByOwner.delete(key);
      pause(again);
      if (again.length > 0) takeOver.begin({ kept: [], fresh: again, revoked: [] });
    },
    failure: () => failure ?? [...assignment.all()].find(({ stopped }) => stopped !== null)?.stopped ?? null,
    state() {
      if (isOver()) return 'stopped';
      if (!joined || [...assignment.all()].some((at) => at.position === null && at.stopped === null)) {
        return 'joining';
      }
      return retrying || Date.now() - beatAt > silentMsMax ? 'retrying' : 'running';
    },
    lag() {
      let waiting = 0n;
      for (const { position, highWatermark } of assignment.all()) {
        if (position !== null && highWatermark > position) waiting += highWatermark - position;
      }
      return waiting;
    },
    async stop() {
      stopping = true;
      const deadline = Date.now() + STOP_MS_MAX;
      const finished = inHand.then(() => options.beforeLeave?.()).then(() => committer.stop());
      await withinStopTime(finished, deadline - LEAVE_MS_MAX, log);
      await withinStopTime(consumer.stop(), deadline, log);
      await withinStopTime(consumer.disconnect(), deadline, log);
    },
  };
}

function partitionsOf(at: readonly TopicPartition[]) {
  return at.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
}

function offsetsOf(assignment: Assignment, offsetOf: (at: Assigned) => bigint | null) {
  return new Map(
    [...assignment.all()].flatMap((at) => {
      const offset = offsetOf(at);
      return offset === null ? [] : [[at.key, offset] as const];
    }),
  );
}
