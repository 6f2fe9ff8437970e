import type { Lane } from './coordinates';

interface Mark {
  source: number;
  incarnation: number;
  partition: number;
  offset: number;
  index: number;
}

/**
 * Per source lane the last (offset, index) applied. It is part of the fold's state: an entry that is not newer has been
 * applied before, whichever frame brings it again, and is dropped.
 */
export class LaneMarks {
  private readonly marks = new Map<number, Mark>();
  private last: Mark | null = null;

  /** True, and the mark moves on, where (offset, index) is newer than all that the lane has brought. */
  admit(lane: Lane, offset: number, index: number): boolean {
    const mark = this.markOf(lane);
    if (offset < mark.offset || (offset === mark.offset && index <= mark.index)) return false;
    mark.offset = offset;
    mark.index = index;
    return true;
  }

  /** The last offset applied of a lane, or -1. */
  offsetOf(lane: Lane): number {
    return this.markOf(lane).offset;
  }

  private markOf(lane: Lane): Mark {
    const last = this.last;
    if (
      last !== null &&
      last.source === lane.source &&
      last.partition === lane.partition &&
      last.incarnation === lane.incarnation
    ) {
      return last;
    }
    const key = laneKey(lane);
    let mark = this.marks.get(key);
    if (mark === undefined) {
      mark = {
        source: lane.source,
        incarnation: lane.incarnation,
        partition: lane.partition,
        offset: -1,
        index: -1,
      };
      this.marks.set(key, mark);
    }
    this.last = mark;
    return mark;
  }

  /** All marks in a stable order, for images and digests. */
  entries(): readonly Readonly<Mark>[] {
    return [...this.marks.entries()].sort(([a], [b]) => a - b).map(([, mark]) => mark);
  }

  restore(marks: readonly Readonly<Mark>[]): void {
    this.marks.clear();
    this.last = null;
    for (const mark of marks) this.marks.set(laneKey(mark), { ...mark });
  }
}

// Partitions below 2^16, sources below 2^8, incarnations below 2^24: one exact integer below 2^48.
function laneKey(lane: Lane): number {
  return (lane.incarnation * 0x100 + lane.source) * 0x10000 + lane.partition;
}
