import { PartitionLog } from './partitionLog';

/** A topic of the simulated cluster. */
export interface SimulatedTopic {
  readonly partitions: number;
  readonly compacted: boolean;
  /** Largest record batch that it takes (max.message.bytes). */
  readonly batchBytesMax: number;
}

/** All topics, and who waits for something to be appended. */
export class Topics {
  private readonly byName = new Map<string, readonly PartitionLog[]>();
  private readonly waiting = new Set<() => void>();

  constructor(readonly specs: Readonly<Record<string, SimulatedTopic>>) {
    for (const [name, { partitions }] of Object.entries(specs)) {
      this.byName.set(
        name,
        Array.from({ length: partitions }, () => new PartitionLog()),
      );
    }
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  all(topic: string): readonly PartitionLog[] {
    const logs = this.byName.get(topic);
    if (logs === undefined) throw new RangeError(`the simulated cluster has no topic ${topic}`);
    return logs;
  }

  find(topic: string, partition: number): PartitionLog | undefined {
    return this.byName.get(topic)?.[partition];
  }

  get(topic: string, partition: number): PartitionLog {
    const log = this.find(topic, partition);
    if (log === undefined) throw new RangeError(`the simulated cluster has no ${topic}/${partition}`);
    return log;
  }

  /** Calls back once when anything is appended or decided; the returned function takes it back. */
  whenChanged(run: () => void): () => void {
    this.waiting.add(run);
    return () => void this.waiting.delete(run);
  }

  changed(): void {
    const runs = [...this.waiting];
    this.waiting.clear();
    for (const run of runs) run();
  }
}
