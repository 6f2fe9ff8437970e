import type { CommittedOffsets } from '../groups/committedOffsets';
import type { ConsumerGroup } from '../groups/consumerGroup';
import type { Topics } from '../log/topics';
import type { SimulatedFaults } from '../simulatedFaults';
import type { SimulatedTime } from '../simulatedTime';
import type { TransactionCoordinator } from '../transactions/transactionCoordinator';
import type { WireReader } from '../wire/wireReader';
import { WireWriter } from '../wire/wireWriter';

/** What the requests of the broker work on. */
export interface BrokerState {
  readonly time: SimulatedTime;
  readonly faults: SimulatedFaults;
  readonly topics: Topics;
  readonly offsets: CommittedOffsets;
  readonly transactions: TransactionCoordinator;
  group(groupId: string): ConsumerGroup;
  findGroup(groupId: string): ConsumerGroup | undefined;
  forgetGroup(groupId: string): void;
  /** Told of everything appended by a producer, for traces. */
  appended(at: {
    readonly topic: string;
    readonly partition: number;
    readonly baseOffset: number;
    readonly records: number;
    readonly host: string;
  }): void;
}

/** One API of the protocol at the one version that the simulated broker speaks. */
export interface RequestHandler {
  readonly name: string;
  readonly key: number;
  readonly version: number;
  /** Reads the request and answers, now or later; null: no answer. */
  handle(
    state: BrokerState,
    body: WireReader,
    host: string,
    respond: (answer: WireWriter | null) => void,
  ): void;
}

/** The one broker's id and address, as clients are told. */
export const BROKER = { nodeId: 1, host: 'simulated', port: 9092 } as const;

/** An answer that begins with a throttle time of 0. */
export function throttled(): WireWriter {
  return new WireWriter().int32(0);
}

export interface TopicParts<T> {
  readonly topic: string;
  readonly partitions: readonly T[];
}

/** Reads an array of topics with an array of partitions each. */
export function readTopics<T>(body: WireReader, partition: () => T): TopicParts<T>[] {
  return body.array(() => ({ topic: body.string(), partitions: body.array(partition) }));
}

/** Writes an array of topics with an array of partitions each. */
export function writeTopics<T>(
  out: WireWriter,
  topics: readonly TopicParts<T>[],
  write: (part: T) => void,
): WireWriter {
  return out.array(topics, ({ topic, partitions }) => {
    out.string(topic).array(partitions, write);
  });
}
