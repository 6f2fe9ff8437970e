import { advancePositions, recordTransfers, recoveryCaseId } from '@sluice/case-store';
import { anEntry, MORNING } from '@sluice/case-store/src/testing/builders';
import { freshCaseStore, type TestCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import { type FraudReport, type StopPaymentOrder, TOPICS, type Transfer } from '@sluice/domain';
import { decodeOrder, type EventCodec, fromDeadLetterRecord } from '@sluice/event-codec';
import { prepareCluster } from '@sluice/infra/src/pipeline/prepareCluster';
import { startProgram } from '@sluice/infra/src/testing/program';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { type ClusterConnection, connectKafka, silentLogger, sleep } from '@sluice/stream-runtime';
import { type FundTracer, startFundTracer } from './startFundTracer';
import { minute, pays, reportedAs, reportOf } from './testing/recoveryDesk';

jest.setTimeout(120_000);

const PARTITIONS = 2;
let connection: ClusterConnection;
let codec: EventCodec;
let store: TestCaseStore;
let tracer: FundTracer | null = null;

// Before the stack's own: what is connected leaves first.
afterAll(async () => {
  await tracer?.stop();
  await store?.close();
  await connection?.close();
}, 60_000);

const stack = useStack({ own: true });

async function start(): Promise<FundTracer> {
  return startFundTracer({
    connection,
    codec,
    database: store,
    log: silentLogger,
    clock: () => minute(90),
    roundMs: 50,
  });
}

beforeAll(async () => {
  const { brokers, registryUrl } = stack();
  connection = await connectKafka({ brokers, clientId: 'test' });
  codec = await prepareCluster(connection, {
    registry: { url: registryUrl, auth: null },
    profile: 'embedded',
    partitions: PARTITIONS,
  });
  store = await freshCaseStore(stack());
  tracer = await start();
}, 600_000);

async function publish(topic: string, key: string, value: Buffer): Promise<void> {
  const producer = await connection.producer('test');
  await producer.send([{ topic, records: [{ key, value }] }]);
  await producer.close();
}

const report = (given: FraudReport) =>
  publish(TOPICS.fraudReports, given.reportId, codec.fraudReports.encode(given));

/** What the recorder does: the ledger's rows, and how far it has read `legs`. */
async function record(...transfers: readonly Transfer[]): Promise<void> {
  const ends = await connection.endOffsets(TOPICS.legs);
  await store.db.transaction(async (tx) => {
    await recordTransfers(
      tx,
      transfers.map((transfer) => anEntry(transfer)),
    );
    await advancePositions(
      tx,
      [...ends].map(([partition, next]) => ({
        topic: TOPICS.legs,
        partition,
        nextOffset: Number(next),
        appendTime: null,
        completeTo: null,
      })),
    );
  });
}

async function stageOf(reportId: string): Promise<string | undefined> {
  const text = 'select stage from recovery_report where report_id = $1';
  const { rows } = await store.pool.query(text, [reportId]);
  return rows[0]?.stage;
}

async function until<T>(what: string, ask: () => Promise<T | undefined | false | null>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false && answer !== null) return answer;
    await sleep(50);
  }
  throw new Error(`never came: ${what}`);
}

const untilStage = (reportId: string, stage: string) =>
  until(`${reportId} ${stage}`, async () => (await stageOf(reportId)) === stage);

async function ordersOf(reportId: string): Promise<StopPaymentOrder[]> {
  const orders: StopPaymentOrder[] = [];
  await connection.readToEnd(TOPICS.orders, {
    onRecord: ({ key, value }) => {
      const decoded = decodeOrder(value!);
      if (!decoded.ok) throw new Error(decoded.problem.sentence);
      expect(key?.toString()).toBe(decoded.value.account);
      if (decoded.value.caseId === recoveryCaseId(reportId)) orders.push(decoded.value);
    },
  });
  return orders;
}

