import { createLogger } from '@sluice/observability';
import { HOUR, MINUTE } from '@sluice/scenarios';
import { sleep } from '@sluice/stream-runtime';
import { planRun, type SyntheticBankService, startSyntheticBank } from '@sluice/synthetic-bank';
import { sql } from 'drizzle-orm';
import { settle } from '../src/demo/settle';
import { type DemoTotals, demoTotals, problemsOf } from '../src/demo/totals';
import { catchUp } from '../src/pipeline/catchUp';
import { type Pipeline, type ServiceName, startPipeline } from '../src/pipeline/startPipeline';
import { useStack } from '../src/testing/sharedStack';

const HOURS = 24;
const SECONDS = 45;
const CATCH_UP_MS_MAX = 120_000;
const RESTARTED: readonly ServiceName[] = [
  'intake',
  'detector',
  'stop-payment',
  'case-recorder',
  'fund-tracer',
];

jest.setTimeout(400_000);

describe('a whole bank, with each service restarted in the middle', () => {
  const stack = useStack({ own: true });
  let pipeline: Pipeline;
  let bank: SyntheticBankService;
  let totals: DemoTotals;

  beforeAll(async () => {
    const run = planRun({
      factor: (HOURS * HOUR) / (SECONDS * 1_000),
      bank: {
        seed: 7,
        customers: 600,
        fraudCases: 14,
        liveMs: HOURS * HOUR,
        // Half of the rails cannot wait: many holds come too late and are followed by a freeze or a recall.
        core: { instantShare: 0.5, instantDecideWithinMs: 1 },
        recall: { returns: 0.9, answer: [20 * MINUTE, 2 * HOUR] },
      },
      wallNow: () => Date.now() + 10_000,
    });
    pipeline = await startPipeline({
      addresses: stack(),
      log: createLogger('test', 'silent'),
      partitions: 4,
      clock: () => run.clock.now(),
    });
    bank = await startSyntheticBank({
      connection: pipeline.connection,
      codec: pipeline.codec,
      log: createLogger('test', 'silent'),
      settings: run.settings,
      clock: run.clock,
      beforeLive: () => catchUp(pipeline, CATCH_UP_MS_MAX),
    });
    for (const name of [...RESTARTED, ...RESTARTED]) {
      await sleep((SECONDS * 1_000) / 14);
      await pipeline.restart(name);
    }
    await bank.done;
    await settle(pipeline, bank, CATCH_UP_MS_MAX);
    const statistics = bank.statistics();
    await bank.stop();
    await catchUp(pipeline, CATCH_UP_MS_MAX);
    totals = await demoTotals(pipeline, statistics, {
      seed: 7,
      factor: 1,
      currency: 'EUR',
      leftSightWithoutSluiceMinor: 0,
    });
  });
  afterAll(async () => {
    await bank?.stop();
    await pipeline?.stop();
  });

  const rows = async (query: string): Promise<Record<string, unknown>[]> =>
    (await pipeline.store.db.execute(sql.raw(query))).rows;

  it('decides every transfer once and accounts for every record', () => {
    expect(problemsOf(totals, pipeline.failure())).toEqual([]);
    expect(totals.decided).toBe(bank.statistics().transfers);
    expect(totals.deadLetters).toBe(bank.statistics().deadLetters);
    expect(totals.duplicates).toBe(bank.statistics().duplicates);
  });

  it('stops payments, comes too late for some and follows them, recalls, and returns money to victims', () => {
    const { stopPayments } = totals;
    expect(stopPayments.executed).toBeGreaterThan(0);
    expect(stopPayments.tooLate).toBeGreaterThan(0);
    expect(stopPayments.recalled).toBeGreaterThan(0);
    expect(stopPayments.returned).toBeGreaterThan(0);
  });

  it('follows each stop that came too late by one new stop-payment of the second kind', async () => {
    const followed = await rows(
      `select e.stop_payment_id as first, (select count(*) from stop_payment f where f.previous_stop_payment_id = e.stop_payment_id) as followers
       from stop_payment_event e join stop_payment s using (stop_payment_id)
       where e.type = 'TOO_LATE' and s.instrument = 'HOLD_TRANSFER'`,
    );
    expect(followed.length).toBeGreaterThan(0);
    for (const { followers } of followed) expect(Number(followers)).toBeLessThanOrEqual(1);
    expect(followed.some(({ followers }) => Number(followers) === 1)).toBe(true);
  });

  it('issues no command twice', async () => {
    const twice = await rows(
      `select command_id from stop_payment_command group by command_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const commands: string[] = [];
    await pipeline.connection.readToEnd('stop-payments', {
      isolation: 'read_committed',
      onRecord: async ({ value }) => {
        const decoded = await pipeline.codec.stopPayments.decode(value ?? Buffer.alloc(0));
        if (decoded.ok) commands.push(decoded.value.commandId);
      },
    });
    expect(commands.length).toBeGreaterThan(0);
    expect(new Set(commands).size).toBe(commands.length);
    expect(totals.rows.stop_payment_command).toBe(commands.length);
  });

  it('gives every command that opens or extends a stop an end', async () => {
    const endless = await rows(
      `select command_id from stop_payment_command where action in ('HOLD_TRANSFER','FREEZE_AMOUNT','RECALL_TRANSFER','EXTEND') and expires_at is null`,
    );
    expect(endless).toEqual([]);
  });

  it('balances the books of every recovery case, and they are not empty', () => {
    const { recovery } = totals;
    expect(recovery.unbalancedCases).toBe(0);
    expect(recovery.reports).toBeGreaterThan(5);
    expect(recovery.reportedMinor).toBeGreaterThan(0);
    expect(recovery.neverLeftMinor).toBeGreaterThan(0);
    expect(recovery.returnedMinor).toBeGreaterThan(0);
  });

  it('keeps in Postgres what the topics say: transfers, decisions, dead letters', async () => {
    const { past } = bank.statistics();
    expect(totals.rows.transfer).toBe(totals.decided + past.transfers + ledgerOnly(pipeline));
    expect(totals.rows.decision).toBe(totals.outcomes.REVIEW + totals.outcomes.WARN + totals.outcomes.HOLD);
    expect(totals.rows.dead_letter).toBe(totals.deadLetters);
    expect(totals.rows.fraud_report).toBe(bank.statistics().reports);
  });
});

function ledgerOnly(pipeline: Pipeline): number {
  return pipeline.intakeCounts().ledgerOnly;
}
