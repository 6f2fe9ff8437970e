import type { EachBatchPayload } from 'kafkajs';
import { type ConsumerOptions, type PolledBatch, type TopicPartition, TransientError } from '../api';
import { reasonOf, sleep } from '../backoff';
import type { Logger } from '../logger';
import type { Assigned, Assignment } from './assignment';
import type { ConsumerControl } from './consumerControl';
import { HEARTBEAT_INTERVAL_MS } from './groupSettings';
import { whileBeating } from './heartbeats';
import type { OffsetCommitter } from './offsetCommitter';
import type { JoinedPoll } from './pollJoiner';
import { fetchedOffsetOf, OffsetGapError, recordsOf } from './recordsOf';

const RETRY_MS_FIRST = 100;
const RETRY_MS_MAX = 5_000;
const PUT_OFF_MS = 500;
const NONE_PUT_OFF: readonly TopicPartition[] = [];

export interface PollHandlerParts {
  readonly options: Pick<ConsumerOptions, 'groupId' | 'handle' | 'commit' | 'pollIntervalMs'>;
  readonly control: ConsumerControl;
  readonly assignment: Assignment;
  readonly committer: OffsetCommitter;
  readonly log: Logger;
  /** Nothing more is to be handled: stopped, or stopped by a bug. */
  readonly isOver: () => boolean;
  readonly isPausedByOwner: (at: Assigned) => boolean;
  readonly onFailure: (error: unknown, where: string) => void;
  readonly onRetrying: (retrying: boolean) => void;
}

interface Taken {
  readonly at: Assigned;
  readonly payload: EachBatchPayload;
  readonly batch: PolledBatch;
}

/** Hands what one poll brought to the owner, and moves positions once it is handled. */
export function pollHandler(parts: PollHandlerParts): (poll: JoinedPoll) => Promise<void> {
  const { options, control, assignment, committer, log } = parts;
  const commitsHandled = (options.commit ?? 'after-handle') === 'after-handle';

  /** What of a batch is to be handled; null where it is not ours any more, or not where we stand. */
  const take = (payload: EachBatchPayload): Taken | null => {
    const { batch } = payload;
    const at = assignment.at(batch);
    if (at === undefined || at.position === null || at.stopped !== null || payload.isStale()) return null;
    const found = recordsOf(batch);
    if (found instanceof OffsetGapError) {
      stopPartition(at, found);
      return null;
    }
    const askedFrom = fetchedOffsetOf(batch);
    if (askedFrom !== null && askedFrom > at.position) {
      // kafkajs has lost our place, as where it restarted: nothing between may be skipped.
      control.seek({ topic: at.topic, partition: at.partition, offset: at.position.toString() });
      return null;
    }
    at.highWatermark = BigInt(batch.highWatermark);
    at.handedTo = BigInt(batch.lastOffset()) + 1n;
    const from = at.position;
    const records = askedFrom === from ? found : found.filter(({ offset }) => offset >= from);
    return {
      at,
      payload,
      batch: { topic: at.topic, partition: at.partition, records, highWatermark: at.highWatermark },
    };
  };

  const stopPartition = (at: Assigned, error: Error): void => {
    at.stopped = error;
    control.pause([{ topic: at.topic, partitions: [at.partition] }]);
    log.error({ groupId: options.groupId, reason: reasonOf(error) }, 'partition stopped');
  };

  /** What the handler put off; null where nothing was handled: a bug, the end, or a rebalance came first. */
  const handleWithRetries = async (
    batches: readonly PolledBatch[],
    isInterrupted: () => boolean,
  ): Promise<readonly TopicPartition[] | null> => {
    for (let delayMs = RETRY_MS_FIRST; ; delayMs = Math.min(delayMs * 2, RETRY_MS_MAX)) {
      try {
        const putOff = (await options.handle(batches)) ?? NONE_PUT_OFF;
        parts.onRetrying(putOff.length > 0);
        return putOff;
      } catch (error) {
        if (!(error instanceof TransientError)) {
          parts.onFailure(error, batches.map(coordinatesOf).join(', '));
          return null;
        }
        parts.onRetrying(true);
        log.warn(
          { groupId: options.groupId, delayMs, reason: reasonOf(error) },
          'handling failed for now, trying again',
        );
      }
      for (const until = Date.now() + delayMs; Date.now() < until; ) {
        if (isInterrupted()) return null;
        await sleep(Math.min(HEARTBEAT_INTERVAL_MS, until - Date.now()));
      }
      if (isInterrupted()) return null;
    }
  };

  /** Rests one partition for a while; its records come again, the others go on. */
  const tryAgainLater = (at: Assigned): void => {
    const only = [{ topic: at.topic, partitions: [at.partition] }];
    control.pause(only);
    setTimeout(() => {
      if (!assignment.isCurrent(at) || at.position === null || at.stopped !== null || parts.isOver()) return;
      control.seek({ topic: at.topic, partition: at.partition, offset: at.position.toString() });
      if (!parts.isPausedByOwner(at)) control.resume(only);
    }, PUT_OFF_MS);
  };

  const settle = (taken: readonly Taken[], putOff: readonly TopicPartition[]): void => {
    for (const { payload, at } of taken) {
      if (putOff.some(({ topic, partition }) => topic === at.topic && partition === at.partition)) {
        tryAgainLater(at);
        continue;
      }
      // Lost while it was handled: the next owner handles it again. Kept through a rebalance: it counts as handled.
      if (!assignment.isCurrent(at)) continue;
      const last = payload.batch.lastOffset();
      payload.resolveOffset(last);
      at.position = BigInt(last) + 1n;
      if (commitsHandled) at.acknowledged = at.position;
    }
  };

  const { pollIntervalMs = 0 } = options;

  return async (poll) => {
    if (parts.isOver()) return;
    const begunAt = performance.now();
    committer.commitVia(poll[0]!.commitOffsetsIfNecessary);
    const taken = poll.map(take).filter((one) => one !== null);
    const batches = taken.map(({ batch }) => batch).filter(({ records }) => records.length > 0);
    const { epoch } = assignment;
    await whileBeating(poll[0]!.heartbeat, async (isLeaving) => {
      const isInterrupted = () => isLeaving() || parts.isOver() || epoch !== assignment.epoch;
      const putOff = batches.length > 0 ? await handleWithRetries(batches, isInterrupted) : NONE_PUT_OFF;
      if (putOff !== null) settle(taken, putOff);
    });
    const restMs = pollIntervalMs - (performance.now() - begunAt);
    if (restMs > 0 && !parts.isOver()) await sleep(restMs);
  };
}

function coordinatesOf(batch: PolledBatch): string {
  const first = batch.records[0]?.offset;
  const last = batch.records[batch.records.length - 1]?.offset;
  return `${batch.topic}/${batch.partition}@${first}-${last}`;
}
