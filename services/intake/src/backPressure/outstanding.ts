/** Sights of one partition that are kept at most; the oldest are the ones that matter next. */
const SIGHTS_MAX = 64;
/** A partition that stands still for so long while others get on is left out, ms: a bug stopped it, or it restores. */
export const STUCK_MS = 1_000;

interface Partition {
  appended: number;
  acknowledged: number;
  done: number;
  /** When it last got on, or had nothing to do. */
  movedAt: number;
  /** End offset of the partition at a moment, and what was acknowledged before it. */
  readonly sights: { readonly end: bigint; readonly acknowledged: number }[];
}

/**
 * How many of the entries that this instance appended to each partition of `legs` the detector has not committed. Which
 * offset an entry has is not asked: once the detector has committed the end offset as it was at some moment, it has done
 * everything that had been acknowledged before that.
 */
export class Outstanding {
  private readonly partitions: readonly Partition[];
  /** When any partition last got on, and since when there was no gap longer than STUCK_MS in that. */
  private progressAt: number;
  private aliveSince: number;

  constructor(partitionCount: number, at: number) {
    this.partitions = Array.from({ length: partitionCount }, () => ({
      appended: 0,
      acknowledged: 0,
      done: 0,
      movedAt: at,
      sights: [],
    }));
    this.progressAt = at;
    this.aliveSince = at;
  }

  /** Entries by partition are on their way; call the result when they are acknowledged. */
  append(entries: readonly number[]): () => void {
    for (const [i, count] of entries.entries()) this.at(i).appended += count;
    return () => {
      for (const [i, count] of entries.entries()) this.at(i).acknowledged += count;
    };
  }

  /** What is acknowledged now: to be taken before the end offsets are asked for. */
  acknowledged(): readonly number[] {
    return this.partitions.map(({ acknowledged }) => acknowledged);
  }

  /** Takes in the end offsets, asked for after `acknowledged` was taken, and the committed ones. */
  see(
    at: number,
    acknowledged: readonly number[],
    ends: ReadonlyMap<number, bigint>,
    committed: ReadonlyMap<number, bigint | null>,
  ): void {
    let gotOn = false;
    for (const [i, partition] of this.partitions.entries()) {
      const end = ends.get(i);
      const last = partition.sights.at(-1)?.acknowledged ?? partition.done;
      const now = acknowledged[i] ?? 0;
      if (end !== undefined && now > last) {
        if (partition.sights.length === SIGHTS_MAX) partition.sights.pop();
        partition.sights.push({ end, acknowledged: now });
      }
      const reached = committed.get(i) ?? -1n;
      for (let first = partition.sights[0]; first !== undefined && first.end <= reached; ) {
        partition.done = first.acknowledged;
        partition.movedAt = at;
        gotOn = true;
        partition.sights.shift();
        first = partition.sights[0];
      }
      if (partition.done === partition.appended) partition.movedAt = at;
    }
    if (!gotOn) return;
    if (at - this.progressAt > STUCK_MS) this.aliveSince = at;
    this.progressAt = at;
  }

  /**
   * Entries outstanding, without the partitions that stand still while others get on: one that a bug has stopped does not
   * stop the others.
   */
  outstanding(): number {
    let sum = 0;
    for (const { appended, done, movedAt } of this.partitions)
      if (this.progressAt - Math.max(movedAt, this.aliveSince) <= STUCK_MS) sum += appended - done;
    return sum;
  }

  /** Entries that the detector has done, ever. */
  done(): number {
    return this.partitions.reduce((sum, { done }) => sum + done, 0);
  }

  private at(i: number): Partition {
    const partition = this.partitions[i];
    if (partition === undefined)
      throw new RangeError(`legs has ${this.partitions.length} partitions, not ${i + 1}`);
    return partition;
  }
}
