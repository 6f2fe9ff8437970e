import type { Imageable } from '@sluice/log-format';
import type { RunningConsumer, TopicPartition } from '../api';
import { sleep } from '../backoff';
import type { Checkpoints } from './checkpoints';

/** A partition with state of which images are kept. */
export interface ImagedPartition extends TopicPartition {
  readonly image: Imageable;
  /** Outputs below this offset were acknowledged before a restart; no image is written before it is reached again. */
  readonly emitFrom: bigint;
  /** Next offset to be folded. */
  readonly next: bigint;
  /** Every output below this offset is acknowledged. */
  readonly acknowledged: bigint;
  /** How much has been folded since the takeover, in whatever a restore has to fold again. */
  readonly work: number;
  /** `work` when the last image began. */
  imagedWork: number;
}

export interface ImageKeeperOptions {
  /** The partitions that are owned now. */
  readonly owned: () => Iterable<ImagedPartition>;
  readonly checkpointsOf: (partition: ImagedPartition) => Checkpoints;
  readonly consumer: () => RunningConsumer | null;
  /** Work after which a partition's next image begins. */
  readonly workPerImage: number;
}

export interface ImageKeeper {
  /** Begins an image where one is due; called between polls, when every partition stands between two records. */
  afterPoll(): void;
  /** Images of everything as it stands, for a clean hand-over; the callers' outputs are acknowledged. */
  handOver(): Promise<void>;
}

const LOOK_MS = 5;

/** Decides when a partition's image is written: by what a restore would fold again, not by the clock; one at a time. */
export function keepImages(options: ImageKeeperOptions): ImageKeeper {
  const { owned, checkpointsOf, consumer, workPerImage } = options;
  let underWay: Promise<unknown> | null = null;

  const isOwned = (mine: ImagedPartition): boolean => {
    for (const one of owned()) if (one === mine) return true;
    return false;
  };

  /** Resolves when every output below `position` is acknowledged and the position is committed, or the partition is gone. */
  const safe = async (mine: ImagedPartition, position: bigint): Promise<void> => {
    const key = `${mine.topic}/${mine.partition}`;
    const isCommitted = () => (consumer()?.committed().get(key) ?? -1n) >= position;
    // What was acknowledged before a restart was committed before it.
    const wasBefore = position <= mine.emitFrom;
    while (isOwned(mine) && (mine.acknowledged < position || !(wasBefore || isCommitted())))
      await sleep(LOOK_MS);
  };

  const write = (mine: ImagedPartition, hurry: boolean): Promise<unknown> => {
    const position = mine.next;
    mine.imagedWork = mine.work;
    return checkpointsOf(mine).write(mine.partition, mine.image, position, () => safe(mine, position), {
      hurry,
    });
  };

  const isRestored = ({ next, emitFrom }: ImagedPartition): boolean => next >= emitFrom;
  const isDue = (mine: ImagedPartition, work: number): boolean =>
    isRestored(mine) && mine.work - mine.imagedWork >= work;

  return {
    afterPoll() {
      if (underWay !== null) return;
      for (const mine of owned()) {
        if (!isDue(mine, workPerImage)) continue;
        underWay = write(mine, false).finally(() => {
          underWay = null;
        });
        return;
      }
    },
    async handOver() {
      await underWay;
      await Promise.all([...owned()].filter((mine) => isDue(mine, 1)).map((mine) => write(mine, true)));
    },
  };
}
