import { account, daysAgo, eur, HOUR_MS, knownFor, leg, NOW } from '../../testing/builders';
import { onCreditor, onDebtor } from '../../testing/firing';

describe('victim.risky-payee', () => {
  const rule = 'victim.risky-payee';
  const payee = { accountId: 'DE:BORIS-9032' };

  test('a first payment to an account of six days is seen, and counts for the payer', () => {
    const young = account({ ...payee, openedAt: daysAgo(6), firstSeenAt: daysAgo(4) });
    const { points, reason } = onCreditor(rule, leg({ amountMinor: eur(4_000) }), young);
    expect(points).toBe(190);
    expect(reason?.subject).toBe('DE:BORIS-9032');
    expect(reason?.detail).toBe('First payment of 4,000.00 EUR to an account opened 6 days ago.');
  });

  test('an old account that has never moved money counts as young', () => {
    const asleep = account({ ...payee, firstSeenAt: 0, lastSeenAt: 0 });
    const { points, reason } = onCreditor(rule, leg({ amountMinor: eur(4_000) }), asleep);
    expect(points).toBe(150);
    expect(reason?.detail).toContain('which has never moved money before');
  });

  test("an employer's batch to a new employee's new account is not ordered by a frightened payer", () => {
    const salary = leg({ amountMinor: eur(2_800), initiation: 'BATCH', batchId: 'payroll-06' });
    expect(onCreditor(rule, salary, account({ openedAt: daysAgo(6) })).points).toBe(0);
  });

  test("parents who have paid their student's new account before are not asked again", () => {
    const student = account({ openedAt: daysAgo(12), firstSeenAt: daysAgo(10), ...knownFor(9, 1) });
    expect(onCreditor(rule, leg({ amountMinor: eur(500) }), student).points).toBe(0);
  });

  test('a first payment to a neighbour with an account of years brings nothing', () => {
    expect(onCreditor(rule, leg({ amountMinor: eur(4_000) }), account()).points).toBe(0);
  });

  test('an account of ours without master data is missing evidence; one elsewhere is only seen in part', () => {
    const unknown = account({ masterKnown: false, openedAt: 0, kind: 'UNKNOWN' });
    expect(onCreditor(rule, leg({ amountMinor: eur(4_000) }), unknown).isMissing).toBe(true);
    const elsewhere = leg({ amountMinor: eur(4_000), creditorOwnership: 'OTHER' });
    expect(onCreditor(rule, elsewhere, unknown)).toEqual({ points: 0, reason: null, isMissing: false });
  });
});

describe('victim.crypto-exit', () => {
  const rule = 'victim.crypto-exit';
  const exchange = { creditorKind: 'CRYPTO_EXCHANGE', creditorOwnership: 'OTHER' } as const;

  test('3,000 EUR to an exchange from someone whose largest payment is the rent is seen', () => {
    const { points, reason } = onDebtor(rule, leg({ ...exchange, amountMinor: eur(3_000) }), account());
    expect(points).toBe(250);
    expect(reason?.detail).toBe(
      '3,000.00 EUR to a crypto exchange, 333% of the 900.00 EUR that this account pays at most as a rule.',
    );
  });

  test('a saver who has put 300 EUR a month there for a year is left alone', () => {
    const saver = account({ ...knownFor(365, 12) });
    expect(onDebtor(rule, leg({ ...exchange, amountMinor: eur(300) }), saver).points).toBe(0);
  });

  test('the same saver with ten times his largest payment is not', () => {
    const saver = account({ ...knownFor(365, 12) });
    expect(onDebtor(rule, leg({ ...exchange, amountMinor: eur(9_000) }), saver).points).toBe(250);
  });

  test('a savings plan that runs by standing order is not ordered now', () => {
    const plan = leg({ ...exchange, amountMinor: eur(400), initiation: 'STANDING_ORDER' });
    expect(onDebtor(rule, plan, account()).points).toBe(0);
  });
});

describe('victim.escalating-series', () => {
  const rule = 'victim.escalating-series';

  test('the third and largest payment to an adviser met two weeks ago is seen', () => {
    const own = account({ ...knownFor(14, 2), habitOutMaxMinor: eur(3_000) });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(8_000) }), own);
    expect(points).toBe(320);
    expect(reason?.detail).toBe(
      '8,000.00 EUR after 2 payments to the same payee in 14 days, 800% of the 1,000.00 EUR reckoned for 10 days.',
    );
  });

  test('a fourth as large as the third goes on', () => {
    const own = account({ ...knownFor(15, 3), habitOutMaxMinor: eur(20_000), habitOutMinorPerDay: eur(400) });
    expect(onDebtor(rule, leg({ amountMinor: eur(19_000) }), own).points).toBe(260);
  });

  test('a new landlord is paid the same every month, and within the habit', () => {
    const own = account({ ...knownFor(31, 1), habitOutMaxMinor: eur(1_000) });
    expect(onDebtor(rule, leg({ amountMinor: eur(1_000) }), own).points).toBe(0);
  });

  test('a payment smaller than others of the account is no escalation', () => {
    const own = account({ ...knownFor(14, 2), habitOutMaxMinor: eur(9_000) });
    expect(onDebtor(rule, leg({ amountMinor: eur(4_000) }), own).points).toBe(0);
  });

  test('a supplier of years who sends a larger invoice, and a relative saved years ago, are no new acquaintances', () => {
    const supplied = account({ ...knownFor(300, 11), habitOutMaxMinor: eur(3_000) });
    expect(onDebtor(rule, leg({ amountMinor: eur(8_000) }), supplied).points).toBe(0);
    const related = account({ ...knownFor(14, 2), habitOutMaxMinor: eur(900) });
    const gift = leg({ amountMinor: eur(8_000), payeeAddedAt: daysAgo(1_200) });
    expect(onDebtor(rule, gift, related).points).toBe(0);
  });

  test('a furniture shop where purchases grow is a shop', () => {
    const own = account({ ...knownFor(14, 2), habitOutMaxMinor: eur(900) });
    const shop = leg({ amountMinor: eur(4_000), creditorKind: 'MERCHANT' });
    expect(onDebtor(rule, shop, own).points).toBe(0);
  });

  test('what follows within a day belongs to the first payment, and is not counted twice', () => {
    const own = account({ counterpartyKnown: true, counterpartyFirstAt: NOW - HOUR_MS, counterpartyLegs: 1 });
    expect(onDebtor(rule, leg({ amountMinor: eur(8_000) }), own).points).toBe(0);
  });
});
