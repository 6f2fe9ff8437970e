import type { FraudReport } from '@sluice/domain';
import type { CaseTotals } from '@sluice/fund-tracing';
import { sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { saveItems } from './items';
import { recordRun, type TraceRun } from './recordRun';
import { takeReport } from './takeReport';
import { recoveryTotals } from './totals';

const store = useCaseStore();

const reportOf = (reportId: string): FraudReport => ({
  reportId,
  state: 'OPENED',
  source: 'VICTIM',
  victimAccount: 'BANKA:alice-4417',
  victimInstitution: null,
  victimVulnerable: null,
  items: [],
  fraudType: 'SAFE_ACCOUNT',
  authority: null,
  reference: null,
  orderExpiresAt: null,
  reportedAt: MORNING,
});

const totalsOf = (minor: Partial<CaseTotals['minor']>, currency = 'EUR'): CaseTotals => {
  const all = { NEVER_LEFT: 0, RETURNED: 0, FROZEN: 0, AT_REST: 0, LEFT_SIGHT: 0, UNTRACED: 0, ...minor };
  return { currency, reportedMinor: Object.values(all).reduce((a, b) => a + b, 0), minor: all };
};

const runOf = (caseId: string, totals: readonly CaseTotals[], more: Partial<TraceRun> = {}): TraceRun => ({
  caseId,
  method: 'FIFO',
  position: { 0: 1 },
  ranAt: MORNING,
  assumptions: [],
  accounts: 1,
  ledgerRows: 1,
  joinedCases: [],
  flows: [],
  proposals: [],
  totals,
  ordersOf: () => [],
  ...more,
});

/** A case with one reported payment of 100.00 EUR that matched nothing, all of it untraced. */
async function openCase(reportId: string): Promise<string> {
  return inTransaction(async (tx) => {
    await takeReport(tx, reportOf(reportId), MORNING);
    const { rows } = await tx.execute<{ case_id: string }>(
      sql`select case_id from recovery_report where report_id = ${reportId}`,
    );
    const caseId = rows[0]!.case_id;
    await saveItems(tx, [
      {
        caseId,
        itemNo: 1,
        transferId: null,
        currency: 'EUR',
        reportedMinor: 10_000,
        countedIn: null,
        note: null,
      },
    ]);
    await recordRun(tx, 'orders', runOf(caseId, [totalsOf({ UNTRACED: 10_000 })]));
    return caseId;
  });
}

const inTransaction = <T>(work: (tx: CaseTransaction) => Promise<T>) => store().db.transaction(work);
const post = (caseId: string, entryNo: number, postings: readonly [string, string, number][]) =>
  inTransaction(async (tx) => {
    await tx.execute(
      sql`insert into recovery_entry (case_id, entry_no, run_no, booked_at) values (${caseId}, ${entryNo}, 1, now())`,
    );
    for (const [currency, book, amount] of postings)
      await tx.execute(
        sql`insert into recovery_posting (case_id, entry_no, currency, book, amount_minor)
          values (${caseId}, ${entryNo}, ${currency}, ${book}, ${amount})`,
      );
  });
const view = async (caseId: string) =>
  (await store().pool.query('select * from recovery_case where case_id = $1 order by currency', [caseId]))
    .rows;

/** What the database itself said, under the query builder's own words. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
  return 'not refused';
}

describe('the books of a recovery case', () => {
  it('are refused where an entry does not sum to 0, in each currency by itself', async () => {
    const caseId = await openCase('R-unbalanced');
    expect(
      await refusal(
        post(caseId, 2, [
          ['EUR', 'FROZEN', 5],
          ['EUR', 'UNTRACED', -4],
        ]),
      ),
    ).toContain('does not balance in EUR');
    expect(
      await refusal(
        post(caseId, 2, [
          ['EUR', 'FROZEN', 5],
          ['USD', 'UNTRACED', -5],
        ]),
      ),
    ).toContain('does not balance');
    expect(
      await refusal(
        post(caseId, 2, [
          ['EUR', 'FROZEN', 5],
          ['EUR', 'UNTRACED', -5],
        ]),
      ),
    ).toBe('not refused');
  });

  it('are refused where a category would go below 0', async () => {
    const caseId = await openCase('R-below');
    expect(
      await refusal(
        post(caseId, 2, [
          ['EUR', 'FROZEN', 10_001],
          ['EUR', 'UNTRACED', -10_001],
        ]),
      ),
    ).toContain('UNTRACED');
  });

  it('are refused where they do not agree with the payments that the case counts', async () => {
    const caseId = await openCase('R-uncounted');
    expect(
      await refusal(
        post(caseId, 2, [
          ['EUR', 'REPORTED', -1],
          ['EUR', 'UNTRACED', 1],
        ]),
      ),
    ).toContain('books 10001 minor units of EUR as reported, but its payments count 10000');
    expect(
      await refusal(
        store().pool.query('update recovery_item set reported_minor = 9 where case_id = $1', [caseId]),
      ),
    ).toContain('its payments count 9');
  });

  it.each(['recovery_posting', 'recovery_entry', 'recovery_trace'])(
    'cannot be rewritten: %s is only appended to',
    async (table) => {
      await openCase(`R-rewrite-${table}`);
      const rewrite = (text: string) => refusal(store().pool.query(text));
      expect(await rewrite(`update ${table} set case_id = case_id`)).toContain('only ever appended');
      expect(await rewrite(`delete from ${table}`)).toContain('only ever appended');
    },
  );

  it('move by the difference alone, and show the identity in both units', async () => {
    const caseId = await openCase('R-moves');
    const later = runOf(caseId, [totalsOf({ FROZEN: 6_000, LEFT_SIGHT: 4_000 })], { ranAt: MORNING + 1 });
    expect(await inTransaction((tx) => recordRun(tx, 'orders', later))).toEqual({ runNo: 2, orders: 0 });
    expect(await inTransaction((tx) => recordRun(tx, 'orders', later))).toEqual({ runNo: null, orders: 0 });
    const { rows } = await store().pool.query(
      'select entry_no, book, amount_minor::int from recovery_posting where case_id = $1 order by 1, 2',
      [caseId],
    );
    expect(rows).toEqual([
      { entry_no: 1, book: 'REPORTED', amount_minor: -10_000 },
      { entry_no: 1, book: 'UNTRACED', amount_minor: 10_000 },
      { entry_no: 2, book: 'FROZEN', amount_minor: 6_000 },
      { entry_no: 2, book: 'LEFT_SIGHT', amount_minor: 4_000 },
      { entry_no: 2, book: 'UNTRACED', amount_minor: -10_000 },
    ]);
    expect(await view(caseId)).toEqual([
      expect.objectContaining({
        currency: 'EUR',
        reported: '100.00',
        frozen: '60.00',
        left_sight_minor: '4000',
        untraced: '0.00',
        balanced: true,
        runs: 2,
        stage: 'TRACED',
      }),
    ]);
  });

  it('add up over all cases', async () => {
    const before = await recoveryTotals(store().db);
    const caseId = await openCase('R-total');
    await inTransaction((tx) => recordRun(tx, 'orders', runOf(caseId, [totalsOf({ RETURNED: 10_000 })])));
    const [eur] = await recoveryTotals(store().db);
    expect(eur).toMatchObject({
      currency: 'EUR',
      reports: (before[0]?.reports ?? 0) + 1,
      returnedMinor: (before[0]?.returnedMinor ?? 0) + 10_000,
      unbalancedCases: 0,
    });
  });

  it('count a payment in one case alone', async () => {
    const save = async (caseId: string) =>
      inTransaction(async (tx) => {
        await saveItems(tx, [
          {
            caseId,
            itemNo: 1,
            transferId: 'T-once',
            currency: 'EUR',
            reportedMinor: 10_000,
            countedIn: null,
            note: null,
          },
        ]);
      });
    await save(await openCase('R-once-1'));
    expect(await refusal(save(await openCase('R-once-2')))).toContain('recovery_item_counted_once_idx');
  });

  it('are read by analysts and compliance, who can change nothing', async () => {
    await openCase('R-read');
    for (const role of ['sluice_analyst', 'sluice_compliance']) {
      const client = await store().pool.connect();
      try {
        await client.query(`set role ${role}`);
        for (const name of ['recovery_case', 'fund_flow', 'recovery_proposals'])
          await client.query(`select * from ${name}`);
        await expect(client.query('delete from recovery_item')).rejects.toThrow('permission denied');
      } finally {
        await client.query('reset role');
        client.release();
      }
    }
  });
});

describe('a report', () => {
  const take = (report: FraudReport) => inTransaction((tx) => takeReport(tx, report, MORNING));

  it('opens one case, however often it comes, and what follows becomes notes', async () => {
    const report = reportOf('R-versions');
    expect(await take(report)).toBe('OPENED');
    expect(await take(report)).toBe('KNOWN');
    expect(await take({ ...report, state: 'AMENDED', reportedAt: MORNING + 1 })).toBe('NOTED');
    expect(await take({ ...report, state: 'AMENDED', reportedAt: MORNING + 1 })).toBe('KNOWN');
    expect(await take({ ...report, state: 'WITHDRAWN', reportedAt: MORNING + 2 })).toBe('NOTED');
    const { rows } = await store().pool.query(
      `select e.sequence, e.type, e.note from case_event e join case_file c using (case_id)
       where c.report_id = 'R-versions' and c.kind = 'RECOVERY' order by 1`,
    );
    expect(rows.map((row) => `${row.sequence} ${row.type}`)).toEqual(['1 OPENED', '2 NOTE', '3 NOTE']);
    expect(rows[2].note).toContain('withdrawn');
  });

  it('that was never opened cannot be withdrawn', async () => {
    expect(await take({ ...reportOf('R-nothing'), state: 'WITHDRAWN' })).toBe('NOTHING_TO_WITHDRAW');
  });
});
