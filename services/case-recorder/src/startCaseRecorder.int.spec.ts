import { recordedTo } from '@sluice/case-store';
import { freshCaseStore, type TestCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import { TOPICS } from '@sluice/domain';
import { createEventCodec, type EventCodec, topicSpecs } from '@sluice/event-codec';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { type ClusterConnection, connectKafka, silentLogger, sleep } from '@sluice/stream-runtime';
import { type CaseRecorder, startCaseRecorder } from './startCaseRecorder';
import { dumpTables } from './testing/dumpTables';
import { eventfulDay } from './testing/eventfulDay';
import { type LogPartition, PARTITIONS } from './testing/memoryLog';

let connection: ClusterConnection;
let codec: EventCodec;
let store: TestCaseStore;
let recorder: CaseRecorder | null = null;

// Written before the stack is asked for: hooks run in the order in which they are written, and its own ends the cluster.
afterAll(async () => {
  await recorder?.stop();
  await store?.close();
  await connection?.close();
}, 60_000);

const stack = useStack({ own: true });

beforeAll(async () => {
  connection = await connectKafka({ brokers: stack().brokers, clientId: 'test' }, silentLogger);
  await connection.createTopics(topicSpecs('embedded', PARTITIONS));
  codec = await createEventCodec({ registry: { url: stack().registryUrl, auth: null } });
  store = await freshCaseStore(stack());
}, 120_000);

async function start(): Promise<CaseRecorder> {
  recorder = await startCaseRecorder({
    connection,
    codec,
    database: { databaseUrl: store.databaseUrl },
    log: silentLogger,
    completenessIntervalMs: 200,
    unknownSchemaPauseMs: 0,
  });
  return recorder;
}

/** Publishes records as they are, stop-payments and their events in transactions as their service does. */
async function publish(log: readonly LogPartition[]): Promise<void> {
  const producer = await connection.producer('test');
  const transactional = await connection.transactionalProducer('test');
  await transactional.fence();
  for (const records of log) {
    const { topic } = records[0]!;
    const outgoing = [
      {
        topic,
        records: records.map(({ partition, key, value, headers }) => ({
          partition,
          key,
          value,
          headers: headers as Record<string, Buffer>, // the test's own records, every header of which is given
        })),
      },
    ];
    if (topic === TOPICS.stopPayments || topic === TOPICS.stopPaymentEvents)
      await transactional.transact(outgoing, 'test', []);
    else await producer.send(outgoing);
  }
  await producer.close();
  await transactional.close();
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within 30 s; ${JSON.stringify(recorder?.health())}`);
    await sleep(100);
  }
}

/** Everything that was published until now is in the case store. */
async function caughtUp(): Promise<void> {
  const published = Date.now();
  await until(async () => {
    const recorded = await recordedTo(store.db);
    return recorded.complete && recorded.to > published;
  }, 'catching up');
}

const countOf = async (table: string): Promise<number> =>
  (await store.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count;

describe('the recorder on a real cluster', () => {
  it('records what is published and says up to when that is complete, transactions included', async () => {
    await publish(eventfulDay(codec).partitions());
    await start();
    await caughtUp();
    expect(recorder!.health()).toMatchObject({ ready: true, detail: { failure: null, unreadable: 1 } });
    expect(await countOf('transfer')).toBe(15);
    expect(await countOf('transfer_status')).toBe(13);
    expect(await countOf('decision_summary')).toBe(13);
    expect(await countOf('decision')).toBe(5);
    expect(await countOf('alert')).toBe(5);
    expect(await countOf('case_file')).toBe(1);
    expect(await countOf('stop_payment_event')).toBe(4);
    expect(await countOf('stop_payment_command')).toBe(1);
    expect(await countOf('stop_payment_answer')).toBe(1);
    expect(await countOf('stop_order')).toBe(1);
    expect(await countOf('fraud_report_version')).toBe(2);
    expect(await countOf('watchlist_entry')).toBe(2);
    // The one that was published, and the recorder's own about a record that is no Avro.
    expect(await countOf('dead_letter')).toBe(2);
  }, 90_000);

  it('goes on where it stopped, and changes nothing when it reads everything again', async () => {
    await recorder!.stop();
    const before = (await dumpTables(store, 'everything')).filter(
      (line) => !line.startsWith('recorder_position'),
    );
    await start();
    await caughtUp();
    expect(recorder!.counts.records).toBe(0);
    await recorder!.stop();
    await store.pool.query('delete from recorder_position');
    await start();
    await caughtUp();
    expect(recorder!.counts.records).toBeGreaterThan(60);
    // The record that nobody can read is refused again, at the same coordinates.
    const after = (await dumpTables(store, 'everything')).filter(
      (line) => !line.startsWith('recorder_position'),
    );
    expect(after).toEqual(before);
  }, 90_000);

  it('is complete also where the last thing in a partition is an aborted transaction', async () => {
    await caughtUp();
    const transactional = await connection.transactionalProducer('aborting');
    await transactional.fence();
    const written = { partition: 0, key: 'BANKA:nobody', value: Buffer.from('of a transaction that fails') };
    const tooLarge = { partition: 1, key: 'BANKA:nobody', value: Buffer.alloc(9 * 1024 * 1024) };
    const aborted = transactional.transact(
      [{ topic: TOPICS.stopPaymentEvents, records: [written, tooLarge] }],
      'test',
      [],
    );
    await expect(aborted).rejects.toThrow();
    await transactional.close();
    await caughtUp();
    expect(await countOf('stop_payment_event')).toBe(4);
  }, 90_000);

  it('waits while the database is away and loses nothing', async () => {
    const seen = recorder!.counts.records;
    const late = eventfulDay(codec)
      .partitions()
      .filter(([first]) => first?.topic === TOPICS.transferOutcomes);
    await stack().postgres.kill();
    await publish(late);
    await until(async () => recorder!.health().detail.state === 'retrying', 'noticing');
    expect(recorder!.health().ready).toBe(false);
    await stack().postgres.start();
    await caughtUp();
    expect(recorder!.health()).toMatchObject({ ready: true });
    expect(recorder!.counts.records - seen).toBeGreaterThanOrEqual(late.flat().length);
    expect(await countOf('transfer_outcome_version')).toBe(10);
  }, 120_000);

  it('does not start on a database without tables', async () => {
    const url = new URL(store.databaseUrl);
    url.pathname = '/postgres';
    const started = startCaseRecorder({
      connection,
      codec,
      database: { databaseUrl: url.href },
      log: silentLogger,
    });
    await expect(started).rejects.toThrow('npm run migrate');
  }, 30_000);
});
