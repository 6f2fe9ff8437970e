import type { Consumer } from 'kafkajs';
import type { CommitOffset, TopicPartition } from '../api';
import { reasonOf } from '../backoff';
import type { Logger } from '../logger';

const COMMIT_INTERVAL_MS = 200;

/**
 * Commits offsets every 200 ms without making anyone wait: a crash then costs 200 ms of input handled again, which
 * every reader of ours drops.
 */
export class OffsetCommitter {
  private readonly due = new Map<string, CommitOffset>();
  private readonly done = new Map<string, bigint>();
  private underWay: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly consumer: Consumer,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.underWay = this.underWay.then(() => this.commit());
    }, COMMIT_INTERVAL_MS);
  }

  note(offsets: readonly CommitOffset[]): void {
    for (const offset of offsets) this.due.set(`${offset.topic}/${offset.partition}`, offset);
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      this.due.delete(`${topic}/${partition}`);
      this.done.delete(`${topic}/${partition}`);
    }
  }

  /** What was committed and acknowledged since the partition was assigned; key `topic/partition`. */
  committed(): ReadonlyMap<string, bigint> {
    return this.done;
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.underWay;
    await this.commit();
  }

  private async commit(): Promise<void> {
    if (this.due.size === 0) return;
    const offsets = [...this.due.values()];
    this.due.clear();
    try {
      await this.consumer.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset.toString() })),
      );
      for (const { topic, partition, offset } of offsets) this.done.set(`${topic}/${partition}`, offset);
    } catch (error) {
      // A rebalance or a coordinator that moved: the next commit, or the next owner, says it again.
      this.log.debug({ reason: reasonOf(error) }, 'offset commit failed, the next one covers it');
      for (const offset of offsets) {
        const key = `${offset.topic}/${offset.partition}`;
        if (!this.due.has(key)) this.due.set(key, offset);
      }
    }
  }
}
