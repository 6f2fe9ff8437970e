import type { KafkaMessage } from 'kafkajs';
import { outOfRangeMessages } from './fetchedMessages';
import { type AbortedTransaction, areRecordBatches, readInt64, readRecordBatches } from './recordBatches';

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  /** Always empty: what was aborted is left out of `messages` already. */
  readonly abortedTransactions: readonly never[];
  readonly preferredReadReplica: number;
  readonly messages: KafkaMessage[];
}

export interface FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

const OFFSET_OUT_OF_RANGE = 1;

/**
 * Reads a fetch response (version 11), in the shape in which kafkajs' own decoder gives it, without looking at a record.
 * Null where a partition holds message sets of before Kafka 0.11, which are kafkajs' own matter.
 */
export async function decodeFetchResponse(bytes: Buffer): Promise<FetchResponse | null> {
  const reader = new Reader(bytes);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses: FetchResponse['responses'][number][] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topicName = reader.string();
    const partitions: FetchedPartition[] = [];
    for (let left = reader.int32(); left > 0; left--) {
      const fetched = await readPartition(reader, topicName);
      if (fetched === null) return null;
      partitions.push(fetched);
    }
    responses.push({ topicName, partitions });
  }
  // As kafkajs: a broker throttles by telling, and the client is who waits.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function readPartition(reader: Reader, topic: string): Promise<FetchedPartition | null> {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = String(reader.int64());
  const lastStableOffset = String(reader.int64());
  const lastStartOffset = String(reader.int64());
  const aborted: AbortedTransaction[] = [];
  for (let left = reader.int32(); left > 0; left--) {
    aborted.push({ producerId: reader.bigInt64(), firstOffset: reader.int64() });
  }
  aborted.sort((one, other) => one.firstOffset - other.firstOffset);
  const preferredReadReplica = reader.int32();
  const records = reader.bytes();
  if (!areRecordBatches(records)) return null;
  const isOutOfRange = errorCode === OFFSET_OUT_OF_RANGE;
  return {
    partition,
    errorCode: isOutOfRange ? 0 : errorCode,
    highWatermark,
    lastStableOffset,
    lastStartOffset,
    abortedTransactions: [],
    preferredReadReplica,
    messages: isOutOfRange
      ? outOfRangeMessages()
      : await readRecordBatches(topic, partition, records, aborted),
  };
}

class Reader {
  private at = 0;
  constructor(private readonly buffer: Buffer) {}

  int16(): number {
    this.at += 2;
    return this.buffer.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.buffer.readInt32BE(this.at - 4);
  }

  int64(): number {
    this.at += 8;
    return readInt64(this.buffer, this.at - 8);
  }

  bigInt64(): bigint {
    this.at += 8;
    return this.buffer.readBigInt64BE(this.at - 8);
  }

  string(): string {
    const length = Math.max(this.int16(), 0);
    this.at += length;
    return this.buffer.toString('utf8', this.at - length, this.at);
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    const length = Math.max(this.int32(), 0);
    const start = this.at;
    this.at = Math.min(start + length, this.buffer.length);
    return this.buffer.subarray(start, this.at);
  }
}
