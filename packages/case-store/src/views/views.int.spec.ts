import type { StopPaymentEvent } from '@sluice/domain';
import { Client } from 'pg';
import { recordDecisions } from '../decisions/recordDecisions';
import { recordTransfers } from '../ledger/recordTransfers';
import { recordStopPaymentEvents } from '../stopPayments/recordStopPayments';
import { aDecision, anEntry, aStopEvent, aTransfer, MORNING } from '../testing/builders';
import { aHoldDecided, anAnswer, anOrder, aWarning } from '../testing/stopEntries';
import { useCaseStore } from '../testing/useCaseStore';

const VIEWS = ['case_overview', 'case_timeline', 'transfer_lookup', 'account_activity', 'frozen_payments'];
const ROLES = ['sluice_analyst', 'sluice_compliance'];

const store = useCaseStore();

beforeAll(async () => {
  const yen = aTransfer({ transferId: 'T-JPY', amountMinor: 7_900_001, currency: 'JPY' });
  const dinar = aTransfer({ transferId: 'T-BHD', amountMinor: Number.MAX_SAFE_INTEGER, currency: 'BHD' });
  const exchanged = aTransfer({
    transferId: 'T-FX',
    debtorAccount: 'BANKA:fx',
    amountMinor: 10_000,
    debtorAmountMinor: 1_234_567,
    debtorCurrency: 'JPY',
    debtorBalanceMinor: 2_000_000,
  });
  const held = aTransfer({
    transferId: 'T-held',
    debtorAccount: 'BANKA:fx',
    status: 'INITIATED',
    bookedAt: null,
  });
  await store().db.transaction(async (tx) => {
    await recordTransfers(
      tx,
      [yen, dinar, exchanged, held].map((transfer) => anEntry(transfer)),
    );
    await recordDecisions(
      tx,
      [{ value: aDecision(held, { outcome: 'HOLD' }), appendTime: MORNING }],
      MORNING,
    );
    const facts = { stopPaymentId: 'S-1', transferId: 'T-held', account: 'BANKA:fx' };
    await recordStopPaymentEvents(
      tx,
      [
        aStopEvent(facts),
        aStopEvent({ ...facts, sequence: 2, type: 'EXECUTED', state: 'EXECUTED', stoppedMinor: 48_000 }),
      ].map((value) => ({ value, appendTime: MORNING })),
    );
  });
}, 120_000);

/** A hold that the detector asked for, eve could not extend, the clock warned of and bob released with carol's consent. */
async function recordReleasedHold(): Promise<void> {
  const steps: Partial<StopPaymentEvent>[] = [
    { type: 'REQUESTED', entry: aHoldDecided() },
    { type: 'ISSUED', commandAction: 'HOLD_TRANSFER' },
    { type: 'EXECUTED', commandAction: 'HOLD_TRANSFER', entry: anAnswer('EXECUTED') },
    { type: 'REFUSED', entry: anOrder({ action: 'EXTEND', orderedBy: 'eve' }) },
    { type: 'EXPIRY_WARNED', entry: aWarning },
    {
      type: 'ISSUED',
      commandAction: 'RELEASE',
      entry: anOrder({ action: 'RELEASE', orderedBy: 'bob', approvedBy: 'carol' }),
    },
    { type: 'RELEASED', commandAction: 'RELEASE', entry: anAnswer('RELEASED') },
  ];
  const events = steps.map((step, index) =>
    aStopEvent({ stopPaymentId: 'S-moved', transferId: 'T-held', sequence: index + 1, ...step }),
  );
  await store().db.transaction((tx) =>
    recordStopPaymentEvents(
      tx,
      events.map((value) => ({ value, appendTime: MORNING })),
    ),
  );
}

