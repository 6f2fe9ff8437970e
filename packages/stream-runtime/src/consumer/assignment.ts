import type { CommitOffset, TopicPartition } from '../api';

/** One assigned partition. Lost and given again, it is another object: what is under way for the old one reaches nothing. */
export interface Assigned extends TopicPartition {
  readonly key: string;
  /** Next offset to be handled; null until its start has been found. */
  position: bigint | null;
  /** Next offset to be handed over; ahead of the position while a poll is in hand. */
  handedTo: bigint;
  highWatermark: bigint;
  /** Where it started; null until then. */
  start: bigint | null;
  /** Offsets below it may be committed: what this assignment has acknowledged. */
  acknowledged: bigint | null;
  /** Offsets below it are committed, as far as is known. */
  committed: bigint | null;
  /** Why nothing more of it is handled. */
  stopped: Error | null;
}

export interface Join {
  readonly memberId: string;
  /** Null where it is not known. */
  readonly generation: number | null;
  readonly assigned: readonly TopicPartition[];
}

export interface JoinOutcome {
  readonly kept: readonly Assigned[];
  readonly fresh: readonly Assigned[];
  readonly revoked: readonly Assigned[];
}

/** What a member of a group owns, from one join to the next. */
export class Assignment {
  private owned = new Map<string, Assigned>();
  private memberId = '';
  private generation: number | null = null;
  /** Counts joins: what belongs to an earlier one is over. */
  epoch = 0;

  all(): Iterable<Assigned> {
    return this.owned.values();
  }

  at({ topic, partition }: TopicPartition): Assigned | undefined {
    return this.owned.get(keyOf(topic, partition));
  }

  /** Whether it is still this object that stands for its partition. */
  isCurrent(at: Assigned): boolean {
    return this.owned.get(at.key) === at;
  }

  /**
   * Takes over what a join brought. Kept is what the same member had in the generation just before: then nobody else has owned
   * it in between, and it goes on from memory. A member that the group had given up comes back under another id; one that
   * missed a generation keeps nothing either.
   */
  join({ memberId, generation, assigned }: Join): JoinOutcome {
    const isContinued =
      memberId === this.memberId && generation !== null && generation - 1 === this.generation;
    this.memberId = memberId;
    this.generation = generation;
    this.epoch += 1;
    const before = this.owned;
    this.owned = new Map();
    const kept: Assigned[] = [];
    const fresh: Assigned[] = [];
    for (const { topic, partition } of assigned) {
      const key = keyOf(topic, partition);
      const had = before.get(key);
      const isKept = isContinued && had !== undefined && had.position !== null;
      const at = isKept ? had : newlyAssigned(topic, partition);
      (isKept ? kept : fresh).push(at);
      this.owned.set(key, at);
    }
    return { kept, fresh, revoked: [...before.values()].filter((at) => !this.isCurrent(at)) };
  }

  /** In place of a partition's entry a new one, whose start is to be found. */
  renew(at: Assigned): Assigned {
    const fresh = newlyAssigned(at.topic, at.partition);
    this.owned.set(at.key, fresh);
    return fresh;
  }

  /** What the group should know of it at the next join: what it owns, and since which generation. */
  claim(): { readonly generation: number; readonly owned: readonly TopicPartition[] } {
    if (this.generation === null) return { generation: -1, owned: [] };
    return {
      generation: this.generation,
      owned: [...this.owned.values()].map(({ topic, partition }) => ({ topic, partition })),
    };
  }

  /**
   * Notes that offsets may be committed. Only of what this assignment has handed over: an offset beyond that, or one that is not
   * behind the start, was acknowledged for an assignment that is over.
   */
  acknowledge(offsets: readonly CommitOffset[]): void {
    for (const { topic, partition, offset } of offsets) {
      const at = this.owned.get(keyOf(topic, partition));
      if (at === undefined || at.start === null) continue;
      if (offset <= at.start || offset > at.handedTo) continue;
      if (offset > (at.acknowledged ?? -1n)) at.acknowledged = offset;
    }
  }

  /** What is acknowledged and not committed yet; never an offset below a committed one. */
  toCommit(): readonly { readonly at: Assigned; readonly offset: bigint }[] {
    return [...this.owned.values()].flatMap((at) => {
      const offset = at.acknowledged;
      return offset === null || offset <= (at.committed ?? -1n) ? [] : [{ at, offset }];
    });
  }
}

/** Where it starts: from here on it is handled. */
export function startAt(at: Assigned, position: bigint, committed: bigint | null): void {
  at.position = position;
  at.handedTo = position;
  at.start = position;
  at.committed = committed;
}

export function keyOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

function newlyAssigned(topic: string, partition: number): Assigned {
  return {
    topic,
    partition,
    key: keyOf(topic, partition),
    position: null,
    handedTo: 0n,
    highWatermark: 0n,
    start: null,
    acknowledged: null,
    committed: null,
    stopped: null,
  };
}
