import type { ConsumedRecord, KafkaConnection } from '../../api';
import { FencedError } from '../../api';
import { sleep } from '../../backoff';
import {
  connectSimulated,
  faultless,
  openBareProducer,
  type ProduceFault,
  type RequestFault,
  type SimulatedHost,
  simulatedCluster,
} from '.';

const TOPIC = { partitions: 2, compacted: false, batchBytesMax: 1_000_000 };

/** A process in real time, for tests of the broker; it lives until `dead` is set. */
function machine(name: string): SimulatedHost & { dead: boolean } {
  const host = {
    name,
    dead: false,
    receive(delayMs: number, run: () => void) {
      setTimeout(() => (host.dead ? undefined : run()), delayMs);
    },
  };
  return host;
}

function broker() {
  const once: { request: RequestFault; produce: ProduceFault } = { request: 'NONE', produce: 'NONE' };
  const cluster = simulatedCluster({
    topics: { legs: TOPIC, accounts: { ...TOPIC, compacted: true } },
    // Time-outs of groups and transactions that outlive the test must not keep Node alive.
    time: { now: Date.now, after: (delayMs, run) => void setTimeout(run, delayMs).unref() },
    faults: {
      ...faultless,
      latencyMs: () => 0,
      request(api) {
        const fault = api === 'Produce' ? once.request : 'NONE';
        if (api === 'Produce') once.request = 'NONE';
        return fault;
      },
      lateByMs: () => 100,
      produce() {
        const fault = once.produce;
        once.produce = 'NONE';
        return fault;
      },
    },
  });
  return { cluster, once };
}

const valuesOf = (records: readonly { readonly value: Buffer | null }[]): (string | undefined)[] =>
  records.map(({ value }) => value?.toString());

const record = (value: string, key: string | null = null) => ({ key, value, partition: 0 });

async function readAll(connection: KafkaConnection, topic: string): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = [];
  await connection.readToEnd(topic, { partitions: [0], onRecord: (one) => void records.push(one) });
  return records;
}

describe('the simulated broker, with the real client', () => {
  it('knows a send again whose answer was lost, and keeps what was appended late apart from it', async () => {
    const { cluster, once } = broker();
    const connection = await connectSimulated(cluster, machine('a'));
    const producer = await connection.producer('a');
    once.request = 'LOST_ANSWER';
    await producer.send([{ topic: 'legs', records: [record('1'), record('2')] }]);
    once.request = 'LATE_REQUEST';
    await producer.send([{ topic: 'legs', records: [record('3')] }]);
    await sleep(150);
    expect(valuesOf(cluster.records('legs', 0))).toEqual(['1', '2', '3']);
    expect((await readAll(connection, 'legs')).map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
    await producer.close();
    await connection.close();
  });

  it('takes other records under sequence numbers that kafkajs used before for repeats, and loses them, as Kafka does', async () => {
    const { cluster, once } = broker();
    const producer = await openBareProducer(cluster, machine('a'));
    once.produce = 'APPENDED_REFUSED';
    await expect(producer.send([{ topic: 'legs', record: record('first') }])).rejects.toThrow();
    await producer.send([{ topic: 'legs', record: record('second') }]);
    expect(valuesOf(cluster.records('legs', 0))).toEqual(['first']);
    await producer.close();
  });

  it('fences the older of two owners, hides what was aborted, and gives control markers offsets', async () => {
    const { cluster } = broker();
    const connection = await connectSimulated(cluster, machine('a'));
    const older = await connection.transactionalProducer('t');
    const newer = await connection.transactionalProducer('t');
    await older.fence();
    const open = await older.begin();
    await open.send([{ topic: 'legs', records: [record('torn')] }]);
    await newer.fence();
    await expect(open.commit()).rejects.toThrow(FencedError);
    await newer.transact([{ topic: 'legs', records: [record('whole')] }], 'g', [
      { topic: 'accounts', partition: 1, offset: 7n },
    ]);
    await sleep(20);
    const read = await readAll(connection, 'legs');
    expect(valuesOf(read)).toEqual(['whole']);
    expect(read[0]?.offset).toBe(2n);
    expect(cluster.topics.get('legs', 0).endOffset).toBe(4);
    expect((await connection.committedOffsets('g', 'accounts')).get(1)).toBe(7n);
    await older.close();
    await newer.close();
    await connection.close();
  });

  it('compacts a table to the last record of each key, which keeps its offset', async () => {
    const { cluster } = broker();
    const connection = await connectSimulated(cluster, machine('a'));
    const write = (key: string, value: string) =>
      cluster.publish('accounts', 0, [{ key: Buffer.from(key), value: Buffer.from(value), headers: {} }]);
    write('k', 'old');
    write('other', 'x');
    write('k', 'new');
    expect(cluster.topics.get('accounts', 0).compact()).toBe(1);
    const read = await readAll(connection, 'accounts');
    expect(read.map(({ offset, value }) => `${offset} ${value}`)).toEqual(['1 x', '2 new']);
    await connection.close();
  });
});
