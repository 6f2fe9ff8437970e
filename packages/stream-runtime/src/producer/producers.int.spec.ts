import { randomBytes } from 'node:crypto';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import {
  type ClusterConnection,
  type ConsumedRecord,
  connectKafka,
  FencedError,
  RecordBatch,
  RecordTooLargeError,
  silentLogger,
} from '..';
import { openSerialProducer } from './serialProducer';
import { knownTopics } from './topicFacts';

jest.setTimeout(60_000);

const stack = useStack();
let kafka: ClusterConnection;

beforeAll(async () => {
  kafka = await connectKafka({ brokers: stack().brokers, clientId: 'producers-test' });
});
afterAll(() => kafka.close());

async function newTopic(partitions = 3, config: Readonly<Record<string, string>> = {}): Promise<string> {
  const topic = `producers-${randomBytes(6).toString('hex')}`;
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await kafka.createTopics([{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }]);
  return topic;
}

async function read(topic: string, partition: number): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = [];
  await kafka.readToEnd(topic, {
    partitions: [partition],
    isolation: 'read_committed',
    onRecord: (record) => void records.push(record),
  });
  return records;
}

const textOf = ({ key, value, headers }: ConsumedRecord) => [
  key === null ? null : String(key),
  value === null ? null : String(value),
  Object.fromEntries(Object.entries(headers).map(([name, content]) => [name, String(content)])),
];

function fill(batch: RecordBatch, count: number, mark: string): RecordBatch {
  for (let index = 0; index < count; index++) {
    const key = index % 3 === 0 ? null : `ACC-ü-${mark}-${index}`;
    batch.append(key, Buffer.from(`${mark} ${index} ${'x'.repeat(index % 200)}`));
  }
  return batch;
}

function expected(count: number, mark: string) {
  return Array.from({ length: count }, (_, index) => [
    index % 3 === 0 ? null : `ACC-ü-${mark}-${index}`,
    `${mark} ${index} ${'x'.repeat(index % 200)}`,
    {},
  ]);
}

test('batches of several partitions and topics arrive whole and in order, send after send', async () => {
  const [one, other] = await Promise.all([newTopic(), newTopic()]);
  const producer = await kafka.producer('whole');
  const batches = [new RecordBatch(one, 0), new RecordBatch(one, 2), new RecordBatch(other, 1)];
  for (const mark of ['first', 'second']) {
    for (const batch of batches) {
      batch.clear();
      fill(batch, 2_000, mark);
    }
    await producer.send(batches);
  }
  await producer.close();
  const both = [...expected(2_000, 'first'), ...expected(2_000, 'second')];
  expect((await read(one, 0)).map(textOf)).toEqual(both);
  expect((await read(one, 2)).map(textOf)).toEqual(both);
  expect((await read(other, 1)).map(textOf)).toEqual(both);
  expect(await read(one, 1)).toEqual([]);
});

test('plain records keep their headers, removals and keys, on the partition that the key has for every client', async () => {
  const topic = await newTopic();
  const producer = await kafka.producer('plain');
  const records = [
    { key: 'ACC-1', value: 'on 1', headers: { code: 'LATE', bytes: Buffer.from([0, 255]) } },
    { key: 'ACC-2', value: null },
    { key: null, value: 'placed', partition: 2 },
  ];
  await producer.send([{ topic, records }]);
  await producer.close();
  const all = (await Promise.all([0, 1, 2].map((partition) => read(topic, partition)))).flat();
  const byText = new Map(all.map((record) => [JSON.stringify(textOf(record).slice(0, 2)), record]));
  expect(byText.size).toBe(3);
  const first = byText.get('["ACC-1","on 1"]')!;
  expect(first.headers.bytes).toEqual(Buffer.from([0, 255]));
  expect(String(first.headers.code)).toBe('LATE');
  // murmur2 of the keys, as Kafka's console producer places them.
  expect(first.partition).toBe(partitionByKafkajs('ACC-1'));
  expect(byText.get('["ACC-2",null]')!.partition).toBe(partitionByKafkajs('ACC-2'));
  expect(byText.get('[null,"placed"]')!.partition).toBe(2);
});

function partitionByKafkajs(key: string): number {
  const partitionMetadata = [0, 1, 2].map((partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [1],
    isr: [1],
  }));
  const place = Partitioners.DefaultPartitioner();
  return place({ topic: 'any', partitionMetadata, message: { key, value: null } });
}

