import { createPartitionFold, type PartitionFold } from '@sluice/detection';
import type { TopicPartition } from '@sluice/stream-runtime';

/** A partition of `legs` that this instance folds. */
export interface OwnedPartition {
  readonly fold: PartitionFold;
  /** Outputs of frames below this offset were acknowledged before a restart: they are folded, not sent again. */
  readonly emitFrom: bigint;
  /** Offset of the next frame: `legs` has no gaps, so anything else means that records are missing. */
  next: bigint;
}

/** Records of `legs` are missing: the partition must not go on from a state that lacks them. */
export class LogGapError extends Error {
  override readonly name = 'LogGapError';
}

export function ownedPartitions(partitionCount: number, incarnation: number) {
  const owned = new Map<number, OwnedPartition>();
  return {
    get: (partition: number) => owned.get(partition),
    all: () => [...owned.entries()],
    drop(at: readonly TopicPartition[]) {
      for (const { partition } of at) owned.delete(partition);
    },
    /** Takes a partition over with an empty state; it is rebuilt by folding the log from its first record. */
    open({ partition }: TopicPartition, committed: bigint | null): bigint {
      owned.set(partition, {
        fold: createPartitionFold({ partition, partitionCount, incarnation }),
        emitFrom: committed ?? 0n,
        next: 0n,
      });
      return 0n;
    },
  };
}

/** Checks that a frame is the one that comes next. */
export function expectNext(owned: OwnedPartition, partition: number, offset: bigint): void {
  if (offset !== owned.next) {
    throw new LogGapError(
      `legs/${partition}: offset ${owned.next} is wanted, ${offset} came: ${offset > owned.next ? 'the records between are missing' : 'the log went back'}; restore legs or seed the tables into a new incarnation`,
    );
  }
  owned.next = offset + 1n;
}
