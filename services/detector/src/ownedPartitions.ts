import { createPartitionFold, type PartitionFold, partitionImage } from '@sluice/detection';
import { TOPICS } from '@sluice/domain';
import { type ParkBody, readFrame } from '@sluice/log-format';
import {
  type Checkpoints,
  type ImagedPartition,
  type KafkaConnection,
  type Logger,
  reasonOf,
  type TopicPartition,
} from '@sluice/stream-runtime';

/** A partition of `legs` that this instance folds. `legs` has no gaps: any offset but `next` means that records are missing. */
export interface OwnedPartition extends ImagedPartition {
  readonly fold: PartitionFold;
  next: bigint;
  acknowledged: bigint;
}

/** A partition that stopped: it is not folded any further until somebody mends the cause. */
export interface StoppedPartition {
  /** One sentence: what, where, what to do. */
  readonly reason: string;
  /** Offset of the frame that could not be folded; null where the log itself cannot be used. */
  readonly offset: bigint | null;
}

/** Records of `legs` are missing: the partition must not go on from a state that lacks them. */
export class LogGapError extends Error {
  override readonly name = 'LogGapError';
}

export interface OwnedPartitionsOptions {
  readonly connection: KafkaConnection;
  readonly checkpoints: Checkpoints;
  readonly log: Logger;
  readonly partitionCount: number;
  readonly incarnation: number;
}

export type OwnedPartitions = ReturnType<typeof ownedPartitions>;

/** The partitions that this instance owns, and how it takes one over. */
export function ownedPartitions(options: OwnedPartitionsOptions) {
  const { connection, checkpoints, log, partitionCount, incarnation } = options;
  const owned = new Map<number, OwnedPartition>();
  const stopped = new Map<number, StoppedPartition>();
  const parked = new Map<number, readonly ParkBody[]>();

  const stop = (partition: number, reason: string, offset: bigint | null): void => {
    owned.delete(partition);
    stopped.set(partition, { reason, offset });
    log.error({ partition, reason }, 'partition stopped');
  };

  /** Takes a partition over: the newest image, or the log from its beginning. Returns where to read on. */
  const open = async (partition: number, committed: bigint | null): Promise<bigint> => {
    stopped.delete(partition);
    const orders = parked.get(partition) ?? [];
    const restored = await checkpoints.restore(
      partition,
      () => createPartitionFold({ partition, partitionCount, incarnation, parked: orders }),
      ({ state }) => partitionImage(state),
    );
    const position = restored.kind === 'IMAGE' ? restored.position : 0n;
    const first = (await connection.startOffsets(TOPICS.legs)).get(partition) ?? 0n;
    const end = (await connection.endOffsets(TOPICS.legs)).get(partition) ?? 0n;
    const why = restored.kind === 'NONE' ? ` (${restored.reason})` : '';
    if (first > position) {
      throw new LogGapError(
        `legs/${partition} begins at offset ${first}, but offset ${position} is wanted${why}: what happened to its accounts before is lost to windows and rules; publish accounts, watchlist and transfer-history of the last 7 days again, then raise SLUICE_LEGS_INCARNATION on a new topic`,
      );
    }
    if (end < position || (committed !== null && end < committed)) {
      throw new LogGapError(
        `legs/${partition} ends at offset ${end}, but ${committed !== null && committed > position ? committed : position} was read before: the topic was made anew or cut; restore it, or raise SLUICE_LEGS_INCARNATION`,
      );
    }
    const { state: fold } = restored;
    // An image outranks a committed offset that went back.
    const emitFrom = committed !== null && committed > position ? committed : position;
    owned.set(partition, {
      topic: TOPICS.legs,
      partition,
      fold,
      image: partitionImage(fold.state),
      emitFrom,
      next: position,
      acknowledged: emitFrom,
      imagedWork: 0,
      get work() {
        return fold.state.counts.entries;
      },
    });
    log.info(
      {
        partition,
        position: Number(position),
        emitFrom: Number(emitFrom),
        accounts: fold.state.accounts.accountCount,
      },
      restored.kind === 'IMAGE' ? 'restored from a checkpoint' : 'no checkpoint, folding from the beginning',
    );
    return position;
  };

  return {
    get: (partition: number) => owned.get(partition),
    all: (): readonly (readonly [number, OwnedPartition])[] => [...owned],
    stopped: (): ReadonlyMap<number, StoppedPartition> => stopped,
    stop,
    /** As `open`; a log that cannot be used stops this partition and no other. */
    async openOrStop(partition: number, committed: bigint | null): Promise<bigint | 'earliest'> {
      try {
        return await open(partition, committed);
      } catch (error) {
        if (!(error instanceof LogGapError)) throw error;
        stop(partition, reasonOf(error), null);
        return 'earliest';
      }
    },
    async drop(at: readonly TopicPartition[]): Promise<void> {
      for (const { partition } of at) {
        owned.delete(partition);
        stopped.delete(partition);
      }
      await Promise.all(at.map(({ partition }) => checkpoints.drop(partition)));
    },
    /** Reads ahead of a stopped partition for an operator's order to step over what stopped it; true where there is one. */
    async findParkOrder(partition: number): Promise<boolean> {
      const offset = stopped.get(partition)?.offset;
      if (offset === null || offset === undefined) return false;
      const orders: ParkBody[] = [];
      await connection.readToEnd(TOPICS.legs, {
        partitions: [partition],
        from: offset,
        isolation: 'read_uncommitted',
        onRecord: ({ value }) => {
          if (value !== null) orders.push(...parkOrdersIn(value));
        },
      });
      if (!orders.some((order) => BigInt(order.offset) === offset)) return false;
      const known = parked.get(partition) ?? [];
      parked.set(partition, [...known, ...orders]);
      return true;
    },
  };
}

/** Orders to step over a record; none in a frame that cannot be read. */
function parkOrdersIn(frame: Buffer): readonly ParkBody[] {
  try {
    return [...readFrame(frame)].flatMap((entry) => (entry.type === 'PARK' ? [entry.body] : []));
  } catch {
    return [];
  }
}

/** Checks that a frame is the one that comes next; throws LogGapError. */
export function expectNext(owned: OwnedPartition, partition: number, offset: bigint): void {
  if (offset !== owned.next) {
    throw new LogGapError(
      `legs/${partition}: offset ${owned.next} is wanted, ${offset} came: ${offset > owned.next ? 'the records between are missing' : 'the log went back'}; restore legs or seed the tables into a new incarnation`,
    );
  }
}