const distinct = (orders: readonly StopPaymentOrder[]) => new Set(orders.map(({ orderId }) => orderId)).size;

describe('the fund tracer on a real cluster', () => {
  const theft = pays('K-1', 'BANKA:ann-1', 'BANKA:mule-1', 120_000, 1);

  it('traces a report and sends its orders, keyed by the account that they act on', async () => {
    await record(theft);
    await report(reportOf('R-1', [reportedAs(theft)]));
    await untilStage('R-1', 'TRACED');
    const [order] = await until('the order', async () => {
      const orders = await ordersOf('R-1');
      return orders.length > 0 && orders;
    });
    expect(order).toMatchObject({
      orderId: `T-${recoveryCaseId('R-1')}-1-1`,
      action: 'FREEZE_AMOUNT',
      stopPaymentId: null,
      account: 'BANKA:mule-1',
      amountMinor: 120_000,
      currency: 'EUR',
      cause: 'FUND_TRACE',
      causeId: `T-${recoveryCaseId('R-1')}-1`,
      orderedBy: 'service:fund-tracer',
      orderedAt: minute(90),
    });
  });

  it('waits until intake and the recorder have passed what was published before the report', async () => {
    const onTheWay = pays('K-2', 'BANKA:ben-1', 'BANKA:mule-2', 5_000, 2);
    await publish(TOPICS.transfers, 'K-2', codec.transfers.encode(onTheWay));
    await report(reportOf('R-2', [reportedAs(onTheWay)]));
    await untilStage('R-2', 'WAITING_FOR_INTAKE');
    await sleep(500);
    expect(await stageOf('R-2')).toBe('WAITING_FOR_INTAKE');

    // Intake writes the log, then commits.
    await publish(TOPICS.legs, 'BANKA:ben-1', Buffer.from('a frame'));
    const intake = await connection.startConsumer({
      groupId: 'intake',
      topics: [TOPICS.transfers],
      handle: async () => undefined,
    });
    await untilStage('R-2', 'WAITING_FOR_RECORDER');
    await sleep(500);
    expect(await stageOf('R-2')).toBe('WAITING_FOR_RECORDER');

    await record(onTheWay);
    await untilStage('R-2', 'TRACED');
    const { rows } = await store.pool.query(
      'select at_rest, balanced from recovery_case where report_id = $1',
      ['R-2'],
    );
    expect(rows).toEqual([{ at_rest: '50.00', balanced: true }]);
    const [run] = (
      await store.pool.query('select method, position from recovery_trace where case_id = $1', [
        recoveryCaseId('R-2'),
      ])
    ).rows;
    expect(run.method).toBe('FIFO');
    expect(Object.values(run.position).reduce((a, b) => Number(a) + Number(b), 0)).toBe(1);
    await intake.stop();
  });

  it('does nothing twice where a report comes twice', async () => {
    const before = (await ordersOf('R-1')).length;
    await report(reportOf('R-1', [reportedAs(theft)]));
    await report({ ...reportOf('R-1', [reportedAs(theft)]), state: 'AMENDED', reportedAt: MORNING });
    await until('the note', async () => {
      const { rows } = await store.pool.query(
        "select note from case_event where case_id = $1 and type = 'NOTE'",
        [recoveryCaseId('R-1')],
      );
      return rows.length === 1;
    });
    const { rows } = await store.pool.query(
      "select count(*)::int as n from case_file where report_id = 'R-1'",
    );
    expect(rows).toEqual([{ n: 1 }]);
    expect(await ordersOf('R-1')).toHaveLength(before);
  });

  it('sends what it cannot read to the dead letters, with the reason, and goes on', async () => {
    const empty = { ...reportOf('R-empty', []), victimAccount: 'BANKA:ann-1' };
    await publish(TOPICS.fraudReports, 'R-bytes', Buffer.from('no Avro'));
    await report(empty);
    await publish(
      TOPICS.fraudReports,
      'another key',
      codec.fraudReports.encode(reportOf('R-key', [reportedAs(theft)])),
    );
    await report({ ...empty, reportId: 'R-never', state: 'WITHDRAWN' });
    const later = pays('K-3', 'BANKA:cyd-1', 'BANKA:mule-3', 700, 3);
    await record(later);
    await report(reportOf('R-3', [reportedAs(later)]));
    await untilStage('R-3', 'TRACED');

    const refused = await until('four dead letters', async () => {
      const letters: string[] = [];
      await connection.readToEnd(TOPICS.deadLetters, {
        onRecord: (letter) => {
          const parsed = fromDeadLetterRecord(letter);
          if (parsed.ok)
            letters.push(`${parsed.value.key?.toString()} ${parsed.value.code} ${parsed.value.sentence}`);
        },
      });
      return letters.length >= 4 && letters.sort();
    });
    expect(refused).toEqual([
      expect.stringMatching(/^R-bytes UNDECODABLE /),
      'R-empty REPORT_INVALID the report names no payment; give at least one item',
      'R-never REPORT_INVALID report R-never was never opened here; publish it as OPENED first',
      'another key REPORT_INVALID the record’s key is not its reportId; key it by reportId',
    ]);
  });

  it('opens a case from the command line', async () => {
    const theft7 = pays('K-7', 'BANKA:fay-1', 'BANKA:mule-7', 48_000, 7);
    await record(theft7);
    const cli = startProgram(
      'npx',
      [
        'tsx',
        'services/fund-tracer/src/cli/fraud-report.ts',
        '--victim',
        'BANKA:fay-1',
        '--transfer',
        'K-7',
        '--report',
        'R-7',
      ],
      { cwd: process.cwd(), env: { ...process.env, ...stack().env, DATABASE_URL: store.databaseUrl } },
    );
    expect(await cli.exited).toBe(0);
    expect(cli.said()).toContain('Report R-7 OPENED: 1 payment(s), 480.00 EUR.');
    expect(cli.said()).toContain(`npm run case -- show ${recoveryCaseId('R-7')}`);
    await untilStage('R-7', 'TRACED');
  });

  it('takes up after a restart what moved meanwhile, and orders only that', async () => {
    await tracer!.stop();
    await record(pays('K-4', 'BANKA:mule-1', 'BANKA:mule-4', 20_000, 4));
    tracer = await start();
    const moved = await until('the new order', async () => {
      const orders = await ordersOf('R-1');
      return orders.find(({ account }) => account === 'BANKA:mule-4');
    });
    expect(moved.amountMinor).toBe(20_000);
    expect(distinct(await ordersOf('R-1'))).toBe(2);
  });

  it('waits while the database is away, and goes on when it is back', async () => {
    await stack().postgres.kill();
    await until('trouble', async () => tracer!.health().ready === false);
    const theft4 = pays('K-6', 'BANKA:dan-1', 'BANKA:mule-6', 400, 6);
    await report(reportOf('R-6', [reportedAs(theft4)]));
    await stack().postgres.start();
    await until('the ledger again', () =>
      record(theft4).then(
        () => true,
        () => false,
      ),
    );
    await untilStage('R-6', 'TRACED');
    await until('readiness', async () => tracer!.health().ready);
    expect(tracer!.health().detail).toMatchObject({ trouble: null, failure: null });
  });

  it('lets one instance trace, and another take over', async () => {
    const second = await start();
    await until('the first leads', async () => tracer!.health().detail.leading === true);
    expect(second.health().detail.leading).toBe(false);
    await tracer!.stop();
    tracer = second;
    const theft5 = pays('K-5', 'BANKA:eve-1', 'BANKA:mule-5', 300, 5);
    await record(theft5);
    await report(reportOf('R-5', [reportedAs(theft5)]));
    await untilStage('R-5', 'TRACED');
    expect(second.health()).toMatchObject({ ready: true, detail: { leading: true, failure: null } });
  });
});
