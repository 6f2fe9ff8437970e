import { randomBytes } from 'node:crypto';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { Kafka, logLevel } from 'kafkajs';
import {
  type ClusterConnection,
  type ConsumerOptions,
  connectKafka,
  RecordBatch,
  type RunningConsumer,
  type SerialProducer,
  sleep,
} from '..';

jest.setTimeout(150_000);

const stack = useStack({ own: true, services: ['kafka'] });
let kafka: ClusterConnection;
let producer: SerialProducer;
const running: RunningConsumer[] = [];

beforeAll(async () => {
  kafka = await connectKafka({ brokers: stack().brokers, clientId: 'consumer-test' });
  producer = await kafka.producer('consumer-test');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});
afterAll(async () => {
  await producer.close();
  await kafka.close();
});

async function newTopic(partitions: number): Promise<string> {
  const topic = `consumer-${randomBytes(6).toString('hex')}`;
  await kafka.createTopics([{ topic, numPartitions: partitions, replicationFactor: 1, configEntries: [] }]);
  return topic;
}

async function publish(topic: string, partition: number, values: readonly number[]): Promise<void> {
  const batch = new RecordBatch(topic, partition);
  for (const value of values) batch.append(null, String(value));
  await producer.send([batch]);
}

interface Member {
  readonly consumer: RunningConsumer;
  /** partition/value in the order they were handled. */
  readonly seen: string[];
  readonly revoked: number[][];
}

async function join(topic: string, options: Partial<ConsumerOptions> = {}): Promise<Member> {
  const seen: string[] = [];
  const revoked: number[][] = [];
  const consumer = await kafka.startConsumer({
    groupId: `group-${topic}`,
    topics: [topic],
    onRevoked: (lost) => void revoked.push(lost.map(({ partition }) => partition)),
    handle: async (batches) => {
      for (const { partition, records } of batches)
        seen.push(...records.map(({ value }) => `${partition}/${value}`));
    },
    ...options,
  });
  running.push(consumer);
  return { consumer, seen, revoked };
}

async function until(isSo: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it never came to that');
    await sleep(20);
  }
}

