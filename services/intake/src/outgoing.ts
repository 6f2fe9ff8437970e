import type { DeadLetter } from '@sluice/domain';
import { type ByteWriter, FrameBuilder, type Lane } from '@sluice/log-format';

/** What a poll has made so far: frames per partition of `legs`, and dead letters. */
export interface Outgoing {
  append(
    target: number,
    lane: Lane,
    offset: number,
    index: number,
    type: number,
    write: (body: ByteWriter) => void,
  ): void;
  deadLetter(letter: DeadLetter): void;
  /** Frames by target partition, and dead letters, since the last call. */
  take(): {
    readonly frames: readonly { readonly partition: number; readonly frames: Buffer[] }[];
    readonly deadLetters: DeadLetter[];
  };
}

export function createOutgoing(partitionCount: number): Outgoing {
  const builders = Array.from({ length: partitionCount }, () => new FrameBuilder());
  let deadLetters: DeadLetter[] = [];
  return {
    append(target, lane, offset, index, type, write) {
      const builder = builders[target];
      if (builder === undefined)
        throw new RangeError(`legs has ${partitionCount} partitions, entry for ${target}`);
      builder.append(lane, offset, index, type, write);
    },
    deadLetter: (letter) => void deadLetters.push(letter),
    take() {
      const frames = builders.flatMap((builder, partition) => {
        const taken = builder.take();
        return taken.length > 0 ? [{ partition, frames: taken }] : [];
      });
      const letters = deadLetters;
      deadLetters = [];
      return { frames, deadLetters: letters };
    },
  };
}

/** Swallows everything: for what was already sent before a restart. */
export const alreadySent: Pick<Outgoing, 'append' | 'deadLetter'> = {
  append: () => undefined,
  deadLetter: () => undefined,
};
