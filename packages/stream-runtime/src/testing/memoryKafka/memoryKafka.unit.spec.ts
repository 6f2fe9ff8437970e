import { partitionOf } from '@sluice/domain';
import { FencedError, type RunningConsumer, TransactionFailedError, TransientError } from '../../api';
import { sleep } from '../../backoff';
import { memoryKafka } from '.';

const TOPIC = 'inbox';
const kafka = () => memoryKafka({ [TOPIC]: 2, out: 2 }, () => 42);
const keyed = (...keys: string[]) => [{ topic: TOPIC, records: keys.map((key) => ({ key, value: key })) }];

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 2) {
    if (waited > 2_000) throw new Error('not within 2 s');
    await sleep(2);
  }
}

describe('Kafka in memory', () => {
  it('puts keys where Kafka would, with append times, and reads from where the group stopped', async () => {
    const cluster = kafka();
    const connection = cluster.connect();
    cluster.publish(keyed('a', 'b'));
    const seen: string[] = [];
    const start = () =>
      connection.startConsumer({
        groupId: 'g',
        topics: [TOPIC],
        async handle(batches) {
          for (const { key, partition, timestamp } of batches.flatMap(({ records }) => records)) {
            expect([partition, timestamp]).toEqual([partitionOf(String(key), 2), 42]);
            seen.push(String(key));
          }
        },
      });
    const first = await start();
    await until(() => seen.length === 2);
    await first.stop();
    cluster.publish(keyed('c'));
    const second = await start();
    await until(() => seen.length === 3);
    expect(second.lag()).toBe(0n);
    await second.stop();
    expect(seen.at(-1)).toBe('c');
  });

  it('writes a transaction whole or not at all, offsets included, with a marker that takes an offset', async () => {
    const cluster = kafka();
    const connection = cluster.connect();
    const producer = await connection.transactionalProducer('t');
    const offsets = [{ topic: TOPIC, partition: 0, offset: 7n }];
    const records = [{ topic: 'out', records: [{ key: null, value: 'x', partition: 0 }] }];
    await expect(producer.transact(records, 'g', offsets)).rejects.toThrow(TransactionFailedError);
    await producer.fence();
    cluster.failNextTransaction('t', 'LOST');
    await expect(producer.transact(records, 'g', offsets)).rejects.toThrow(TransactionFailedError);
    expect(cluster.records('out')).toHaveLength(0);
    await producer.fence();
    cluster.failNextTransaction('t', 'COMMITTED_UNANSWERED');
    await expect(producer.transact(records, 'g', offsets)).rejects.toThrow(TransactionFailedError);
    expect(cluster.records('out')).toHaveLength(1);
    expect((await connection.endOffsets('out')).get(0)).toBe(2n);
    expect((await connection.committedOffsets('g', TOPIC)).get(0)).toBe(7n);
    const read: bigint[] = [];
    await connection.readToEnd('out', { onRecord: ({ offset }) => void read.push(offset) });
    expect(read).toEqual([0n]);
  });

  it('fences the older of two owners', async () => {
    const connection = kafka().connect();
    const older = await connection.transactionalProducer('t');
    const newer = await connection.transactionalProducer('t');
    await older.fence();
    await newer.fence();
    await expect(older.transact([], 'g', [])).rejects.toThrow(FencedError);
    await expect(newer.transact([], 'g', [])).resolves.toBeUndefined();
  });

  it('hands partitions out again when a member joins or leaves, and tells who lost which', async () => {
    const connection = kafka().connect();
    const lost: string[] = [];
    const join = (name: string): Promise<RunningConsumer> =>
      connection.startConsumer({
        groupId: 'g',
        topics: [TOPIC],
        handle: async () => undefined,
        onRevoked: (revoked) => void lost.push(...revoked.map(({ partition }) => `${name} ${partition}`)),
      });
    const first = await join('first');
    await until(() => first.assigned().length === 2);
    const second = await join('second');
    await until(() => first.assigned().length === 1 && second.assigned().length === 1);
    expect(lost).toEqual(['first 1']);
    await first.stop();
    await until(() => second.assigned().length === 2);
    await second.stop();
  });

  it('tries again what is transient, and stops at a bug', async () => {
    const cluster = kafka();
    const connection = cluster.connect();
    let tries = 0;
    const consumer = await connection.startConsumer({
      groupId: 'g',
      topics: [TOPIC],
      async handle() {
        tries += 1;
        if (tries < 3) throw new TransientError('away');
        if (tries === 4) throw new Error('a bug');
      },
    });
    cluster.publish(keyed('a'));
    await until(() => tries === 3 && consumer.state() === 'running');
    cluster.publish(keyed('b'));
    await until(() => consumer.failure() !== null);
    expect([consumer.failure()?.message, consumer.state()]).toEqual(['a bug', 'stopped']);
    await consumer.stop();
  });
});
