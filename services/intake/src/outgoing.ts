import type { DeadLetter } from '@sluice/domain';
import { ByteWriter, FrameBuilder, type Lane, writeJson } from '@sluice/log-format';

/** Takes the entries and refusals that input leads to. */
export interface Sink {
  /** Appends an entry; the body's bytes are copied. */
  append(target: number, lane: Lane, offset: number, index: number, type: number, body: ByteWriter): void;
  /** Appends an entry whose body is the byte `first` (none where it is -1) and the first `length` bytes of a view. */
  appendShown(
    target: number,
    lane: Lane,
    offset: number,
    index: number,
    type: number,
    first: number,
    body: DataView,
    length: number,
  ): void;
  deadLetter(letter: DeadLetter): void;
}

/** What a poll has made so far: frames per partition of `legs`, and dead letters. */
export interface Outgoing extends Sink {
  /** Frames by target partition, and dead letters, since the last call. */
  take(): {
    readonly frames: readonly { readonly partition: number; readonly frames: Buffer[] }[];
    readonly deadLetters: DeadLetter[];
    /** Entries in the frames, by target partition. */
    readonly entries: readonly number[];
  };
}

export function createOutgoing(partitionCount: number): Outgoing {
  const builders = Array.from({ length: partitionCount }, () => new FrameBuilder());
  let entries = new Array<number>(partitionCount).fill(0);
  let deadLetters: DeadLetter[] = [];
  const builderOf = (target: number): FrameBuilder => {
    const builder = builders[target];
    if (builder === undefined)
      throw new RangeError(`legs has ${partitionCount} partitions, entry for ${target}`);
    entries[target]! += 1;
    return builder;
  };
  return {
    append: (target, lane, offset, index, type, body) =>
      builderOf(target).appendBody(lane, offset, index, type, body),
    appendShown: (target, lane, offset, index, type, first, body, length) =>
      builderOf(target).appendShown(lane, offset, index, type, first, body, length),
    deadLetter: (letter) => void deadLetters.push(letter),
    take() {
      const frames = builders.flatMap((builder, partition) => {
        const taken = builder.take();
        return taken.length > 0 ? [{ partition, frames: taken }] : [];
      });
      const taken = { frames, deadLetters, entries };
      deadLetters = [];
      entries = new Array<number>(partitionCount).fill(0);
      return taken;
    },
  };
}

/** Swallows everything: for what was already sent before a restart. */
export const alreadySent: Sink = {
  append: () => undefined,
  appendShown: () => undefined,
  deadLetter: () => undefined,
};

/** The body of a rare entry, valid until the next call. */
export function jsonBody(body: unknown): ByteWriter {
  jsonWriter.clear();
  writeJson(jsonWriter, body);
  return jsonWriter;
}

const jsonWriter = new ByteWriter();
