import { type ConsumerOptions, type TopicPartition, TransientError } from '../api';
import { reasonOf, untilItWorks } from '../backoff';
import type { Logger } from '../logger';
import { type Assigned, type Assignment, startAt } from './assignment';
import type { ConsumerControl } from './consumerControl';
import { OffsetGapError } from './recordsOf';

export interface TakeOverParts {
  readonly options: Pick<ConsumerOptions, 'groupId' | 'startOffset' | 'onAssigned' | 'onRevoked'>;
  readonly control: ConsumerControl;
  readonly assignment: Assignment;
  readonly log: Logger;
  readonly committedOffsets: (groupId: string, topic: string) => Promise<ReadonlyMap<number, bigint | null>>;
  readonly startOffsets: (topic: string) => Promise<ReadonlyMap<number, bigint>>;
  readonly isOver: () => boolean;
  readonly isPausedByOwner: (at: Assigned) => boolean;
  readonly onFailure: (error: unknown, where: string) => void;
}

export interface TakeOver {
  /** Tells the owner what was lost, lets what was kept go on, and finds where the rest starts. */
  begin(change: {
    readonly kept: Iterable<Assigned>;
    readonly fresh: readonly Assigned[];
    readonly revoked: readonly Assigned[];
  }): void;
}

/** Takes partitions over, one change of the assignment after the other; while a partition's start is being found nothing of it is fetched. */
export function takeOvers(parts: TakeOverParts): TakeOver {
  const { options, control, assignment, log } = parts;
  let turn: Promise<void> = Promise.resolve();

  const resume = (some: Iterable<Assigned>): void => {
    for (const at of some) {
      if (!assignment.isCurrent(at) || at.position === null || at.stopped !== null) continue;
      control.seek({ topic: at.topic, partition: at.partition, offset: at.position.toString() });
      if (!parts.isPausedByOwner(at)) control.resume([{ topic: at.topic, partitions: [at.partition] }]);
    }
  };

  /** All partitions at once: a restore reads for all of them in one pass. */
  const findStarts = async (fresh: readonly Assigned[]): Promise<void> => {
    const committed = new Map<string, ReadonlyMap<number, bigint | null>>();
    const earliest = new Map<string, ReadonlyMap<number, bigint>>();
    for (const topic of new Set(fresh.map((at) => at.topic))) {
      committed.set(topic, await parts.committedOffsets(options.groupId, topic));
      earliest.set(topic, await parts.startOffsets(topic));
    }
    await Promise.all(
      fresh.map(async (at) => {
        const known = committed.get(at.topic)?.get(at.partition) ?? null;
        const first = earliest.get(at.topic)?.get(at.partition) ?? 0n;
        const wanted = options.startOffset === undefined ? known : await options.startOffset(at, known);
        if (wanted === null || wanted === 'earliest' || wanted >= first) {
          startAt(at, wanted === null || wanted === 'earliest' ? first : wanted, known);
          return;
        }
        at.stopped = new OffsetGapError(
          `${at.key} begins at offset ${first}, but ${wanted} is wanted: the records between were deleted; seed the tables again or reset the group ${options.groupId}`,
        );
        log.error({ groupId: options.groupId, reason: reasonOf(at.stopped) }, 'partition stopped');
      }),
    );
  };

  return {
    begin({ kept, fresh, revoked }) {
      const { epoch } = assignment;
      const isPast = () => parts.isOver() || epoch !== assignment.epoch;
      const tries = {
        what: `assignment of ${options.groupId}`,
        log,
        closing: isPast,
        isFinal: (error: unknown) => !isPassing(error),
      };
      turn = turn
        .then(async () => {
          // The owner lets go also where the next rebalance has come already.
          if (revoked.length > 0)
            await untilItWorks(async () => options.onRevoked?.(placesOf(revoked)), tries);
          if (isPast()) return;
          await untilItWorks(async () => options.onAssigned?.(placesOf(assignment.all())), tries);
          resume(kept);
          await untilItWorks(() => findStarts(fresh.filter((at) => at.position === null)), tries);
          resume(fresh);
        })
        .catch((error: unknown) => {
          if (!isPast()) parts.onFailure(error, 'assignment');
        });
    },
  };
}

function placesOf(some: Iterable<Assigned>): readonly TopicPartition[] {
  return [...some].map(({ topic, partition }) => ({ topic, partition }));
}

/** kafkajs' own errors that another try can mend, and TransientError. */
function isPassing(error: unknown): boolean {
  if (error instanceof TransientError) return true;
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
