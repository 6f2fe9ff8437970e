import { account, daysAgo, eur, HOUR_MS, knownFor, leg, minutesAgo, NOW } from '../../testing/builders';
import { onDebtor } from '../../testing/firing';

describe('victim.drains-balance', () => {
  const rule = 'victim.drains-balance';

  test('a caller who talks a customer out of 93% of the balance is seen', () => {
    const drain = leg({ amountMinor: eur(48_000), debtorBalanceMinor: eur(51_600) });
    const { points, reason } = onDebtor(rule, drain, account());
    expect(points).toBe(160);
    expect(reason?.detail).toBe('48,000.00 EUR takes 93% of the balance of 51,600.00 EUR.');
    expect(reason?.evidence.balanceMinor).toBe(eur(51_600));
  });

  test('a drain in slices is measured by what the account held an hour ago', () => {
    const own = account({
      ...knownFor(0.02, 2),
      out: { count: [1, 2, 2, 2], sumMinor: [0, eur(6_000), 0, 0] },
    });
    const slice = leg({ amountMinor: eur(3_500), debtorBalanceMinor: eur(4_000) });
    const { points, reason } = onDebtor(rule, slice, own);
    expect(points).toBe(200);
    expect(reason?.detail).toBe(
      '3,500.00 EUR, with 2 payments of the last hour, takes 95% of the balance of 10,000.00 EUR.',
    );
  });

  test('rent out of an almost empty account goes to a payee of long standing', () => {
    const rent = leg({ amountMinor: eur(1_100), debtorBalanceMinor: eur(1_150) });
    expect(onDebtor(rule, rent, account(knownFor(400, 13))).points).toBe(0);
  });

  test('a payee paid since before memory is of long standing, too', () => {
    const rent = leg({ amountMinor: eur(1_100), debtorBalanceMinor: eur(1_150) });
    const own = account({ counterpartyKnown: true, counterpartyFirstAt: 0, counterpartyLegs: 40 });
    expect(onDebtor(rule, rent, own).points).toBe(0);
  });

  test('the last 30 euros sent to a friend are no drain', () => {
    expect(onDebtor(rule, leg({ amountMinor: eur(30), debtorBalanceMinor: eur(31) }), account()).points).toBe(
      0,
    );
  });

  test('an account in overdraft has nothing left to take: the whole of it', () => {
    const { reason } = onDebtor(
      rule,
      leg({ amountMinor: eur(2_000), debtorBalanceMinor: eur(-50) }),
      account(),
    );
    expect(reason?.evidence.percentOfBalance).toBe(100);
  });

  test('where the core does not say the balance, the rule is named as missing evidence and does not pass for a zero', () => {
    const unknown = onDebtor(rule, leg({ amountMinor: eur(5_000), debtorBalanceMinor: null }), account());
    expect(unknown).toEqual({ points: 0, reason: null, isMissing: true });
    const small = onDebtor(rule, leg({ amountMinor: eur(20), debtorBalanceMinor: null }), account());
    expect(small.isMissing).toBe(false);
  });

  test('in an account of another currency the debited amount counts against the balance', () => {
    const drain = leg({
      amountMinor: eur(1_000),
      debtorAmountMinor: 800_000,
      debtorBalanceMinor: 820_000,
    });
    const { reason } = onDebtor(rule, drain, account({ out: { sumMinor: [0, eur(900), 0, 0] } }));
    expect(reason?.evidence.percentOfBalance).toBeCloseTo(97.56, 2);
    expect(reason?.detail).toBe(
      "1,000.00 EUR takes 97% of the balance of the account (in the account's own currency).",
    );
  });
});

describe('victim.first-large-to-new-payee', () => {
  const rule = 'victim.first-large-to-new-payee';

  test('12,000 EUR to a stranger from someone whose largest payment is the rent is seen', () => {
    const first = leg({ amountMinor: eur(12_000), payeeAddedAt: minutesAgo(4) });
    const { points, reason } = onDebtor(rule, first, account());
    expect(points).toBe(230);
    expect(reason?.detail).toBe(
      '12,000.00 EUR to a payee never paid before and saved 4 minutes before, 1333% of the 900.00 EUR that this account pays at most as a rule.',
    );
  });

  test('the second payment of the same call is measured by the habit, not by the first', () => {
    const own = account({
      counterpartyKnown: true,
      counterpartyFirstAt: NOW - HOUR_MS,
      counterpartyLegs: 1,
      habitOutMaxMinor: eur(15_000),
    });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(10_000) }), own);
    expect(points).toBe(230);
    expect(reason?.detail).toContain('to a payee first paid 1 hour before');
  });

  test('a savings account without any habit is measured, but not for more than it can say', () => {
    const savings = account({ habitOutMaxMinor: 0, habitOutMinorPerDay: 0, firstSeenAt: 0 });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(30_000) }), savings);
    expect(points).toBe(170);
    expect(reason?.evidence.percentOfUsual).toBe(300);
  });

  test('the second rent to a new landlord is no first payment', () => {
    expect(onDebtor(rule, leg({ amountMinor: eur(1_000) }), account(knownFor(30, 1))).points).toBe(0);
  });

  test('a first payment of 300 EUR to a craftsman is not large', () => {
    expect(onDebtor(rule, leg({ amountMinor: eur(300) }), account()).points).toBe(0);
  });

  test('a payee saved last year is not new, only never paid from here', () => {
    const saved = leg({ amountMinor: eur(5_000), payeeAddedAt: daysAgo(300) });
    expect(onDebtor(rule, saved, account()).points).toBe(0);
  });

  test('a company that pays 50,000 to suppliers may pay a new one 20,000', () => {
    const company = account({ holderKind: 'COMPANY', habitOutMaxMinor: eur(50_000) });
    expect(onDebtor(rule, leg({ amountMinor: eur(20_000) }), company).points).toBe(0);
  });

  test('a card payment, a direct debit and a standing order are not pushed at this moment', () => {
    const large = { amountMinor: eur(12_000) };
    expect(onDebtor(rule, leg({ ...large, kind: 'CARD_PAYMENT' }), account()).points).toBe(0);
    expect(onDebtor(rule, leg({ ...large, kind: 'DIRECT_DEBIT' }), account()).points).toBe(0);
    expect(onDebtor(rule, leg({ ...large, initiation: 'STANDING_ORDER' }), account()).points).toBe(0);
  });
});
