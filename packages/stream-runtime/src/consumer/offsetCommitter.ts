import type { EachBatchPayload } from 'kafkajs';
import { reasonOf } from '../backoff';
import type { Logger } from '../logger';
import type { Assignment } from './assignment';

const COMMIT_INTERVAL_MS = 200;

export type CommitOffsets = EachBatchPayload['commitOffsetsIfNecessary'];

/**
 * Commits what is acknowledged every 200 ms without making anyone wait: a crash then costs 200 ms of input handled again,
 * which every reader of ours drops. A commit that fails is not repeated as it was: the next one says what then holds.
 */
export class OffsetCommitter {
  private via: CommitOffsets | null = null;
  private underWay: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly assignment: Assignment,
    private readonly log: Logger,
  ) {}

  /**
   * How to commit: as a poll of the running member does, once. kafkajs' `consumer.commitOffsets` would try again by itself, and
   * so commit for an assignment that is over in the name of the next.
   */
  commitVia(commit: CommitOffsets | null): void {
    this.via = commit;
  }

  start(): void {
    this.timer = setInterval(() => {
      this.underWay = this.underWay.then(() => this.commit());
    }, COMMIT_INTERVAL_MS);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.underWay;
    await this.commit();
  }

  private async commit(): Promise<void> {
    const due = this.assignment.toCommit();
    if (due.length === 0 || this.via === null) return;
    const topics = new Map<string, { partition: number; offset: string }[]>();
    for (const { at, offset } of due) {
      const partitions = topics.get(at.topic) ?? [];
      partitions.push({ partition: at.partition, offset: offset.toString() });
      topics.set(at.topic, partitions);
    }
    try {
      await this.via({ topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) });
      for (const { at, offset } of due) at.committed = offset;
    } catch (error) {
      // A rebalance or a coordinator that moved: the next commit, or the next owner, says it again.
      this.log.debug({ reason: reasonOf(error) }, 'offset commit failed, the next one covers it');
    }
  }
}
