import type { ISocketFactory } from 'kafkajs';
import { CommittedOffsets, type TakenCommit } from './groups/committedOffsets';
import { ConsumerGroup } from './groups/consumerGroup';
import type { StandingRecord } from './log/partitionLog';
import { type SimulatedTopic, Topics } from './log/topics';
import { openConnection } from './network/connection';
import { apiVersions, findCoordinator, metadata } from './requests/clusterRequests';
import { describeConfigs } from './requests/describeConfigs';
import { fetch } from './requests/fetch';
import { deleteGroups, heartbeat, joinGroup, leaveGroup, syncGroup } from './requests/groupRequests';
import { listOffsets } from './requests/listOffsets';
import { offsetCommit, offsetFetch } from './requests/offsetRequests';
import { produce } from './requests/produce';
import type { BrokerState, RequestHandler } from './requests/requestHandler';
import {
  addOffsetsToTxn,
  addPartitionsToTxn,
  endTxn,
  initProducerId,
  txnOffsetCommit,
} from './requests/transactionRequests';
import type { SimulatedFaults } from './simulatedFaults';
import type { SimulatedHost, SimulatedTime } from './simulatedTime';
import { TransactionCoordinator } from './transactions/transactionCoordinator';
import type { WireRecord } from './wire/recordBatch';

/** What the broker did, for traces and for whoever checks afterwards. */
export type BrokerEvent =
  | ({ readonly kind: 'COMMIT' } & TakenCommit)
  | {
      readonly kind: 'APPEND';
      readonly topic: string;
      readonly partition: number;
      readonly baseOffset: number;
      readonly records: number;
      readonly host: string;
    }
  | { readonly kind: 'ABORT'; readonly transactionalId: string }
  | {
      readonly kind: 'GENERATION';
      readonly groupId: string;
      readonly generation: number;
      readonly hosts: readonly string[];
    };

export interface SimulatedClusterOptions {
  readonly topics: Readonly<Record<string, SimulatedTopic>>;
  readonly time: SimulatedTime;
  readonly faults: SimulatedFaults;
  readonly onEvent?: (event: BrokerEvent) => void;
}

/**
 * One Kafka broker in memory that speaks Kafka's own protocol to the real client, byte for byte: logs, groups, offsets,
 * idempotent producers and transactions. It has no clock and no randomness of its own.
 */
export interface SimulatedCluster {
  readonly topics: Topics;
  readonly offsets: CommittedOffsets;
  /** For kafkajs' `socketFactory`: connections of one process. */
  socketFactory(host: SimulatedHost): ISocketFactory;
  /** Appends as a bank's producer would. */
  publish(topic: string, partition: number, records: readonly Omit<WireRecord, 'offset'>[]): number;
  /** Every record that counts, control markers and aborted records left out. */
  records(topic: string, partition: number): readonly StandingRecord[];
  /** Makes the group's members join again. */
  rebalance(groupId: string): void;
}

export function simulatedCluster(options: SimulatedClusterOptions): SimulatedCluster {
  const { time, faults } = options;
  const tell = options.onEvent ?? (() => undefined);
  const topics = new Topics(options.topics);
  const offsets = new CommittedOffsets((commit) => tell({ kind: 'COMMIT', ...commit }));
  const groups = new Map<string, ConsumerGroup>();
  const state: BrokerState = {
    time,
    faults,
    topics,
    offsets,
    transactions: new TransactionCoordinator(topics, offsets, time, (transactionalId) =>
      tell({ kind: 'ABORT', transactionalId }),
    ),
    group(groupId) {
      const known = groups.get(groupId);
      if (known !== undefined) return known;
      const group = new ConsumerGroup(groupId, time, (id, generation, hosts) =>
        tell({ kind: 'GENERATION', groupId: id, generation, hosts }),
      );
      groups.set(groupId, group);
      return group;
    },
    findGroup: (groupId) => groups.get(groupId),
    forgetGroup(groupId) {
      groups.delete(groupId);
      offsets.forgetGroup(groupId);
    },
    appended: (at) => tell({ kind: 'APPEND', ...at }),
  };
  const handlers = handlersByKey();

  return {
    topics,
    offsets,
    socketFactory: (host) => (place) => {
      const socket = openConnection(
        {
          time,
          faults,
          host,
          nameOf: (apiKey) => handlers.get(apiKey)?.name ?? String(apiKey),
          handle({ apiKey, body, host: from, respond }) {
            const handler = handlers.get(apiKey);
            if (handler === undefined)
              throw new RangeError(`the simulated broker does not speak API ${apiKey}`);
            handler.handle(state, body, from, (answer) => respond(answer?.done() ?? null));
          },
        },
        place.onConnect,
      );
      // kafkajs makes only the calls of ClientSocket, though its type asks for a whole socket.
      return socket as unknown as ReturnType<ISocketFactory>;
    },
    publish(topic, partition, records) {
      const offset = topics.get(topic, partition).appendRecords(records, time.now());
      topics.changed();
      return offset;
    },
    records: (topic, partition) =>
      topics
        .get(topic, partition)
        .standing()
        .filter((record) => !record.uncommitted),
    rebalance: (groupId) => groups.get(groupId)?.forceRebalance(),
  };
}

function handlersByKey(): ReadonlyMap<number, RequestHandler> {
  const handlers: RequestHandler[] = [
    produce,
    fetch,
    listOffsets,
    describeConfigs,
    metadata,
    offsetCommit,
    offsetFetch,
    findCoordinator,
    joinGroup,
    heartbeat,
    leaveGroup,
    syncGroup,
    deleteGroups,
    initProducerId,
    addPartitionsToTxn,
    addOffsetsToTxn,
    endTxn,
    txnOffsetCommit,
  ];
  const all = [...handlers, apiVersions(() => handlers)];
  return new Map(all.map((handler) => [handler.key, handler]));
}
