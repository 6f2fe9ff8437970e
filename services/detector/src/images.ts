import { TOPICS } from '@sluice/domain';
import type { Checkpoints, RunningConsumer } from '@sluice/stream-runtime';
import { sleep } from '@sluice/stream-runtime';
import type { OwnedPartition, OwnedPartitions } from './ownedPartitions';

/**
 * Entries of a partition after which its next image begins. A restore folds at most these again for each partition, besides
 * what an image takes to be written: with 8 partitions about a million entries, 3 to 5 s of one core.
 */
export const IMAGE_ENTRIES_DEFAULT = 120_000;

const LOOK_MS = 5;

export interface ImageKeeper {
  /** Begins an image where one is due; called between polls, when every partition stands between two frames. */
  afterPoll(): void;
  /** Images of everything as it stands, for a clean hand-over; the callers' outputs are acknowledged. */
  handOver(): Promise<void>;
}

/** Decides when a partition's image is written: by entries to fold again, not by the clock; one at a time. */
export function keepImages(
  owned: OwnedPartitions,
  checkpoints: Checkpoints,
  consumer: () => RunningConsumer | null,
  imageEntries: number,
): ImageKeeper {
  let underWay: Promise<unknown> | null = null;

  /** Resolves when every output below `position` is acknowledged and the position is committed, or the partition is gone. */
  const safe = async (partition: number, mine: OwnedPartition, position: bigint): Promise<void> => {
    const committed = () => consumer()?.committed().get(`${TOPICS.legs}/${partition}`) ?? mine.emitFrom;
    while (owned.get(partition) === mine && (mine.acknowledged < position || committed() < position))
      await sleep(LOOK_MS);
  };

  const write = (partition: number, mine: OwnedPartition, hurry: boolean): Promise<unknown> => {
    const position = mine.next;
    mine.imagedEntries = mine.fold.state.counts.entries;
    return checkpoints.write(partition, mine.image, position, () => safe(partition, mine, position), {
      hurry,
    });
  };

  const isRestored = ({ next, emitFrom }: OwnedPartition): boolean => next >= emitFrom;
  const entriesSince = ({ fold, imagedEntries }: OwnedPartition): number =>
    fold.state.counts.entries - imagedEntries;

  return {
    afterPoll() {
      if (underWay !== null) return;
      for (const [partition, mine] of owned.all()) {
        if (!isRestored(mine) || entriesSince(mine) < imageEntries) continue;
        underWay = write(partition, mine, false).finally(() => {
          underWay = null;
        });
        return;
      }
    },
    async handOver() {
      await underWay;
      const due = owned.all().filter(([, mine]) => isRestored(mine) && entriesSince(mine) > 0);
      await Promise.all(due.map(([partition, mine]) => write(partition, mine, true)));
    },
  };
}