async function deleteBelow(topic: string, partition: number, offset: number): Promise<void> {
  const admin = new Kafka({ brokers: [...stack().brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  // kafkajs looks for the leader among the topics that it was asked about.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
  await admin.disconnect();
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const committedOf = async (topic: string, partition: number) =>
  (await kafka.committedOffsets(`group-${topic}`, topic)).get(partition);

test('a second member takes over half, the first goes on with the other half; after it left all is together again', async () => {
  const topic = await newTopic(4);
  const first = await join(topic);
  for (const partition of numbers(0, 4)) await publish(topic, partition, numbers(0, 5));
  await until(() => first.seen.length === 20);
  const second = await join(topic);
  await until(() => second.consumer.state() === 'running' && second.consumer.assigned().length === 2);
  await until(() => first.consumer.state() === 'running' && first.consumer.assigned().length === 2);
  expect(first.revoked).toHaveLength(1);
  expect(first.revoked[0]).toHaveLength(2);
  for (const partition of numbers(0, 4)) await publish(topic, partition, numbers(5, 9));
  await until(() => first.seen.length + second.seen.length >= 36);
  const firstOwns = first.consumer.assigned().map(({ partition }) => partition);
  await second.consumer.stop();
  await until(() => first.consumer.assigned().length === 4 && first.consumer.state() === 'running');
  // It lost nothing by gaining.
  expect(first.revoked).toHaveLength(1);
  for (const partition of numbers(0, 4)) await publish(topic, partition, [9]);
  await until(() => firstOwns.every((partition) => first.seen.includes(`${partition}/9`)));
  await until(() => [...first.seen, ...second.seen].filter((one) => one.endsWith('/9')).length >= 4);
  for (const partition of firstOwns) {
    const own = first.seen.filter((one) => one.startsWith(`${partition}/`));
    expect(own).toEqual(numbers(0, 10).map((value) => `${partition}/${value}`));
  }
});

test('the broker is away and comes back: health shows it, and nothing is skipped or out of order', async () => {
  const topic = await newTopic(2);
  const { consumer, seen } = await join(topic);
  await publish(topic, 0, numbers(0, 50));
  await publish(topic, 1, numbers(0, 50));
  await until(() => seen.length === 100);
  await stack().kafka.kill();
  await until(() => consumer.state() !== 'running', 10_000);
  await sleep(20_000);
  expect(['retrying', 'joining']).toContain(consumer.state());
  expect(consumer.failure()).toBeNull();
  await stack().kafka.start();
  const upAt = Date.now();
  await publish(topic, 0, numbers(50, 100));
  await publish(topic, 1, numbers(50, 100));
  await until(() => [0, 1].every((partition) => seen.includes(`${partition}/99`)), 60_000);
  const backMs = Date.now() - upAt;
  await until(() => consumer.state() === 'running');
  for (const partition of [0, 1]) {
    const own = seen.filter((one) => one.startsWith(`${partition}/`)).map((one) => Number(one.slice(2)));
    // In order but for what is handled again, and each of them.
    expect([...new Set(own)]).toEqual(numbers(0, 100));
  }
  expect(backMs).toBeLessThan(20_000);
  await until(async () => (await committedOf(topic, 0)) === 100n);
});

describe('records that are deleted before they were handled', () => {
  test('stop that partition with a sentence while it runs; the others go on, and the commit stays where it was', async () => {
    const topic = await newTopic(2);
    const { consumer, seen } = await join(topic);
    await publish(topic, 0, numbers(0, 10));
    await until(async () => (await committedOf(topic, 0)) === 10n);
    consumer.pause([{ topic, partition: 0 }]);
    await sleep(300);
    await publish(topic, 0, numbers(10, 30));
    await deleteBelow(topic, 0, 20);
    consumer.resume([{ topic, partition: 0 }]);
    await until(() => consumer.failure() !== null);
    expect(consumer.failure()?.message).toContain(
      `${topic}/0 has no record 10 to go on from: records were deleted`,
    );
    await publish(topic, 1, [1]);
    await until(() => seen.includes('1/1'));
    await sleep(500);
    expect(seen.filter((one) => one.startsWith('0/'))).toEqual(numbers(0, 10).map((value) => `0/${value}`));
    expect(await committedOf(topic, 0)).toBe(10n);
  });

  test('stop it when it is taken over, too', async () => {
    const topic = await newTopic(1);
    const first = await join(topic);
    await publish(topic, 0, numbers(0, 10));
    await until(async () => (await committedOf(topic, 0)) === 10n);
    await first.consumer.stop();
    await publish(topic, 0, numbers(10, 30));
    await deleteBelow(topic, 0, 20);
    const second = await join(topic);
    await until(() => second.consumer.failure() !== null);
    expect(second.consumer.failure()?.message).toMatch(
      `${topic}/0 begins at offset 20, but 10 is wanted: the records between were deleted`,
    );
    expect(second.seen).toEqual([]);
    expect(await committedOf(topic, 0)).toBe(10n);
  });
});

test('a log that ends before the offset that is wanted, as one made anew does, stops the partition', async () => {
  const topic = await newTopic(1);
  await publish(topic, 0, numbers(0, 5));
  const { consumer, seen } = await join(topic, { startOffset: () => 8n });
  await until(() => consumer.failure() !== null);
  expect(consumer.failure()?.message).toContain(`${topic}/0 has no record 8 to go on from`);
  expect(seen).toEqual([]);
});

test('transactions that were aborted, and markers, are passed and never seen', async () => {
  const topic = await newTopic(1);
  const { seen } = await join(topic);
  const transactional = await kafka.transactionalProducer(`id-${topic}`);
  await transactional.fence();
  for (const mark of numbers(0, 6)) {
    const open = await transactional.begin();
    await open.send([{ topic, records: [{ key: null, value: String(mark), partition: 0 }] }]);
    await (mark % 2 === 0 ? open.abort() : open.commit());
  }
  await transactional.close();
  await until(() => seen.length === 3);
  expect(seen).toEqual(['0/1', '0/3', '0/5']);
  // The last marker is passed too: nothing is left to read.
  await until(async () => (await committedOf(topic, 0)) === (await kafka.endOffsets(topic)).get(0));
});
