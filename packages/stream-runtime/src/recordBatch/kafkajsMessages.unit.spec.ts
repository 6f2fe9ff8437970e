import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import createTopicData from 'kafkajs/src/producer/createTopicData';
import groupMessagesPerPartition from 'kafkajs/src/producer/groupMessagesPerPartition';
import encodeProduce from 'kafkajs/src/protocol/requests/produce/v7/request';
import { kafkajsMessagesOf } from './kafkajsMessages';
import { RecordBatch } from './recordBatch';

interface PlainMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Record<string, Buffer | string>;
}

const NOW = 1_700_000_000_123;

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

/** The whole request as kafkajs encodes it, by the way that its own producer takes from messages to bytes. */
async function requestBytes(topic: string, partition: number, messages: readonly object[]): Promise<Buffer> {
  const messagesPerPartition = groupMessagesPerPartition({
    topic,
    partitionMetadata: [{ partitionId: partition, leader: 1 }],
    messages,
    partitioner: () => partition,
  });
  const [topicData] = createTopicData([
    { topic, partitions: Object.keys(messagesPerPartition).map(Number), messagesPerPartition },
  ]);
  const request = encodeProduce({
    acks: -1,
    timeout: 30_000,
    producerId: 4_711n,
    producerEpoch: 3,
    topicData: [
      {
        topic,
        partitions: topicData!.partitions.map((one) => ({ ...one, firstSequence: 17 })),
      },
    ],
  });
  return (await request.encode()).buffer;
}

async function bytesOfBatch(messages: readonly PlainMessage[]): Promise<Buffer> {
  const batch = new RecordBatch('decisions', 5);
  for (const { key, value, headers } of messages) batch.append(key, value, headers);
  const [ours] = kafkajsMessagesOf(batch.slices());
  return requestBytes('decisions', 5, ours!.messages);
}

const content = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(127, 128, 16_383, 16_384, 70_000).map((length) => Buffer.alloc(length, 'x')),
);
const plainMessage: fc.Arbitrary<PlainMessage> = fc
  .record({
    key: content,
    value: content,
    headers: fc.option(
      fc.dictionary(
        fc.string({ maxLength: 12 }),
        fc.oneof(
          fc.string({ maxLength: 200 }),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        ),
        { maxKeys: 4, noNullPrototype: true },
      ),
      { nil: undefined },
    ),
  })
  .map(({ headers, ...message }) => (headers === undefined ? message : { ...message, headers }));

test('kafkajs is the version that the encoded messages are written for', () => {
  const { version } = JSON.parse(readFileSync(require.resolve('kafkajs/package.json'), 'utf8')) as {
    version: string;
  };
  const ours = JSON.parse(readFileSync(`${__dirname}/../../package.json`, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const check =
    'kafkajs changed: read its producer/, protocol/requests/produce and protocol/recordBatch against the table in recordBatch/kafkajsMessages.ts, and the wire/ folder against the modules it replaces, before this number is raised';
  expect([check, ours.dependencies.kafkajs, version]).toEqual([check, '2.2.4', '2.2.4']);
});

test('a batch is the same bytes as the same plain messages', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(plainMessage, { minLength: 1, maxLength: 12 }), async (messages) => {
      const plain = await requestBytes('decisions', 5, messages);
      expect((await bytesOfBatch(messages)).equals(plain)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a batch of more than 16,383 records is the same bytes as the same plain messages', async () => {
  const messages = Array.from({ length: 16_500 }, (_, index) => ({
    key: index % 3 === 0 ? null : `ACC-${index}`,
    value: Buffer.from(`decision ${index}`),
  }));
  const batch = new RecordBatch('decisions', 5);
  for (const { key, value } of messages) batch.append(key, value);
  const [ours] = kafkajsMessagesOf(batch.slices());
  // Grouped beforehand: what kafkajs does to 16,500 messages takes half a minute.
  const plain = encodeProduce(produceOf(messages));
  const same = encodeProduce(produceOf(partitionMessagesOf(ours!.messages)));
  expect((await same.encode()).buffer.equals((await plain.encode()).buffer)).toBe(true);
});

test('partitions of several topics stay apart', () => {
  const slices = [
    ['legs', 0],
    ['decisions', 0],
    ['legs', 7],
  ].map(([topic, partition]) => {
    const batch = new RecordBatch(String(topic), Number(partition));
    batch.append(null, Buffer.from(`${topic}/${partition}`));
    return batch.slices()[0]!;
  });
  const topics = kafkajsMessagesOf(slices);
  expect(topics.map(({ topic, messages }) => [topic, Object.keys(messages.reduce(() => ({}), {}))])).toEqual([
    ['legs', ['0', '7']],
    ['decisions', ['0']],
  ]);
});

test('a call that kafkajs 2.2.4 does not make is refused with the place to look', () => {
  const batch = new RecordBatch('legs', 0);
  batch.append(null, Buffer.from('frame'));
  const [ours] = kafkajsMessagesOf(batch.slices());
  expect(() => ours!.messages.flatMap((message) => [message])).toThrow(/^flatMap.*kafkajsMessages\.ts/);
  expect(() => [...ours!.messages]).toThrow(/^iterator.*kafkajsMessages\.ts/);
});

function partitionMessagesOf(messages: readonly object[]): readonly object[] {
  return groupMessagesPerPartition({
    topic: 'decisions',
    partitionMetadata: [{ partitionId: 5, leader: 1 }],
    messages,
    partitioner: () => 5,
  })[5]!;
}

function produceOf(messages: readonly object[]) {
  return {
    acks: -1,
    timeout: 30_000,
    topicData: [{ topic: 'decisions', partitions: [{ partition: 5, firstSequence: 0, messages }] }],
  };
}
