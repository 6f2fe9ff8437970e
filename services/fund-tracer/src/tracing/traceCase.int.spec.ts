import { recoveryCaseId } from '@sluice/case-store';
import { useCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import {
  answerOrders,
  fromOtherBank,
  minute,
  pays,
  recoveryDesk,
  reportedAs,
  reportOf,
  toOtherBank,
} from '../testing/recoveryDesk';

const store = useCaseStore();
const desk = recoveryDesk(store);

describe('a report on payments that the ledger knows', () => {
  const theft = pays('A-1', 'BANKA:ann-1', 'BANKA:mule-a1', 120_000, 1);

  it('is followed to the last hop: what is left is frozen or recalled, and the books add up', async () => {
    await desk.settle(
      theft,
      pays('A-2', 'BANKA:mule-a1', 'BANKA:mule-a2', 61_000, 2),
      pays('A-3', 'BANKA:mule-a1', 'BANKB:mule-a3', 31_000, 3, toOtherBank),
      pays('A-4', 'BANKA:mule-a1', 'CASH:77', 28_000, 4, {
        kind: 'CASH_WITHDRAWAL',
        creditorOwnership: 'UNKNOWN',
      }),
    );
    expect(await desk.report(reportOf('R-A', [reportedAs(theft)]))).toMatchObject({
      runNo: 1,
      freezes: 1,
      recalls: 1,
    });
    expect(await desk.orders('R-A')).toEqual([
      ['FREEZE_AMOUNT', 'BANKA:mule-a2', 61_000],
      ['RECALL_TRANSFER', 'BANKA:mule-a1', 31_000],
    ]);
    expect(await desk.books('R-A')).toEqual({
      reported: 120_000,
      at_rest: 61_000,
      left_sight: 59_000,
      balanced: true,
    });
    const hops = await desk.rows(
      'select layer, from_masked, to_masked, amount, what_happened, channel from fund_flow where case_id = $1 order by at',
      recoveryCaseId('R-A'),
    );
    expect(hops.map((hop) => Object.values(hop).join(' '))).toEqual([
      '1 ••nn-1 ••e-a1 1200.00 PASSED ON ',
      '2 ••e-a1 ••e-a2 610.00 AT REST ',
      '2 ••e-a1 ••e-a3 310.00 GONE OTHER_BANK',
      '2 ••e-a1 CASH:77 280.00 GONE CASH',
    ]);
  });

  it('says in the timeline what the trace found and ordered', async () => {
    const [event] = await desk.rows(
      "select note from case_event where case_id = $1 and type = 'TRACED'",
      recoveryCaseId('R-A'),
    );
    expect(event!.note).toBe(
      'Of 1,200.00 EUR reported: never left 0.00, returned 0.00, frozen 0.00, at rest 610.00, left sight 590.00, untraced 0.00. Ordered: freeze 610.00 EUR, recall 310.00 EUR.',
    );
  });

  it('orders nothing twice while the core has not answered', async () => {
    await desk.settleDown();
    expect(await desk.trace('R-A')).toMatchObject({ runNo: null });
    expect(await desk.orders('R-A')).toHaveLength(2);
  });

  it('books what the core froze, and says that the recall is on its way', async () => {
    await answerOrders(desk, 'R-A', { type: 'EXECUTED', state: 'EXECUTED' });
    await desk.settleDown();
    expect(await desk.books('R-A')).toMatchObject({ frozen: 61_000, left_sight: 59_000, balanced: true });
    const hops = await desk.rows(
      'select what_happened, frozen_at from fund_flow where case_id = $1 and layer = 2 order by at',
      recoveryCaseId('R-A'),
    );
    expect(hops.map((hop) => hop.what_happened)).toEqual(['FROZEN', 'RECALLED', 'GONE']);
    expect(hops[0]!.frozen_at).toEqual(new Date(minute(92)));
  });

  it('freezes recalled money that lands on the mule who had sent it', async () => {
    await desk.settle(
      pays('A-5', 'BANKB:mule-a3', 'BANKA:mule-a1', 31_000, 95, {
        kind: 'RETURN',
        relatesTo: 'A-3',
        ...fromOtherBank,
      }),
    );
    await desk.settleDown();
    expect((await desk.orders('R-A')).at(-1)).toEqual(['FREEZE_AMOUNT', 'BANKA:mule-a1', 31_000]);
    expect(await desk.books('R-A')).toMatchObject({ frozen: 61_000, at_rest: 31_000, left_sight: 28_000 });
  });

  it('books as returned only what is paid to the victim', async () => {
    await desk.settle(
      pays('A-6', 'BANKA:mule-a2', 'BANKA:ann-1', 61_000, 99, { kind: 'RETURN', relatesTo: 'A-2' }),
    );
    await desk.settleDown();
    expect(await desk.books('R-A')).toEqual({
      reported: 120_000,
      returned: 61_000,
      at_rest: 31_000,
      left_sight: 28_000,
      balanced: true,
    });
  });
});

describe('running again', () => {
  it('orders only the difference when more of the money moves', async () => {
    const theft = pays('B-1', 'BANKA:ben-1', 'BANKA:mule-b1', 1_000, 1);
    await desk.settle(theft, pays('B-2', 'BANKA:mule-b1', 'BANKA:mule-b2', 400, 2));
    await desk.report(reportOf('R-B', [reportedAs(theft)]));
    await answerOrders(desk, 'R-B', { type: 'PARTIAL', state: 'PARTIAL', stoppedMinor: 300 });
    await desk.settleDown();
    await desk.settle(pays('B-3', 'BANKA:mule-b1', 'BANKA:mule-b3', 200, 100));
    expect(await desk.dirty()).toEqual([recoveryCaseId('R-B')]);
    await desk.settleDown();
    expect(await desk.orders('R-B')).toEqual([
      ['FREEZE_AMOUNT', 'BANKA:mule-b1', 600],
      ['FREEZE_AMOUNT', 'BANKA:mule-b2', 400],
      ['FREEZE_AMOUNT', 'BANKA:mule-b3', 200],
    ]);
    expect(await desk.books('R-B')).toMatchObject({ frozen: 600, at_rest: 400, balanced: true });
  });

  it('keeps every version of the flow of funds, and shows the newest', async () => {
    const versions = await desk.rows(
      "select since_run, until_run, rests_minor::int as rests from recovery_flow where transfer_id = 'B-1' order by 1",
    );
    expect(versions.length).toBeGreaterThan(1);
    expect(versions.filter((row) => row.until_run === null)).toEqual([
      expect.objectContaining({ rests: 400 }),
    ]);
  });

  it('leaves a closed case its books and orders nothing more for it', async () => {
    const theft = pays('C-1', 'BANKA:cyd-1', 'BANKA:mule-c1', 500, 1);
    await desk.settle(theft);
    await desk.report(reportOf('R-C', [reportedAs(theft)]));
    await desk.rows(
      "update case_file set state = 'CLOSED', closed_at = now(), closed_by = 'eve', close_reason = 'done' where case_id = $1",
      recoveryCaseId('R-C'),
    );
    await desk.settle(pays('C-2', 'BANKA:mule-c1', 'BANKA:mule-c2', 300, 100));
    await desk.settleDown();
    expect(await desk.orders('R-C')).toHaveLength(1);
    expect(await desk.books('R-C')).toMatchObject({ at_rest: 500, balanced: true });
  });
});

describe('payments that did not settle, or are not there', () => {
  it('never left while the core holds them, and are followed once they settle after all', async () => {
    const held = pays('D-1', 'BANKA:dan-1', 'BANKA:mule-d1', 700, 1, { status: 'INITIATED', bookedAt: null });
    await desk.settle(held);
    await desk.report(reportOf('R-D', [reportedAs(held)]));
    expect(await desk.books('R-D')).toEqual({ reported: 700, never_left: 700, balanced: true });
    const [row] = await desk.rows(
      'select what_happened from fund_flow where case_id = $1',
      recoveryCaseId('R-D'),
    );
    expect(row!.what_happened).toBe('NEVER LEFT');

    await desk.settle(
      pays('D-1', 'BANKA:dan-1', 'BANKA:mule-d1', 700, 1, { statusAt: minute(80), bookedAt: minute(80) }),
    );
    await desk.settleDown();
    expect(await desk.books('R-D')).toEqual({ reported: 700, at_rest: 700, balanced: true });
    expect(await desk.orders('R-D')).toEqual([['FREEZE_AMOUNT', 'BANKA:mule-d1', 700]]);
  });

  it('are found by accounts, amount and time, and are untraced where two fit', async () => {
    const payment = pays('E-1', 'BANKA:eva-1', 'BANKA:mule-e1', 900, 30);
    const twin = (id: string, at: number) => pays(id, 'BANKA:eva-1', 'BANKA:mule-e2', 50, at);
    await desk.settle(payment, twin('E-2', 10), twin('E-3', 12));
    const vague = { ...reportedAs(payment, false), at: minute(400), debtorAccount: null };
    await desk.report(
      reportOf('R-E', [{ ...vague, debtorAccount: 'BANKA:eva-1' }, reportedAs(twin('', 11), false)]),
    );
    expect(await desk.books('R-E')).toEqual({ reported: 950, at_rest: 900, untraced: 50, balanced: true });
    const [note] = await desk.rows(
      "select note from fund_flow where case_id = $1 and what_happened = 'UNTRACED'",
      recoveryCaseId('R-E'),
    );
    expect(note!.note).toContain('E-2 and E-3 fit');
  });

  it('are followed when the ledger gets them later', async () => {
    const late = pays('F-1', 'BANKA:fay-1', 'BANKA:mule-f1', 800, 1);
    await desk.report(reportOf('R-F', [reportedAs(late)]));
    expect(await desk.books('R-F')).toEqual({ reported: 800, untraced: 800, balanced: true });
    await desk.settle(late);
    await desk.trace('R-F');
    expect(await desk.books('R-F')).toEqual({ reported: 800, at_rest: 800, balanced: true });
  });
});

describe('several victims', () => {
  it('a payment that two reports name counts in the first case alone', async () => {
    const theft = pays('G-1', 'BANKA:gil-1', 'BANKA:mule-g1', 600, 1);
    await desk.settle(theft);
    await desk.report(reportOf('R-G1', [reportedAs(theft)]));
    await desk.report(reportOf('R-G2', [reportedAs(theft)]));
    expect(await desk.books('R-G1')).toMatchObject({ reported: 600, balanced: true });
    expect(await desk.books('R-G2')).toEqual({});
    const [row] = await desk.rows(
      'select what_happened from fund_flow where case_id = $1',
      recoveryCaseId('R-G2'),
    );
    expect(row!.what_happened).toBe('COUNTED IN ANOTHER CASE');
    expect(await desk.orders('R-G2')).toEqual([]);
  });

  it('on one mule each get their own frozen, within the balance', async () => {
    const first = pays('H-1', 'BANKA:hal-1', 'BANKA:mule-h', 1_000, 1);
    const second = pays('H-2', 'BANKA:ida-1', 'BANKA:mule-h', 500, 2);
    await desk.settle(
      first,
      second,
      pays('H-3', 'BANKA:mule-h', 'CASH:1', 1_200, 3, { creditorOwnership: 'UNKNOWN' }),
    );
    await desk.report(reportOf('R-H1', [reportedAs(first)]));
    await desk.report(reportOf('R-H2', [reportedAs(second)]));
    await desk.settleDown();
    expect(await desk.books('R-H1')).toMatchObject({ reported: 1_000, left_sight: 1_000 });
    expect(await desk.books('R-H2')).toMatchObject({ reported: 500, left_sight: 200, at_rest: 300 });
    expect(await desk.orders('R-H1')).toEqual([]);
    expect(await desk.orders('R-H2')).toEqual([['FREEZE_AMOUNT', 'BANKA:mule-h', 300]]);
  });

  it('what one victim paid on of another is counted once, whoever reports first', async () => {
    const upstream = pays('I-1', 'BANKA:jon-1', 'BANKA:kim-1', 60, 1);
    const onward = pays('I-3', 'BANKA:kim-1', 'BANKA:mule-i', 100, 3);
    await desk.settle(upstream, pays('I-2', 'BANKA:job-1', 'BANKA:kim-1', 40, 2), onward);
    await desk.report(reportOf('R-I2', [reportedAs(onward)]));
    expect(await desk.books('R-I2')).toMatchObject({ reported: 100, at_rest: 100 });
    await desk.report(reportOf('R-I1', [reportedAs(upstream)]));
    await desk.settleDown();
    expect(await desk.books('R-I1')).toMatchObject({ reported: 60, at_rest: 60, balanced: true });
    expect(await desk.books('R-I2')).toMatchObject({
      reported: 100,
      at_rest: 40,
      untraced: 60,
      balanced: true,
    });
  });
});

describe('what a person decides', () => {
  it('is proposed, and not ordered: merchants, protected accounts, mostly honest money, the trusted', async () => {
    const theft = pays('L-1', 'BANKA:lea-1', 'BANKA:mule-l', 400, 1);
    const on = (n: number, to: string) => pays(`L-${n}`, 'BANKA:mule-l', to, 100, n);
    await desk.know('BANKA:shop-l', { kind: 'MERCHANT' });
    await desk.know('BANKA:salary-l', { protection: 'SALARY' });
    await desk.rows(
      "insert into watchlist_entry (key, kind, value, perspective, disposition, removed, source_offset, append_time) values ('k', 'ACCOUNT', 'BANKA:trusted-l', 'BOTH', 'TRUSTED', false, 1, now())",
    );
    await desk.settle(
      theft,
      on(2, 'BANKA:shop-l'),
      on(3, 'BANKA:salary-l'),
      on(4, 'BANKA:trusted-l'),
      on(5, 'BANKA:busy-l'),
      pays('L-6', 'BANKA:boss-1', 'BANKA:busy-l', 101, 6),
    );
    await desk.report(reportOf('R-L', [reportedAs(theft)]));
    expect(await desk.orders('R-L')).toEqual([]);
    const proposals = await desk.rows(
      'select because, account_masked, amount from recovery_proposals where case_id = $1 order by because',
      recoveryCaseId('R-L'),
    );
    expect(proposals.map((row) => Object.values(row).join(' '))).toEqual([
      'MERCHANT_ACCOUNT ••op-l 1.00',
      'MINORITY_OF_INFLOW ••sy-l 1.00',
      'PROTECTED_ACCOUNT ••ry-l 1.00',
      'TRUSTED_ACCOUNT ••ed-l 1.00',
    ]);
  });
});

describe('the limits of a trace', () => {
  it('leave what lies beyond them untraced, and say so', async () => {
    const near = recoveryDesk(store, { hopsMax: 1 });
    const theft = pays('M-1', 'BANKA:max-1', 'BANKA:mule-m1', 90, 1);
    await near.settle(
      theft,
      pays('M-2', 'BANKA:mule-m1', 'BANKA:mule-m2', 70, 2),
      pays('M-3', 'BANKA:mule-m2', 'BANKA:mule-m3', 70, 3),
    );
    await near.report(reportOf('R-M', [reportedAs(theft)]));
    expect(await near.books('R-M')).toEqual({ reported: 90, at_rest: 20, untraced: 70, balanced: true });
    const [run] = await near.rows(
      'select assumptions from recovery_trace where case_id = $1',
      recoveryCaseId('R-M'),
    );
    expect(run!.assumptions).toContain(
      '••e-m2 lies beyond the limits of the trace; money that came to it was not followed.',
    );
  });
});

describe('a booking that is recorded while a trace runs', () => {
  it('is never missed: the account is watched before its ledger counts', async () => {
    const theft = pays('N-1', 'BANKA:nia-1', 'BANKA:mule-n0', 100, 1);
    await desk.settle(theft);
    const hop = (n: number) => pays(`N-${n + 2}`, `BANKA:mule-n${n}`, `BANKA:mule-n${n + 1}`, 100, n + 2);
    await Promise.all([
      desk.report(reportOf('R-N', [reportedAs(theft)])),
      (async () => {
        for (let n = 0; n < 8; n++) await desk.settle(hop(n));
      })(),
    ]);
    await desk.settleDown();
    const last = await desk.rows(
      'select to_account from fund_flow where case_id = $1 and rests_minor > 0',
      recoveryCaseId('R-N'),
    );
    expect(last).toEqual([{ to_account: 'BANKA:mule-n8' }]);
  });
});

describe('money frozen for one victim and paid to another', () => {
  it('is not frozen again, and both cases stay whole', async () => {
    const first = pays('P-1', 'BANKA:pam-1', 'BANKA:mule-p1', 400, 1);
    const second = pays('P-2', 'BANKA:pia-1', 'BANKA:mule-p2', 300, 2);
    await desk.settle(
      first,
      second,
      pays('P-3', 'BANKA:mule-p2', 'CASH:2', 300, 3, { creditorOwnership: 'UNKNOWN' }),
    );
    await desk.report(reportOf('R-P1', [reportedAs(first)]));
    await desk.report(reportOf('R-P2', [reportedAs(second)]));
    await answerOrders(desk, 'R-P1', { type: 'EXECUTED', state: 'EXECUTED' });
    await desk.settleDown();
    const [stop] = await desk.rows('select * from recovery_order where case_id = $1', recoveryCaseId('R-P1'));
    await desk.settle(
      pays('P-4', 'BANKA:mule-p1', 'BANKA:pia-1', 300, 95, { kind: 'RETURN', relatesTo: 'P-2' }),
    );
    await desk.stop({
      stopPaymentId: String(stop!.stop_payment_id),
      sequence: 3,
      type: 'RETURNED',
      state: 'EXECUTED',
      at: minute(95),
      instrument: 'FREEZE_AMOUNT',
      account: 'BANKA:mule-p1',
      transferId: null,
      currency: 'EUR',
      requestedMinor: 400,
      stoppedMinor: 100,
      returnedMinor: 300,
      returnToAccount: 'BANKA:pia-1',
      caseId: recoveryCaseId('R-P1'),
    });
    await desk.settleDown();
    expect(await desk.books('R-P2')).toEqual({ reported: 300, returned: 300, balanced: true });
    expect(await desk.books('R-P1')).toEqual({ reported: 400, frozen: 100, left_sight: 300, balanced: true });
    expect(await desk.orders('R-P1')).toHaveLength(1);
    const hops = await desk.rows(
      'select what_happened, amount, still_out from fund_flow where case_id = $1 order by at, amount',
      recoveryCaseId('R-P1'),
    );
    expect(hops.map((hop) => Object.values(hop).join(' '))).toEqual([
      'PARTLY FROZEN 4.00 0.00',
      'GONE 3.00 3.00',
      'PAID TO ANOTHER VICTIM 3.00 0.00',
    ]);
  });
});
