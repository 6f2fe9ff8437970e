import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { type ClusterConnection, connectKafka, RecordBatch, sleep } from '..';

jest.setTimeout(180_000);

const stack = useStack({ own: true, services: ['kafka'] });
const PARTITIONS = 4;
const PER_SEND = 50;
let kafka: ClusterConnection;

beforeAll(async () => {
  kafka = await connectKafka({ brokers: stack().brokers, clientId: 'broker-killed-test' });
});
afterAll(() => kafka.close());

test('the broker is killed in the middle of a stream of sends: nothing acknowledged is missing, the order holds up to repeats', async () => {
  const topic = 'legs';
  await kafka.createTopics([{ topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries: [] }]);
  const producer = await kafka.producer('killed');
  const batches = Array.from({ length: PARTITIONS }, (_, partition) => new RecordBatch(topic, partition));
  let acknowledged = 0;
  let stopping = false;
  const stream = (async () => {
    while (!stopping) {
      for (const batch of batches) {
        batch.clear();
        for (let index = 0; index < PER_SEND; index++) batch.append(null, String(acknowledged + index));
      }
      await producer.send(batches);
      acknowledged += PER_SEND;
    }
  })();
  for (let kill = 0; kill < 3; kill++) {
    const before = acknowledged;
    while (acknowledged < before + 20 * PER_SEND) await sleep(5);
    await stack().kafka.kill();
    await sleep(300);
    await stack().kafka.start();
  }
  const before = acknowledged;
  while (acknowledged < before + 20 * PER_SEND) await sleep(5);
  stopping = true;
  await stream;
  await producer.close();
  expect(acknowledged).toBeGreaterThan(80 * PER_SEND);

  for (let partition = 0; partition < PARTITIONS; partition++) {
    const values: number[] = [];
    await kafka.readToEnd(topic, {
      partitions: [partition],
      onRecord: ({ value }) => void values.push(Number(value)),
    });
    // First appearances are all of them, in order; a repeat is a whole send again, of what was sent last.
    expect([...new Set(values)]).toEqual(Array.from({ length: acknowledged }, (_, index) => index));
    let newest = -1;
    for (const value of values) {
      expect(value).toBeGreaterThan(newest - PER_SEND);
      newest = Math.max(newest, value);
    }
  }
});
