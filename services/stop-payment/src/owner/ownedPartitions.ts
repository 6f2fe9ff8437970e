import { TransientError } from '@sluice/stream-runtime';
import type { OwnedPartition } from './ownedPartition';
import { type TakeOverParts, takeOver } from './takeOver';

/** The inbox partitions that this instance has taken over and still owns. */
export interface OwnedPartitions {
  get(partition: number): OwnedPartition | undefined;
  all(): readonly OwnedPartition[];
  /** Takes over those that are not owned yet. Throws TransientError where that has to be tried again. */
  own(partitions: readonly number[]): Promise<void>;
  /** Lets go of one: it was lost, or what it knows is in doubt. */
  drop(partition: number): Promise<void>;
  /** From here on nothing is taken over. */
  refuseMore(): void;
  /** Waits for what is being taken over and lets go of everything. */
  close(): Promise<void>;
}

export function ownedPartitions(parts: TakeOverParts): OwnedPartitions {
  const owned = new Map<number, OwnedPartition>();
  const turns = new Map<number, symbol>();
  const underWay = new Set<Promise<void>>();
  let closing = false;

  async function take(partitions: readonly number[]): Promise<void> {
    const turn = Symbol('take-over');
    for (const partition of partitions) turns.set(partition, turn);
    for (const one of await takeOver(parts, partitions)) {
      // Lost while it was taken over, or taken over again since: what was read is of no use.
      if (turns.get(one.partition) === turn && !closing) owned.set(one.partition, one);
      else await one.producer.close();
    }
  }

  async function drop(partition: number): Promise<void> {
    const one = owned.get(partition);
    owned.delete(partition);
    turns.delete(partition);
    await one?.producer.close();
  }

  return {
    get: (partition) => owned.get(partition),
    all: () => [...owned.values()],
    drop,
    async own(partitions) {
      const missing = partitions.filter((partition) => !owned.has(partition));
      if (missing.length === 0) return;
      if (closing) throw new TransientError('no inbox partition is taken over any more: the service stops');
      const work = take(missing);
      underWay.add(work);
      try {
        await work;
      } finally {
        underWay.delete(work);
      }
    },
    refuseMore() {
      closing = true;
    },
    async close() {
      closing = true;
      await Promise.allSettled(underWay);
      await Promise.all([...owned.keys()].map(drop));
    },
  };
}
