import { and, eq } from 'drizzle-orm';
import { recordDecisions } from '../decisions/recordDecisions';
import { alert, caseEvent, caseFile } from '../schema';
import { aDecision, aTransfer, MINUTE_MS, MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { caseOverview, caseTimeline, findCases, listCases } from './readCases';
import { assignCase, closeCase, noteOnCase } from './workCases';

const store = useCaseStore();

/** Decides payments number `numbers` to the account, each a minute after the last. */
function alertOn(account: string, ...numbers: number[]): Promise<void> {
  const decisions = numbers.map((n) => {
    const payment = aTransfer({
      transferId: `${account}-${n}`,
      creditorAccount: account,
      occurredAt: MORNING + n * MINUTE_MS,
    });
    return { value: aDecision(payment), appendTime: MORNING };
  });
  return store().db.transaction((tx) => recordDecisions(tx, decisions, MORNING));
}

const casesOf = (account: string) =>
  store().db.select().from(caseFile).where(eq(caseFile.subjectAccount, account)).orderBy(caseFile.ordinal);
const eventsOf = async (caseId: string) =>
  (
    await store().db.select().from(caseEvent).where(eq(caseEvent.caseId, caseId)).orderBy(caseEvent.sequence)
  ).map(({ sequence, type, by }) => `${sequence} ${type} ${by}`);
const onlyCase = async (account: string) => (await casesOf(account))[0]!.caseId;

describe('cases', () => {
  it('let every further alert on an account join its open case', async () => {
    await alertOn('BANKA:one', 3, 1);
    await alertOn('BANKA:one', 2);
    const cases = await casesOf('BANKA:one');
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ state: 'OPEN', ordinal: 1, openedAt: MORNING + MINUTE_MS + 40 });
    expect(await eventsOf(cases[0]!.caseId)).toEqual([
      '1 OPENED service:case-recorder',
      '2 ALERT_JOINED service:case-recorder',
      '3 ALERT_JOINED service:case-recorder',
      '4 ALERT_JOINED service:case-recorder',
    ]);
  });

  it('take no decision in that only allows', async () => {
    const payment = aTransfer({ transferId: 'allowed', creditorAccount: 'BANKA:shop' });
    const allowed = { value: aDecision(payment, { outcome: 'ALLOW' }), appendTime: MORNING };
    await store().db.transaction((tx) => recordDecisions(tx, [allowed], MORNING));
    expect(await casesOf('BANKA:shop')).toEqual([]);
  });

  it('are never two open ones of an account, also where many recorders raise alerts at once', async () => {
    await Promise.all(
      Array.from({ length: 16 }, (_, n) => {
        const payment = aTransfer({ transferId: `race-${n}`, creditorAccount: `BANKA:race-${n % 2}` });
        const decisions = [{ value: aDecision(payment), appendTime: MORNING }];
        return store().db.transaction((tx) => recordDecisions(tx, decisions, MORNING));
      }),
    );
    for (const account of ['BANKA:race-0', 'BANKA:race-1']) {
      const cases = await casesOf(account);
      expect(cases).toHaveLength(1);
      const joined = await store().db.select().from(alert).where(eq(alert.accountId, account));
      expect(joined.map(({ caseId }) => caseId)).toEqual(Array(8).fill(cases[0]!.caseId));
      const events = await eventsOf(cases[0]!.caseId);
      expect(events.map((event) => Number(event.split(' ')[0]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it('are worked on: assigned, noted, closed, each step an event with who did it', async () => {
    await alertOn('BANKA:work', 1);
    const caseId = await onlyCase('BANKA:work');
    const act = { caseId, by: 'alice', now: MORNING + 60 * MINUTE_MS };
    expect(await assignCase(store().db, { ...act, to: 'bob' })).toEqual({ ok: true, value: null });
    expect(await noteOnCase(store().db, { ...act, by: 'bob', note: 'Called the payer.' })).toMatchObject({
      ok: true,
    });
    expect(await closeCase(store().db, { ...act, by: 'bob', reason: 'Mule confirmed.' })).toMatchObject({
      ok: true,
    });
    expect((await casesOf('BANKA:work'))[0]).toMatchObject({
      state: 'CLOSED',
      assignedTo: 'bob',
      closedBy: 'bob',
      closeReason: 'Mule confirmed.',
    });
    expect((await eventsOf(caseId)).slice(2)).toEqual(['3 ASSIGNED alice', '4 NOTE bob', '5 CLOSED bob']);
  });

  it('stay closed: a later alert opens the next case, the one recorded before stays where it is', async () => {
    await alertOn('BANKA:again', 1);
    const first = await onlyCase('BANKA:again');
    await closeCase(store().db, { caseId: first, by: 'alice', now: MORNING, reason: 'Genuine.' });
    await alertOn('BANKA:again', 1, 2);
    const cases = await casesOf('BANKA:again');
    expect(cases.map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [1, 'CLOSED'],
      [2, 'OPEN'],
    ]);
    const ofSecond = await store()
      .db.select({ transferId: alert.transferId })
      .from(alert)
      .where(and(eq(alert.accountId, 'BANKA:again'), eq(alert.caseId, cases[1]!.caseId)));
    expect(ofSecond).toEqual([{ transferId: 'BANKA:again-2' }]);
  });

  it('refuse to be changed once closed, or where there is none, with a sentence', async () => {
    await alertOn('BANKA:closed', 1);
    const caseId = await onlyCase('BANKA:closed');
    await closeCase(store().db, { caseId, by: 'alice', now: MORNING, reason: 'Genuine.' });
    const again = await closeCase(store().db, { caseId, by: 'alice', now: MORNING, reason: 'Twice.' });
    expect(again).toMatchObject({ ok: false, problem: { code: 'CASE_CLOSED' } });
    expect(
      await noteOnCase(store().db, { caseId, by: 'alice', now: MORNING, note: 'After all.' }),
    ).toMatchObject({
      ok: true,
    });
    const unknown = await assignCase(store().db, { caseId: 'C-NONE', to: 'bob', by: 'alice', now: MORNING });
    expect(unknown).toMatchObject({ ok: false, problem: { code: 'CASE_UNKNOWN' } });
  });

  it('take nothing blank or endless into their history, neither by these functions nor by SQL', async () => {
    await alertOn('BANKA:blank', 1);
    const caseId = await onlyCase('BANKA:blank');
    const act = { caseId, by: 'alice', now: MORNING };
    const before = await eventsOf(caseId);
    for (const refused of [
      assignCase(store().db, { ...act, to: '' }),
      assignCase(store().db, { ...act, to: 'b'.repeat(65) }),
      noteOnCase(store().db, { ...act, by: ' ', note: 'Called.' }),
      noteOnCase(store().db, { ...act, note: 'n'.repeat(2001) }),
      closeCase(store().db, { ...act, reason: '\t' }),
    ]) {
      expect(await refused).toMatchObject({ ok: false, problem: { code: 'CASE_ACT_INVALID' } });
    }
    for (const [type, by, note, detail] of [
      ['OPENED', ' ', null, null],
      ['NOTE', 'alice', '', null],
      ['CLOSED', 'alice', null, null],
      ['ASSIGNED', 'alice', null, '{"to": ""}'],
      ['ASSIGNED', 'alice', null, null],
    ]) {
      await expect(
        store().pool.query(
          `insert into case_event (case_id, sequence, event_id, type, at, by, note, detail, recorded_at)
           values ($1, 99, 'by-hand', $2, now(), $3, $4, $5, now())`,
          [caseId, type, by, note, detail],
        ),
      ).rejects.toThrow(/case_event_(by_somebody|says_something)/);
    }
    expect(await eventsOf(caseId)).toEqual(before);
    expect(await assignCase(store().db, { ...act, by: ' alice ', to: ' bob ' })).toMatchObject({ ok: true });
    expect((await casesOf('BANKA:blank'))[0]).toMatchObject({ assignedTo: 'bob' });
    expect((await eventsOf(caseId)).at(-1)).toBe('3 ASSIGNED alice');
  });

  it('cannot have their events changed or removed, not even by the owner of the database', async () => {
    await alertOn('BANKA:fixed', 1);
    for (const statement of [
      `update case_event set note = 'x'`,
      'delete from case_event',
      'truncate case_event',
      'delete from stop_payment_event where false; truncate stop_payment_event',
    ]) {
      await expect(store().pool.query(statement)).rejects.toThrow('only ever appended');
    }
  });

  it('are found by id, account and transfer, and tell their story in order', async () => {
    await alertOn('BANKA:story', 2, 1);
    const caseId = await onlyCase('BANKA:story');
    expect(await findCases(store().db, caseId)).toEqual([caseId]);
    expect(await findCases(store().db, 'BANKA:story')).toEqual([caseId]);
    expect(await findCases(store().db, 'BANKA:story-2')).toEqual([caseId]);
    expect(await findCases(store().db, 'nobody')).toEqual([]);
    const [overview] = await caseOverview(store().db, caseId);
    expect(overview).toMatchObject({
      alerts: 2,
      worst_outcome: 'REVIEW',
      highest_score: 520,
      currency: 'EUR',
      amount: '960.00',
      stopped: '0.00',
    });
    const timeline = await caseTimeline(store().db, caseId);
    expect(timeline.map(({ source, type }) => `${source} ${type}`)).toEqual([
      'DECISION REVIEW',
      'CASE OPENED',
      'CASE ALERT_JOINED',
      'DECISION REVIEW',
      'CASE ALERT_JOINED',
    ]);
    expect(timeline[0]).toMatchObject({ text: 'Paid by 14 accounts in 1 h.', amount: '480.00' });
    const open = await listCases(store().db, { state: 'OPEN', limit: 1 });
    expect(open).toHaveLength(1);
    expect((await listCases(store().db, { assignedTo: 'nobody', limit: 5 })).length).toBe(0);
  });
});