test('a send larger than the topic accepts is cut, and stays in order', async () => {
  const topic = await newTopic(1, { 'max.message.bytes': '20000' });
  const producer = await kafka.producer('cut');
  const batch = fill(new RecordBatch(topic, 0), 1_500, 'cut');
  expect(batch.byteLength).toBeGreaterThan(150_000);
  await producer.send([batch]);
  await producer.send([{ topic, records: [...batch.readBack()] }]);
  expect((await read(topic, 0)).map(textOf)).toEqual([...expected(1_500, 'cut'), ...expected(1_500, 'cut')]);
  const single = new RecordBatch(topic, 0);
  single.append(null, Buffer.alloc(20_001));
  await expect(producer.send([single])).rejects.toThrow(RecordTooLargeError);
  single.clear();
  single.append(null, 'small again');
  await producer.send([single]);
  await producer.close();
});

test('a send of more than 4 MiB to a partition is cut too, and what comes behind it waits', async () => {
  const topic = await newTopic(2, { 'max.message.bytes': '8388608' });
  const producer = await kafka.producer('large');
  const batch = new RecordBatch(topic, 1);
  for (let index = 0; index < 11; index++) batch.append(null, Buffer.alloc(1_000_000, index));
  const sends = [producer.send([batch]), producer.send([{ topic, records: [record('behind', 1)] }])];
  expect(() => batch.clear()).toThrow('still being sent');
  await Promise.all(sends);
  await producer.close();
  const records = await read(topic, 1);
  expect(records.map(({ value }) => value?.[0])).toEqual([...Array(11).keys(), 'behind'.charCodeAt(0)]);
});

test('a producer is renewed before its sequence numbers run out, and nothing shows', async () => {
  const topic = await newTopic(1);
  const made: string[] = [];
  const client = new Kafka({
    clientId: 'renewed',
    brokers: [...stack().brokers],
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  await admin.connect();
  const producer = await openSerialProducer({
    kafka: {
      producer: (config) => {
        made.push('producer');
        return client.producer(config);
      },
    },
    name: 'renewed',
    log: silentLogger,
    topics: knownTopics(admin),
    recordsPerProducerMax: 100,
  });
  for (let send = 0; send < 10; send++) {
    await producer.send([fill(new RecordBatch(topic, 0), 40, `send ${send}`)]);
  }
  await producer.close();
  await admin.disconnect();
  // Three sends of 40 records reach the limit of 100.
  expect(made).toHaveLength(4);
  const all = Array.from({ length: 10 }, (_, send) => expected(40, `send ${send}`)).flat();
  expect((await read(topic, 0)).map(textOf)).toEqual(all);
});

describe('in transactions', () => {
  test('batches and offsets are seen together or not at all', async () => {
    const [topic, input] = await Promise.all([newTopic(), newTopic()]);
    const group = `group-${topic}`;
    const producer = await kafka.transactionalProducer(`id-${topic}`);
    await producer.fence();
    const batch = fill(new RecordBatch(topic, 1), 500, 'kept');
    await producer.transact([batch, { topic, records: [record('plain', 2)] }], group, [
      { topic: input, partition: 0, offset: 7n },
    ]);
    const open = await producer.begin();
    batch.clear();
    await open.send([fill(batch, 10, 'dropped')]);
    await open.abort();
    const parts = await producer.begin();
    for (const mark of ['part 1', 'part 2']) {
      batch.clear();
      await parts.send([fill(batch, 10, mark)]);
    }
    await parts.commit();
    await producer.close();
    expect((await read(topic, 1)).map(textOf)).toEqual([
      ...expected(500, 'kept'),
      ...expected(10, 'part 1'),
      ...expected(10, 'part 2'),
    ]);
    expect((await read(topic, 2)).map(({ value }) => String(value))).toEqual(['plain']);
    expect((await kafka.committedOffsets(group, input)).get(0)).toBe(7n);
  });

  test('fence alone shuts an older owner out, before the new one has written anything', async () => {
    const topic = await newTopic();
    const older = await kafka.transactionalProducer(`id-${topic}`);
    const newer = await kafka.transactionalProducer(`id-${topic}`);
    await older.fence();
    await older.transact([{ topic, records: [record('mine', 0)] }], 'g', []);
    await newer.fence();
    await expect(older.transact([{ topic, records: [record('late', 0)] }], 'g', [])).rejects.toThrow(
      FencedError,
    );
    await newer.transact([{ topic, records: [record('next', 0)] }], 'g', []);
    expect((await read(topic, 0)).map(({ value }) => String(value))).toEqual(['mine', 'next']);
    await Promise.all([older.close(), newer.close()]);
  });
});

function record(value: string, partition: number) {
  return { key: null, value, partition };
}
