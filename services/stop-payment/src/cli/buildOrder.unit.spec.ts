import type { StopPaymentEvent } from '@sluice/domain';
import { holdOf, MONDAY_10, PAYER } from '@sluice/stop-payment-lifecycle/src/testing/builders';
import { createOwner } from '@sluice/stop-payment-lifecycle/src/testing/owner';
import { minorFromMajor } from './amount';
import { buildOrder, type OrderOptions } from './buildOrder';

const made = { orderId: 'O-1', now: MONDAY_10 };
const said: OrderOptions = { by: 'ann', reason: 'The customer confirmed it.' };

function held(): StopPaymentEvent {
  const owner = createOwner();
  owner.feed(holdOf('T1'));
  return owner.events.at(-1)!;
}

describe('an amount that a person typed', () => {
  it.each([
    ['48,000.00', 'EUR', 4_800_000],
    ['123.4', 'EUR', 12_340],
    ['123', 'EUR', 12_300],
    ['5000', 'JPY', 5_000],
    ['1.234', 'BHD', 1_234],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%s %s is exact in minor units', (text, currency, minor) => {
    expect(minorFromMajor(text, currency)).toEqual({ ok: true, value: minor });
  });

  it.each([
    ['123.456', 'EUR', 'AMOUNT_MALFORMED'],
    ['1.5', 'JPY', 'AMOUNT_MALFORMED'],
    ['1,5', 'EUR', 'AMOUNT_MALFORMED'],
    ['-5', 'EUR', 'AMOUNT_MALFORMED'],
    ['1e3', 'EUR', 'AMOUNT_MALFORMED'],
    ['', 'EUR', 'AMOUNT_MALFORMED'],
    ['0.00', 'EUR', 'AMOUNT_OUT_OF_RANGE'],
    ['90071992547409.92', 'EUR', 'AMOUNT_OUT_OF_RANGE'],
    ['5', 'EURO', 'CURRENCY_UNKNOWN'],
  ])('%s %s is refused', (text, currency, code) => {
    const amount = minorFromMajor(text, currency);
    expect(amount.ok ? null : amount.problem.code).toBe(code);
  });
});

describe('an order from the command line', () => {
  it('to change a stop takes account and transfer from it', () => {
    expect(buildOrder('RELEASE', said, held(), made)).toMatchObject({
      ok: true,
      value: {
        action: 'RELEASE',
        stopPaymentId: held().stopPaymentId,
        account: PAYER,
        transferId: 'T1',
        amountMinor: null,
        cause: 'ANALYST',
        orderedBy: 'ann',
        orderedAt: MONDAY_10,
      },
    });
  });

  it('to return money takes the currency of the stop', () => {
    const order = buildOrder('RETURN_FUNDS', { ...said, to: 'DE:VICTIM-1', amount: '10.50' }, held(), made);
    expect(order).toMatchObject({ ok: true, value: { amountMinor: 1_050, currency: 'EUR' } });
  });

  it("with an authority's reference is the police's, unless a court is named", () => {
    const freeze = {
      ...said,
      account: 'DE:MULE-1',
      amount: '10',
      currency: 'eur',
      authorityReference: 'P-1',
    };
    expect(buildOrder('FREEZE_AMOUNT', freeze, null, made)).toMatchObject({
      value: { cause: 'POLICE_ORDER' },
    });
    expect(buildOrder('FREEZE_AMOUNT', { ...freeze, cause: 'Court' }, null, made)).toMatchObject({
      value: { cause: 'COURT_ORDER' },
    });
  });

  it.each<[string, Parameters<typeof buildOrder>[0], Partial<OrderOptions>, string]>([
    ['without an account', 'FREEZE_AMOUNT', { amount: '5', currency: 'EUR' }, '--account'],
    ['with an amount and no currency', 'FREEZE_AMOUNT', { account: 'DE:M-1', amount: '5' }, '--currency'],
    ['by nobody known', 'FREEZE_AMOUNT', { account: 'DE:M-1', cause: 'model' }, '--cause model'],
    [
      'until a day without its zone',
      'FREEZE_AMOUNT',
      { account: 'DE:M-1', expiresAt: '2026-03-02' },
      '--expires-at',
    ],
    [
      'on a card number',
      'FREEZE_AMOUNT',
      { account: '4111111111111111', amount: '5', currency: 'EUR' },
      'account',
    ],
    [
      'without a reason',
      'FREEZE_AMOUNT',
      { account: 'DE:M-1', amount: '5', currency: 'EUR', reason: ' ' },
      'reason',
    ],
  ])('%s is refused in one sentence', (_, action, options, where) => {
    const order = buildOrder(action, { ...said, ...options }, null, made);
    expect(order.ok ? '' : order.problem.sentence).toContain(where);
  });

  it('that names another account than the stop is refused', () => {
    const order = buildOrder('RELEASE', { ...said, account: 'DE:OTHER-1' }, held(), made);
    expect(order.ok ? '' : order.problem.sentence).toContain('another account');
  });
});
