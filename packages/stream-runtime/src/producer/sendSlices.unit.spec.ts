import createSendMessages from 'kafkajs/src/producer/sendMessages';
import createRetry from 'kafkajs/src/retry';
import { RecordBatch } from '../recordBatch/recordBatch';
import { sendSlices } from './sendSlices';

interface ProduceCall {
  readonly broker: number;
  readonly partitions: readonly number[];
  readonly firstSequences: readonly number[];
}

/**
 * kafkajs' own sending over a cluster of two brokers: partition 0 is led by broker 1, partition 1 by broker 2. `fails` says which
 * call to which broker fails; `movedTo` who leads partition 1 from then on.
 */
function kafkajsSending(fails: (broker: number, call: number) => boolean, movedTo: number) {
  const calls: ProduceCall[] = [];
  const counts = new Map<number, number>();
  const sequences = new Map<number, number>();
  let leaderOfOne = 2;
  const brokers = new Map([1, 2].map((nodeId) => [nodeId, { nodeId, produce: produceOf(nodeId) }]));
  function produceOf(nodeId: number) {
    return async ({
      topicData,
    }: {
      topicData: { topic: string; partitions: { partition: number; firstSequence: number }[] }[];
    }) => {
      const call = (counts.get(nodeId) ?? 0) + 1;
      counts.set(nodeId, call);
      const partitions = topicData.flatMap((topic) => topic.partitions);
      calls.push({
        broker: nodeId,
        partitions: partitions.map(({ partition }) => partition),
        firstSequences: partitions.map(({ firstSequence }) => firstSequence),
      });
      if (fails(nodeId, call)) {
        leaderOfOne = movedTo;
        throw Object.assign(new Error('the leader has moved'), {
          name: 'KafkaJSProtocolError',
          type: 'NOT_LEADER_FOR_PARTITION',
          retriable: true,
        });
      }
      return {
        topics: topicData.map((topic) => ({
          topicName: topic.topic,
          partitions: topic.partitions.map(({ partition }) => ({ partition, errorCode: 0 })),
        })),
      };
    };
  }
  const leaderOf = (partition: number) => (partition === 0 ? 1 : leaderOfOne);
  const cluster = {
    refreshMetadataIfNecessary: async () => undefined,
    refreshMetadata: async () => undefined,
    addMultipleTargetTopics: async () => undefined,
    isConnected: () => true,
    findTopicPartitionMetadata: () =>
      [0, 1].map((partitionId) => ({ partitionId, leader: leaderOf(partitionId) })),
    findLeaderForPartitions: (_: string, partitions: string[]) => {
      const byLeader: Record<number, number[]> = {};
      for (const partition of partitions.map(Number)) {
        byLeader[leaderOf(partition)] = [...(byLeader[leaderOf(partition)] ?? []), partition];
      }
      return byLeader;
    },
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers.get(Number(nodeId)),
  };
  const eosManager = {
    acquireBrokerLock: async () => undefined,
    releaseBrokerLock: async () => undefined,
    isTransactional: () => false,
    getProducerId: () => 1,
    getProducerEpoch: () => 0,
    getSequence: (_: string, partition: number) => sequences.get(partition) ?? 0,
    updateSequence: (_: string, partition: number, by: number) =>
      void sequences.set(partition, (sequences.get(partition) ?? 0) + by),
  };
  const logger = { debug: () => undefined, error: () => undefined };
  const retrier = createRetry({ retries: 3, initialRetryTime: 1, maxRetryTime: 2 });
  const sendMessages = createSendMessages({ logger, cluster, eosManager, retrier, partitioner: () => 0 });
  return { calls, producer: { sendBatch: (batch: object) => sendMessages(batch) } };
}

function slices() {
  return [0, 1].flatMap((partition) => {
    const batch = new RecordBatch('legs', partition);
    for (let index = 0; index < 5; index++) batch.append(null, `${partition}/${index}`);
    return batch.slices();
  });
}

test('one request a leader, and every partition acknowledged', async () => {
  const { calls, producer } = kafkajsSending(() => false, 2);
  await sendSlices(producer as never, slices());
  expect(calls).toEqual([
    { broker: 1, partitions: [0], firstSequences: [0] },
    { broker: 2, partitions: [1], firstSequences: [0] },
  ]);
});

test('what failed is sent again by kafkajs under the same sequence numbers', async () => {
  const { calls, producer } = kafkajsSending((broker, call) => broker === 2 && call === 1, 2);
  await sendSlices(producer as never, slices());
  expect(calls.slice(1)).toEqual([
    { broker: 2, partitions: [1], firstSequences: [0] },
    { broker: 2, partitions: [1], firstSequences: [0] },
  ]);
});

test('a partition that moved to a leader which had answered is sent to nobody by kafkajs, and we refuse to call that sent', async () => {
  const { calls, producer } = kafkajsSending((broker) => broker === 2, 1);
  await expect(sendSlices(producer as never, slices())).rejects.toThrow(
    'legs/1 moved to another leader while it was sent to',
  );
  // kafkajs itself reports success: partition 1 was refused once and never sent again.
  expect(calls.map(({ partitions }) => partitions)).toEqual([[0], [1]]);
});
