import fc from 'fast-check';
import kafkajsCrc32c from 'kafkajs/src/protocol/recordBatch/crc32C';
import encodeByKafkajs from 'kafkajs/src/protocol/requests/produce/v7/request';
import { kafkajsMessagesOf } from '../recordBatch/kafkajsMessages';
import { RecordBatch } from '../recordBatch/recordBatch';
import { crc32c } from './crc32c';
import { encodeProduceRequest, type ProduceOptions } from './produceRequest';

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_123));
afterEach(() => jest.restoreAllMocks());

const bytes = fc.uint8Array({ maxLength: 400 }).map((some) => Buffer.from(some));

test('the native checksum is there, and is the one that kafkajs computes', () => {
  expect(crc32c).not.toBe(kafkajsCrc32c);
  fc.assert(fc.property(bytes, (some) => expect(crc32c(some)).toBe(kafkajsCrc32c(some))));
});

test('without the native library kafkajs computes the checksum', () => {
  jest.isolateModules(() => {
    jest.doMock('@node-rs/crc32', () => {
      throw new Error('not installed');
    });
    const { crc32c: withoutLibrary } = jest.requireActual<typeof import('./crc32c')>('./crc32c');
    expect(withoutLibrary(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(withoutLibrary).not.toBe(crc32c);
    jest.dontMock('@node-rs/crc32');
  });
});

const partition = fc.record({
  partition: fc.nat({ max: 255 }),
  firstSequence: fc.nat(),
  records: fc.array(fc.tuple(fc.option(bytes), fc.option(bytes)), { minLength: 1, maxLength: 30 }),
});
const options = fc.record({
  transactionalId: fc.option(fc.string({ minLength: 1, maxLength: 40 }), { nil: undefined }),
  producerId: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  producerEpoch: fc.nat({ max: 32_767 }),
  topicData: fc.array(
    fc.record({
      topic: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
      partitions: fc.array(partition, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test('a produce request is the bytes that kafkajs makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(options, async (some) => {
      const topicData = some.topicData.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ records, ...rest }) => {
          const batch = new RecordBatch(topic, rest.partition);
          for (const [key, value] of records) batch.append(key, value);
          return { ...rest, messages: partitionMessagesOf(batch) };
        }),
      }));
      const given = { ...some, acks: -1, timeout: 30_000, topicData } as ProduceOptions;
      const ours = encodeProduceRequest(given);
      const theirs = await encodeByKafkajs(given as never).encode();
      expect(ours.buffer.equals(theirs.buffer)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

/** What a topic's messages of ours become when kafkajs groups them. */
function partitionMessagesOf(batch: RecordBatch): object {
  const [topic] = kafkajsMessagesOf(batch.slices());
  return topic!.messages.reduce((found) => found, {} as Record<number, object>)[batch.partition]!;
}