/** Asks as a person who has been granted the role. */
async function asRole(role: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: store().databaseUrl });
  await client.connect();
  try {
    await client.query(`set role ${role}`);
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe.each(ROLES)('%s', (role) => {
  it.each(VIEWS)('reads %s', async (view) => {
    expect((await asRole(role, `select * from ${view}`)).length).toBeGreaterThan(0);
  });

  it('reads no table of its own and changes nothing', async () => {
    for (const text of [
      'select * from transfer',
      'select * from case_event',
      `update case_file set state = 'CLOSED'`,
      `insert into case_event (case_id, sequence, event_id, type, at, by, recorded_at) values ('C', 1, 'E', 'NOTE', now(), 'me', now())`,
      'delete from stop_payment',
      'create table mine (a int)',
      'create temporary table mine (a int)',
    ]) {
      await expect(asRole(role, text)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('the views', () => {
  it('say what they are, and so do the columns that need it', async () => {
    const found = await store().pool.query<{ name: string; about: string | null; columns: number }>(
      `select c.relname as name, obj_description(c.oid) as about,
         (select count(*)::int from pg_attribute a where a.attrelid = c.oid and col_description(c.oid, a.attnum) is not null) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'v' and n.nspname = 'public'`,
    );
    expect(found.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(VIEWS));
    for (const { name, about, columns } of found.rows) {
      expect(`${name}: ${about}`).toMatch(/: .{20}/);
      if (VIEWS.includes(name)) expect(`${name} ${columns > 0}`).toBe(`${name} true`);
    }
  });

  it('give amounts in major units exactly, whatever the minor digits and however large', async () => {
    const amounts = await store().pool.query<{ transfer_id: string; amount: string }>(
      `select transfer_id, amount from transfer_lookup order by transfer_id`,
    );
    expect(Object.fromEntries(amounts.rows.map((row) => [row.transfer_id, row.amount]))).toEqual({
      'T-BHD': '9007199254740.991',
      'T-FX': '100.00',
      'T-JPY': '7900001',
      'T-held': '480.00',
    });
  });

  it('show an account its own side of a transfer in its own currency', async () => {
    const rows = await store().pool.query(
      `select direction, currency, amount, balance_before from account_activity
       where account_id = 'BANKA:fx' and transfer_id = 'T-FX'`,
    );
    expect(rows.rows).toEqual([
      { direction: 'OUT', currency: 'JPY', amount: '1234567', balance_before: '2000000' },
    ]);
  });

  it('put together what is known of one transfer', async () => {
    const [row] = (await store().pool.query(`select * from transfer_lookup where transfer_id = 'T-held'`))
      .rows;
    expect(row).toMatchObject({
      status: 'INITIATED',
      origin: 'DEBIT',
      outcome: 'HOLD',
      instrument: 'HOLD_TRANSFER',
      stop_state: 'EXECUTED',
      stopped: '480.00',
      case_id: expect.stringMatching(/^C-/),
    });
  });

  it('name whoever moved a stop-payment in each step, and what was asked of the core', async () => {
    await recordReleasedHold();
    const rows = await store().pool.query<Record<string, string | null>>(
      `select type, action, by, approved_by from case_timeline
       where stop_payment_id = 'S-moved' order by at, ordinal`,
    );
    expect(rows.rows.map((row) => [row.type, row.action, row.by, row.approved_by])).toEqual([
      ['REQUESTED', 'HOLD_TRANSFER', 'model:default-1', null],
      ['ISSUED', 'HOLD_TRANSFER', 'model:default-1', null],
      ['EXECUTED', 'HOLD_TRANSFER', 'core', null],
      ['REFUSED', 'EXTEND', 'eve', null],
      ['EXPIRY_WARNED', 'HOLD_TRANSFER', 'clock', null],
      ['ISSUED', 'RELEASE', 'bob', 'carol'],
      ['RELEASED', 'RELEASE', 'core', null],
    ]);
  });

  it('name who ordered the stop where an old step has no entry', async () => {
    const rows = await store().pool.query<{ by: string; action: string }>(
      `select by, action from case_timeline where stop_payment_id = 'S-1'`,
    );
    expect(rows.rows).toEqual(Array(2).fill({ by: 'model:default-1', action: 'HOLD_TRANSFER' }));
  });

  it('count what a case holds back', async () => {
    const [row] = (await store().pool.query('select * from case_overview')).rows;
    expect(row).toMatchObject({ currency: 'EUR', amount: '480.00', stopped: '480.00', returned: '0.00' });
  });
});
