import {
  advancePositions,
  recordAccounts,
  recordDecisions,
  recordFraudReports,
  recordOutcomes,
  recordTransfers,
} from '@sluice/case-store';
import {
  aDecision,
  anAccount,
  anEntry,
  aTransfer,
  MINUTE_MS,
  MORNING,
} from '@sluice/case-store/src/testing/builders';
import { aHold, anEnd, DAY_MS, HOUR_MS, useReportDesk } from '../../testing/reportDesk';
import { frozenPaymentsReport, rowsCsv, totalsCsv } from './report';

const PAYEE = 'BANKA:mule-7718';
const desk = useReportDesk();
const { record, recordedUpTo, reportOf } = desk;

describe('the frozen-payment report', () => {
  it('tells of a stop-payment what was ordered, by whom, and what became of it', async () => {
    const transfer = aTransfer({ creditorAccount: PAYEE, channel: 'WEB' });
    await desk.store().db.transaction(async (tx) => {
      await recordTransfers(tx, [anEntry(transfer)]);
      await recordDecisions(
        tx,
        [{ value: aDecision(transfer, { outcome: 'HOLD' }), appendTime: MORNING }],
        MORNING,
      );
      await recordAccounts(tx, [
        {
          accountId: transfer.debtorAccount,
          account: anAccount(transfer.debtorAccount, { branch: 'B-12' }),
          sourceIncarnation: 0,
          sourceOffset: 1,
          appendTime: MORNING,
        },
      ]);
      const item = {
        transferId: 'T-1',
        debtorAccount: null,
        creditorAccount: PAYEE,
        amountMinor: 48_000,
        currency: 'EUR',
        at: MORNING,
      };
      await recordFraudReports(tx, [
        {
          sourceOffset: 0,
          appendTime: MORNING,
          report: {
            reportId: 'R-17',
            state: 'OPENED',
            source: 'VICTIM',
            victimAccount: transfer.debtorAccount,
            victimInstitution: 'BANKA',
            victimVulnerable: null,
            items: [item],
            fraudType: 'SAFE_ACCOUNT',
            authority: null,
            reference: null,
            orderExpiresAt: null,
            reportedAt: MORNING + HOUR_MS,
          },
        },
      ]);
    });
    const hold = aHold('S-1', MORNING);
    await record([...hold, anEnd(hold[2]!, 'RELEASED', MORNING + 10 * MINUTE_MS)], MORNING + HOUR_MS);
    const { rows } = await reportOf({ zone: 'Europe/Berlin' });
    expect(rows).toEqual([
      {
        stop_payment_id: 'S-1',
        attempt_no: 1,
        instrument: 'HOLD_TRANSFER',
        legal_basis: 'GENERIC-HOLD',
        policy_version: 'generic-1',
        requested_by: 'MODEL',
        authority: null,
        authority_reference: null,
        case_id: expect.stringMatching(/^C-/),
        report_id: 'R-17',
        fraud_type: 'SAFE_ACCOUNT',
        layer: null,
        transfer_id: 'T-1',
        channel: 'WEB',
        account_masked: '••4417',
        institution: 'BANKA',
        branch: 'B-12',
        holder_kind: 'PERSON',
        victim_institution: 'BANKA',
        reported_at: '2026-03-02T11:00:00.000+01:00',
        ordered_at: '2026-03-02T10:00:00.000+01:00',
        executed_at: '2026-03-02T10:00:02.000+01:00',
        seconds_to_execute: '2.000',
        currency: 'EUR',
        requested: '480.00',
        available_at_stop: '510.00',
        stopped: '480.00',
        shortfall: '0.00',
        released: '480.00',
        expired: '0.00',
        returned: '0.00',
        outstanding: '0.00',
        result: 'EXECUTED',
        failure_reason: null,
        expires_at: '2026-03-03T10:00:00.000+01:00',
        renewals: 0,
        converted_to: null,
        ended_at: '2026-03-02T10:10:00.000+01:00',
        end_reason: 'RELEASED',
        ordered_by: 'model:default-1',
        approved_by: null,
        customer_notified_at: null,
        core_reference: 'LIEN-9',
        rules_version: 'default-1',
      },
    ]);
  }, 60_000);

  it('gives the same bytes for the same period, zone and as-of, also after more has arrived', async () => {
    const first = aHold('S-1', MORNING);
    await record(first, MORNING + HOUR_MS);
    const asked = { zone: 'Asia/Kolkata', asOf: new Date(MORNING + HOUR_MS + 3_000).toISOString() };
    const bytes = async () => {
      const report = await reportOf(asked);
      return [rowsCsv(report), totalsCsv(report), JSON.stringify(report)];
    };
    const before = await bytes();
    expect(await bytes()).toEqual(before);
    await record([anEnd(first[2]!, 'EXPIRED', MORNING + 2 * MINUTE_MS)], MORNING + 2 * HOUR_MS);
    await record(aHold('S-2', MORNING + MINUTE_MS), MORNING + 3 * HOUR_MS);
    await desk.store().db.transaction(async (tx) => {
      const late = { sourceIncarnation: 0, sourceOffset: 9, appendTime: MORNING + 4 * HOUR_MS };
      const holder = first[0]!.account;
      await recordAccounts(tx, [
        { accountId: holder, account: anAccount(holder, { branch: 'MOVED' }), ...late },
      ]);
      await recordTransfers(tx, [anEntry(aTransfer(), { appendTime: MORNING + 4 * HOUR_MS })]);
      const outcome = {
        transferId: 'T-1',
        truth: 'GENUINE',
        payerResponse: 'NONE',
        source: 'analyst',
        at: MORNING,
      } as const;
      await recordOutcomes(tx, [{ outcome, offset: 1, appendTime: MORNING + 4 * HOUR_MS }]);
    });
    await recordedUpTo(MORNING + 5 * HOUR_MS);
    expect(await bytes()).toEqual(before);
    const now = await reportOf({ zone: 'Asia/Kolkata' });
    expect(now.rows.map((row) => [row.stop_payment_id, row.end_reason, row.branch])).toEqual([
      ['S-1', 'EXPIRED', 'MOVED'],
      ['S-2', null, 'MOVED'],
    ]);
  }, 60_000);

  it('counts an event that was appended exactly at the as-of instant', async () => {
    await record(aHold('S-1', MORNING), MORNING + HOUR_MS);
    const at = (ms: number) => reportOf({ asOf: new Date(ms).toISOString() });
    expect((await at(MORNING + HOUR_MS + 1_999)).rows[0]?.stopped).toBe('0.00');
    expect((await at(MORNING + HOUR_MS + 2_000)).rows[0]?.stopped).toBe('480.00');
  }, 60_000);

  it('is refused beyond what is recorded, and where periods, zones or instants make no sense', async () => {
    const refusal = async (request: Partial<Parameters<typeof frozenPaymentsReport>[1]>) => {
      const base = { from: '2026-03-02', to: '2026-03-02', zone: 'UTC', asOf: null };
      const report = await frozenPaymentsReport(desk.store().db, { ...base, ...request });
      return report.ok ? null : report.problem.code;
    };
    expect(await refusal({})).toBe('NOT_RECORDED');
    await record(aHold('S-1', MORNING), MORNING + HOUR_MS);
    expect(await refusal({ asOf: new Date(MORNING + HOUR_MS + 3_001).toISOString() })).toBe(
      'AS_OF_NOT_RECORDED',
    );
    expect(await refusal({ asOf: '2026-03-02' })).toBe('AS_OF_INVALID');
    expect(await refusal({ from: '2026-03-03' })).toBe('PERIOD_EMPTY');
    expect(await refusal({ zone: 'Nowhere' })).toBe('ZONE_UNKNOWN');
    expect(await refusal({ to: '2026-02-30' })).toBe('DATE_INVALID');
    const behind = { topic: 'legs', partition: 3, nextOffset: 7, appendTime: MORNING, completeTo: null };
    await desk.store().db.transaction((tx) => advancePositions(tx, [behind]));
    expect(await refusal({})).toBe('NOT_RECORDED');
  }, 60_000);

  it('lists a stop-payment in every period in which it stood, and in no other', async () => {
    const hold = aHold('S-1', MORNING);
    await record([...hold, anEnd(hold[2]!, 'EXPIRED', MORNING + 2 * DAY_MS)], MORNING);
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    const listed: [string, number, string | undefined][] = [];
    for (const day of days) {
      const { rows, totals } = await reportOf({ from: day, to: day });
      listed.push([day, rows.length, totals[0]?.closing]);
    }
    expect(listed).toEqual([
      ['2026-03-01', 0, undefined],
      ['2026-03-02', 1, '480.00'],
      ['2026-03-03', 1, '480.00'],
      ['2026-03-04', 1, '0.00'],
      ['2026-03-05', 0, '0.00'],
    ]);
  }, 60_000);

  it('follows a hold that came too late to the freeze that took its place', async () => {
    const hold = aHold('S-1', MORNING).slice(0, 2);
    const tooLate = {
      ...hold[1]!,
      type: 'TOO_LATE',
      state: 'TOO_LATE',
      sequence: 3,
      reasonCode: 'ALREADY_EXECUTED',
    } as const;
    const freeze = aHold('S-2', MORNING + MINUTE_MS, {
      instrument: 'FREEZE_AMOUNT',
      account: PAYEE,
      previousStopPaymentId: 'S-1',
    }).map((event) => ({
      ...event,
      commandAction: event.type === 'ISSUED' ? ('FREEZE_AMOUNT' as const) : null,
    }));
    freeze[2] = {
      ...freeze[2]!,
      type: 'PARTIAL',
      state: 'PARTIAL',
      stoppedMinor: 20_000,
      reasonCode: 'INSUFFICIENT_FUNDS',
    };
    await record([...hold, tooLate, ...freeze], MORNING);
    const { rows } = await reportOf();
    expect(
      rows.map((row) => [
        row.attempt_no,
        row.instrument,
        row.result,
        row.failure_reason,
        row.stopped,
        row.shortfall,
      ]),
    ).toEqual([
      [1, 'HOLD_TRANSFER', 'TOO_LATE', 'ALREADY_EXECUTED', '0.00', '480.00'],
      [2, 'FREEZE_AMOUNT', 'PARTIAL', 'INSUFFICIENT_FUNDS', '200.00', '280.00'],
    ]);
  }, 60_000);

  it('says of a freeze by the fund tracer how far the money had gone', async () => {
    await desk.store().pool.query(
      `insert into recovery_order (order_id, case_id, run_no, action, account, currency, transfer_id, amount_minor, layer,
         stop_payment_id, reason, ordered_at)
       values ('O-1', 'R-1', 1, 'FREEZE_AMOUNT', $1, 'EUR', 'T-1', 48000, 3, 'S-1', 'Stolen money rests here.', now())`,
      [PAYEE],
    );
    const traced = {
      instrument: 'FREEZE_AMOUNT',
      account: PAYEE,
      cause: 'FUND_TRACE',
      orderedBy: 'fund-tracer',
    } as const;
    await record(aHold('S-1', MORNING, traced), MORNING);
    expect((await reportOf()).rows).toMatchObject([
      { layer: 3, requested_by: 'BANK', ordered_by: 'fund-tracer' },
    ]);
  }, 60_000);

  it('counts money of a cancelled hold, of a paid-out freeze and of a recall as given back', async () => {
    const hold = aHold('S-hold', MORNING);
    const cancelled = anEnd(hold[2]!, 'CANCELLED', MORNING + MINUTE_MS);
    const freeze = aHold('S-freeze', MORNING, { instrument: 'FREEZE_AMOUNT' });
    const paidOut = {
      ...freeze[2]!,
      type: 'RETURNED',
      state: 'RETURNED',
      sequence: 4,
      stoppedMinor: 0,
      returnedMinor: 48_000,
    } as const;
    const recall = aHold('S-recall', MORNING, { instrument: 'RECALL_TRANSFER' }).slice(0, 2);
    const cameBack = {
      ...recall[1]!,
      type: 'RETURNED',
      state: 'RETURNED',
      sequence: 3,
      returnedMinor: 30_000,
    } as const;
    await record([...hold, cancelled, ...freeze, paidOut, ...recall, cameBack], MORNING);
    const { rows, totals } = await reportOf();
    expect(
      rows.map((row) => [row.stop_payment_id, row.stopped, row.returned, row.end_reason, row.result]),
    ).toEqual([
      ['S-freeze', '480.00', '480.00', 'RETURNED', 'EXECUTED'],
      ['S-hold', '480.00', '480.00', 'CANCELLED', 'EXECUTED'],
      ['S-recall', '300.00', '300.00', 'RETURNED', 'PARTIAL'],
    ]);
    expect(totals).toMatchObject([{ stopped: '1260.00', returned: '1260.00', closing: '0.00' }]);
  }, 60_000);

  it('shows what a core took back of what it had said, and a conversion to another basis', async () => {
    const hold = aHold('S-1', MORNING);
    const corrected = {
      ...hold[2]!,
      type: 'PARTIAL',
      state: 'PARTIAL',
      sequence: 4,
      stoppedMinor: 40_000,
    } as const;
    const converted = {
      ...corrected,
      type: 'CONVERTED',
      sequence: 5,
      legalBasis: 'CN-QUICK-FREEZE',
    } as const;
    await record([...hold, corrected, converted], MORNING);
    const { rows, totals } = await reportOf();
    expect(rows).toMatchObject([
      { legal_basis: 'GENERIC-HOLD', converted_to: 'CN-QUICK-FREEZE', stopped: '400.00' },
    ]);
    expect(totals).toMatchObject([
      { legal_basis: 'CN-QUICK-FREEZE', converted_in: '400.00', closing: '400.00' },
      { legal_basis: 'GENERIC-HOLD', stopped: '400.00', converted_out: '400.00', closing: '0.00' },
    ]);
  }, 60_000);
});
