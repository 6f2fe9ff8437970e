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

declare module 'kafkajs/src/protocol/recordBatch/crc32C' {
  export default function crc32C(bytes: Buffer): number;
}

declare module 'kafkajs/src/protocol/message/compression' {
  export function lookupCodecByAttributes(
    attributes: number,
  ): { decompress(bytes: Buffer): Promise<Buffer> } | null;
}

declare module 'kafkajs/src/protocol/requests/produce' {
  export type ProduceFactory = (options: object) => {
    readonly request: { readonly encode: () => Promise<object> };
    readonly response: object;
  };
  const definition: { protocol: (options: { version: number }) => ProduceFactory };
  export default definition;
}

declare module 'kafkajs/src/protocol/requests/fetch' {
  interface FetchExchange {
    readonly request: object;
    readonly requestTimeout: number;
    readonly response: {
      readonly decode: (bytes: Buffer) => Promise<object>;
      readonly parse: (decoded: never) => Promise<object>;
    };
  }
  export type FetchFactory = (options: object) => FetchExchange;
  const definition: { protocol: (options: { version: number }) => FetchFactory };
  export default definition;
}

declare module 'kafkajs/src/protocol/requests/joinGroup' {
  interface JoinExchange {
    readonly request: object;
    readonly response: {
      readonly decode: (bytes: Buffer) => Promise<object>;
      readonly parse: (
        decoded: never,
      ) => Promise<{ readonly memberId: string; readonly generationId: number }>;
    };
  }
  const definition: { protocol: (options: { version: number }) => (options: object) => JoinExchange };
  export default definition;
}

declare module 'kafkajs/src/protocol/recordBatch/v0' {
  export function RecordBatch(options: object): Promise<{ readonly buffer: Buffer }>;
}

declare module 'kafkajs/src/protocol/recordBatch/record/v0' {
  export default function record(options: object): object;
}

declare module 'kafkajs/src/protocol/requests/fetch/v11/response' {
  const response: { decode(bytes: Buffer): Promise<import('../wire/fetchResponse').FetchResponse> };
  export default response;
}

declare module 'kafkajs/src/consumer/batch' {
  import type { KafkaMessage } from 'kafkajs';
  export default class Batch {
    constructor(topic: string, fetchedOffset: string, partitionData: object);
    readonly messages: KafkaMessage[];
    isEmpty(): boolean;
    isEmptyDueToFiltering(): boolean;
    firstOffset(): string | null;
    lastOffset(): string;
    offsetLag(): string;
  }
}

declare module 'kafkajs/src/producer/sendMessages' {
  export default function createSendMessages(
    parts: object,
  ): (send: object) => Promise<{ topicName: string; partition: number; errorCode: number }[]>;
}

declare module 'kafkajs/src/retry' {
  export default function createRetry(options: object): object;
}

declare module 'kafkajs/src/network/requestQueue' {
  export default class RequestQueue {
    constructor(options: object);
    readonly pending: readonly object[];
    scheduleCheckPendingRequests(): void;
    checkPendingRequests(): void;
    push(request: object): void;
    fulfillRequest(answer: object): void;
    maybeThrottle(ms: number): void;
    destroy(): void;
  }
}
