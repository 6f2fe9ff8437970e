import type { RecordBatch } from './recordBatch/recordBatch';

/** One record as consumed. Header values are buffers; a record without a header of a name has none there. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Record timestamp, epoch ms (append time on topics with LogAppendTime). */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What one poll brought for one partition, in offset order. */
export interface PolledBatch extends TopicPartition {
  readonly records: readonly ConsumedRecord[];
  readonly highWatermark: bigint;
}

/** A record to send. Without `partition` the key decides (murmur2, as Kafka's own clients do). */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly partition?: number;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
}

export interface TopicRecords {
  readonly topic: string;
  readonly records: readonly OutgoingRecord[];
}

/** An input offset to commit: the next offset to read. */
export interface CommitOffset extends TopicPartition {
  readonly offset: bigint;
}

/** Thrown by a handler for a passing fault (database, broker or registry away): the poll is handled again with back-off. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /**
   * Where to start a newly assigned partition; `committed` is the group's committed offset or null. Default: committed,
   * else the earliest offset.
   */
  readonly startOffset?: (
    at: TopicPartition,
    committed: bigint | null,
  ) => Promise<bigint | 'earliest'> | bigint | 'earliest';
  /** Called before the first record of the new assignment, with everything that is assigned now. */
  readonly onAssigned?: (assigned: readonly TopicPartition[]) => Promise<void> | void;
  /**
   * Called when partitions are lost. Wait in it for what is under way for them: what is acknowledged for them from here on is
   * not committed, also where they come back later.
   */
  readonly onRevoked?: (revoked: readonly TopicPartition[]) => Promise<void> | void;
  /**
   * Handles what one poll brought, all partitions together. When it resolves, the offsets are committed (unless
   * `commit` is 'external'). A TransientError is retried with back-off for as long as it takes; any other error
   * stops the consumer, with the batches' coordinates in `failure`. Partitions that it returns were put off: nothing of
   * them was handled, and they come again a little later, while the others go on.
   */
  readonly handle: (batches: readonly PolledBatch[]) => Promise<readonly TopicPartition[]> | Promise<void>;
  /**
   * 'after-handle' (default): commit what was handled. 'acknowledged': commit what `RunningConsumer.acknowledge` was
   * told, so that a poll is fetched while the outputs of the one before are still under way. 'external': the handler
   * commits, for example in a transaction. Commits are sent every 200 ms and not awaited.
   */
  readonly commit?: 'after-handle' | 'acknowledged' | 'external';
  /** Called by `stop()` once nothing more will be handled: finish what is under way; what it acknowledges is still committed. */
  readonly beforeLeave?: () => Promise<void>;
  readonly isolation?: 'read_committed' | 'read_uncommitted';
  /** Largest fetch per partition in bytes; default 1 MiB. */
  readonly maxBytesPerPartition?: number;
  /** Longest wait of a fetch with nothing to bring, ms; default 100. */
  readonly maxWaitMs?: number;
  /**
   * Least time from one poll's beginning to the next, ms; default 0. For readers that no payment waits for: under a steady trickle
   * each fetch would otherwise bring a record or two, and the fetches would take the CPU that payments need.
   */
  readonly pollIntervalMs?: number;
}

export interface RunningConsumer {
  readonly groupId: string;
  /** Everything that is assigned now. */
  assigned(): readonly TopicPartition[];
  pause(at: readonly TopicPartition[]): void;
  resume(at: readonly TopicPartition[]): void;
  /** Next offset to be handled per partition; key `topic/partition`. */
  positions(): ReadonlyMap<string, bigint>;
  /** With commit 'acknowledged': every output below these offsets is acknowledged, they may be committed. */
  acknowledge(offsets: readonly CommitOffset[]): void;
  /** What this consumer's commits were acknowledged for; key `topic/partition`. */
  committed(): ReadonlyMap<string, bigint>;
  /** Finds the start of these partitions anew, as if they had just been assigned. */
  reopen(at: readonly TopicPartition[]): void;
  /** Null while it runs; the error that stopped it (a bug or refused input) otherwise. */
  failure(): Error | null;
  /** 'joining' (no assignment yet, or start offsets are being found), 'running', 'retrying' (a TransientError is being retried), 'stopped'. */
  state(): 'joining' | 'running' | 'retrying' | 'stopped';
  /** Records that wait between position and high watermark, all partitions together, as of the last poll. */
  lag(): bigint;
  /** Finishes what is in hand, commits, leaves the group. At most 10 s. */
  stop(): Promise<void>;
}

/** One unresolved send at a time; a rejected send discards the underlying producer and is retried on a new one. */
export interface SerialProducer {
  /** Resolves when every record is acknowledged by all in-sync replicas; retries transient failures for as long as it takes. */
  send(topics: readonly (TopicRecords | RecordBatch)[]): Promise<void>;
  close(): Promise<void>;
}

export interface TransactionalProducer {
  /** Begins and aborts a transaction: older owners of the transactionalId are fenced from here on. */
  fence(): Promise<void>;
  /** Sends the records and the group's input offsets in one transaction; throws FencedError where another owner took over, TransactionFailedError otherwise. */
  transact(
    topics: readonly (TopicRecords | RecordBatch)[],
    groupId: string,
    offsets: readonly CommitOffset[],
  ): Promise<void>;
  /** Begins a transaction that is sent in parts; throws as `transact` does. */
  begin(): Promise<OpenTransaction>;
  close(): Promise<void>;
}

/** A transaction that is sent in parts, one after the other. After any rejection it is over, and so is its producer's `fence`. */
export interface OpenTransaction {
  send(topics: readonly (TopicRecords | RecordBatch)[]): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * A transaction failed and whether it took effect is not known: whoever keeps state from it must fence and read again
 * what was committed before going on.
 */
export class TransactionFailedError extends Error {
  override readonly name = 'TransactionFailedError';
}

/** Another instance has taken over the transactionalId: stop working on the partition. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** The connection to one cluster; made by `connectKafka(settings, logger)`. */
export interface KafkaConnection {
  startConsumer(options: ConsumerOptions): Promise<RunningConsumer>;
  /** `name` is for logs and metrics only. */
  producer(name: string): Promise<SerialProducer>;
  /** `timeoutMs`: how long a transaction may take before the broker aborts it; default 15 s. */
  transactionalProducer(transactionalId: string, timeoutMs?: number): Promise<TransactionalProducer>;
  /** Every record of the partitions from `from` (default: the earliest) up to the end offsets as they are at the call. */
  readToEnd(
    topic: string,
    options: {
      partitions?: readonly number[];
      from?: bigint;
      isolation?: 'read_committed' | 'read_uncommitted';
      onRecord: (record: ConsumedRecord) => void | Promise<void>;
    },
  ): Promise<void>;
  /** Next offset to be written per partition. */
  endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>>;
  startOffsets(topic: string): Promise<ReadonlyMap<number, bigint>>;
  committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint | null>>;
  partitionCount(topic: string): Promise<number>;
  close(): Promise<void>;
}
