/** Parts of kafkajs 2.2.4 below its public surface: no more than we use. */
declare module 'kafkajs/src/protocol/requests/produce/v7/request' {
  interface PartitionData {
    readonly partition: number;
    readonly firstSequence: number;
    readonly messages: readonly object[];
  }
  export default function request(options: {
    readonly acks: number;
    readonly timeout: number;
    readonly transactionalId?: string | null;
    readonly producerId?: bigint;
    readonly producerEpoch?: number;
    readonly topicData: readonly { readonly topic: string; readonly partitions: readonly PartitionData[] }[];
  }): { readonly apiVersion: number; encode(): Promise<{ readonly buffer: Buffer }> };
}

declare module 'kafkajs/src/producer/groupMessagesPerPartition' {
  export default function groupMessagesPerPartition(options: {
    readonly topic: string;
    readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
    readonly messages: readonly object[];
    readonly partitioner: () => number;
  }): Record<number, readonly object[]>;
}

declare module 'kafkajs/src/producer/createTopicData' {
  export default function createTopicData(
    topics: readonly {
      readonly topic: string;
      readonly partitions: readonly number[];
      readonly messagesPerPartition: Record<number, readonly object[]>;
    }[],
  ): {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly object[] }[];
  }[];
}
