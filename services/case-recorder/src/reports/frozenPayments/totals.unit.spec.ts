import type { FrozenFlowRow, FrozenPaymentRow } from '@sluice/case-store';
import { EXPIRY_GRACE_MS, frozenPaymentTotals } from './totals';

const NOON = Date.UTC(2026, 2, 2, 12);
const HOUR_MS = 3_600_000;
const PERIOD = { from: NOON, until: NOON + 24 * HOUR_MS, asOf: NOON + 30 * HOUR_MS };
const iso = (epochMs: number) => new Date(epochMs).toISOString();

/** A freeze of 100.00 EUR that was executed in 2 s and stands, unless said otherwise. */
function aRow(differences: Partial<FrozenPaymentRow> = {}): FrozenPaymentRow {
  return {
    stop_payment_id: 'S-1',
    attempt_no: 1,
    instrument: 'FREEZE_AMOUNT',
    legal_basis: 'GENERIC-HOLD',
    policy_version: 'generic-1',
    requested_by: 'MODEL',
    authority: null,
    authority_reference: null,
    case_id: null,
    report_id: null,
    fraud_type: null,
    layer: null,
    transfer_id: 'T-1',
    channel: null,
    account: 'BANKA:mule',
    account_masked: '••mule',
    institution: null,
    branch: null,
    holder_kind: null,
    victim_account: 'BANKA:victim',
    victim_institution: null,
    reported_at: null,
    requested_at: iso(NOON + HOUR_MS),
    ordered_at: iso(NOON + HOUR_MS),
    executed_at: iso(NOON + HOUR_MS + 2_000),
    seconds_to_execute: '2.000',
    currency: 'EUR',
    requested_minor: '10000',
    outstanding_minor: '10000',
    result: 'EXECUTED',
    failure_reason: null,
    expires_at: null,
    renewals: 0,
    converted_to: null,
    ended_at: null,
    end_reason: null,
    truth: null,
    ...differences,
  };
}

function aFlow(differences: Partial<FrozenFlowRow> = {}): FrozenFlowRow {
  return {
    currency: 'EUR',
    legal_basis: 'GENERIC-HOLD',
    opening_minor: '0',
    stopped_minor: '0',
    released_minor: '0',
    expired_minor: '0',
    returned_minor: '0',
    converted_in_minor: '0',
    converted_out_minor: '0',
    ...differences,
  };
}

describe('totals of frozen payments', () => {
  it('close at opening + stopped − released − expired − returned', () => {
    const [totals] = frozenPaymentTotals(
      [aRow({ outstanding_minor: '4000' })],
      [
        aFlow({
          opening_minor: '5000',
          stopped_minor: '10000',
          released_minor: '6000',
          expired_minor: '3000',
          returned_minor: '2000',
        }),
      ],
      PERIOD,
    );
    expect(totals).toMatchObject({
      opening: '50.00',
      stopped: '100.00',
      released: '60.00',
      expired: '30.00',
      returned: '20.00',
      closing: '40.00',
    });
  });

  it('are not given out where the books and the stop-payments disagree', () => {
    expect(() => frozenPaymentTotals([aRow()], [aFlow({ stopped_minor: '9999' })], PERIOD)).toThrow(
      /close at 9999, the stop-payments hold 10000/,
    );
  });

  it('show a conversion as a move between bases', () => {
    const converted = aRow({ legal_basis: 'CN-EMERGENCY-STOP', converted_to: 'CN-QUICK-FREEZE' });
    const totals = frozenPaymentTotals(
      [converted],
      [
        aFlow({ legal_basis: 'CN-EMERGENCY-STOP', stopped_minor: '10000', converted_out_minor: '10000' }),
        aFlow({ legal_basis: 'CN-QUICK-FREEZE', converted_in_minor: '10000' }),
      ],
      PERIOD,
    );
    expect(totals.map(({ legal_basis, closing, orders }) => [legal_basis, closing, orders])).toEqual([
      ['CN-EMERGENCY-STOP', '0.00', 1],
      ['CN-QUICK-FREEZE', '100.00', 0],
    ]);
  });

  it('keep currencies apart and use their own digits', () => {
    const totals = frozenPaymentTotals(
      [aRow(), aRow({ stop_payment_id: 'S-2', currency: 'JPY', requested_minor: '700' })],
      [aFlow({ stopped_minor: '10000' }), aFlow({ currency: 'JPY', stopped_minor: '10000' })],
      PERIOD,
    );
    expect(totals.map(({ currency, closing, requested }) => [currency, closing, requested])).toEqual([
      ['EUR', '100.00', '100.00'],
      ['JPY', '10000', '700'],
    ]);
  });

  it('count what was ordered in the period and how it went', () => {
    const none = { outstanding_minor: '0', seconds_to_execute: null, executed_at: null };
    const rows = [
      aRow({ stop_payment_id: 'before', requested_at: iso(NOON - 1) }),
      aRow({ stop_payment_id: 'a', seconds_to_execute: '1.000' }),
      aRow({ stop_payment_id: 'b', seconds_to_execute: '9.000', result: 'PARTIAL', account: 'BANKA:other' }),
      aRow({ stop_payment_id: 'c', ...none, result: 'REJECTED', victim_account: null }),
      aRow({ stop_payment_id: 'd', ...none, result: 'UNANSWERED' }),
      aRow({ stop_payment_id: 'e', ...none, result: 'REFUSED' }),
    ];
    const [totals] = frozenPaymentTotals(rows, [aFlow({ stopped_minor: '30000' })], PERIOD);
    expect(totals).toMatchObject({
      orders: 5,
      accounts: 2,
      victims: 1,
      requested: '500.00',
      executed: 1,
      partial: 1,
      rejected: 1,
      refused: 1,
      unanswered: 1,
      success_rate: '66.7',
      seconds_to_execute_median: '1.000',
      seconds_to_execute_p90: '9.000',
    });
  });

  it('count an honest customer who was let go in the period', () => {
    const released = { end_reason: 'RELEASED', outstanding_minor: '0' };
    const rows = [
      aRow({ ...released, truth: 'GENUINE', ended_at: iso(NOON + HOUR_MS) }),
      aRow({ ...released, truth: 'GENUINE', ended_at: iso(NOON - HOUR_MS) }),
      aRow({ ...released, truth: 'FRAUD', ended_at: iso(NOON + HOUR_MS) }),
      aRow({ ...released, truth: null, ended_at: iso(NOON + HOUR_MS) }),
    ];
    expect(frozenPaymentTotals(rows, [], PERIOD)[0]?.false_positive_releases).toBe(1);
  });

  it('name what is still held after its time, with a minute for the clock to act', () => {
    const flow = [aFlow({ stopped_minor: '10000' })];
    const pastExpiry = (expiresAt: number) =>
      frozenPaymentTotals([aRow({ expires_at: iso(expiresAt) })], flow, PERIOD)[0]?.past_expiry;
    expect(pastExpiry(PERIOD.until - EXPIRY_GRACE_MS - 1)).toBe(1);
    expect(pastExpiry(PERIOD.until - EXPIRY_GRACE_MS)).toBe(0);
    expect(pastExpiry(PERIOD.until + HOUR_MS)).toBe(0);
  });

  it('have no rate where the core answered nothing yet', () => {
    const waiting = aRow({ result: 'UNANSWERED', outstanding_minor: '0', seconds_to_execute: null });
    expect(frozenPaymentTotals([waiting], [], PERIOD)[0]).toMatchObject({
      success_rate: null,
      seconds_to_execute_median: null,
    });
  });
});
