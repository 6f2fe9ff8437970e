import { account, daysAgo, eur, knownFor, leg } from '../../testing/builders';
import { onDebtor } from '../../testing/firing';

describe('victim.payee-name-mismatch', () => {
  const rule = 'victim.payee-name-mismatch';

  test('a first payment of 1,200 EUR to an account in another name is seen', () => {
    const { points, reason } = onDebtor(
      rule,
      leg({ amountMinor: eur(1_200), payeeNameMatch: 'NO_MATCH' }),
      account(),
    );
    expect(points).toBe(200);
    expect(reason?.detail).toBe(
      "The payee's name does not match the account's, on a payment of 1,200.00 EUR to a new payee.",
    );
  });

  test('a nickname is nearly a match and brings little', () => {
    const { points, reason } = onDebtor(rule, leg({ payeeNameMatch: 'CLOSE' }), account());
    expect(points).toBe(40);
    expect(reason?.detail).toContain('only nearly');
  });

  test('a married name with a payee of three years says nothing', () => {
    const known = account(knownFor(1_100, 40));
    expect(onDebtor(rule, leg({ payeeNameMatch: 'NO_MATCH' }), known).points).toBe(0);
  });

  test('where nobody checked the name of a new payee, the rule is missing evidence; with a match or an old payee it is not', () => {
    expect(onDebtor(rule, leg({ payeeNameMatch: 'NOT_CHECKED' }), account()).isMissing).toBe(true);
    expect(onDebtor(rule, leg({ payeeNameMatch: 'MATCH' }), account()).isMissing).toBe(false);
    const known = account(knownFor(1_100, 40));
    expect(onDebtor(rule, leg({ payeeNameMatch: 'NOT_CHECKED' }), known).isMissing).toBe(false);
  });
});

describe('victim.session-signal', () => {
  const rule = 'victim.session-signal';
  const large = { amountMinor: eur(8_000) };

  test('a call during a large payment to a new payee is seen', () => {
    const { points, reason } = onDebtor(rule, leg({ ...large, sessionSignals: ['ACTIVE_CALL'] }), account());
    expect(points).toBe(250);
    expect(reason?.detail).toBe('While 8,000.00 EUR was ordered: the payer was on a call.');
    expect(reason?.evidence).toEqual({ ACTIVE_CALL: 250 });
  });

  test('a new device and changed credentials add up, to a most', () => {
    const takeover = leg({ ...large, sessionSignals: ['NEW_DEVICE', 'CREDENTIALS_CHANGED'] });
    expect(onDebtor(rule, takeover, account()).points).toBe(310);
    const all = leg({ ...large, sessionSignals: ['NEW_DEVICE', 'CREDENTIALS_CHANGED', 'SIM_CHANGED'] });
    expect(onDebtor(rule, all, account()).points).toBe(420);
  });

  test.each([
    ['REMOTE_ACCESS', 300],
    ['SIM_CHANGED', 220],
    ['CREDENTIALS_CHANGED', 200],
    ['NEW_DEVICE', 110],
    ['LIMIT_RAISED', 80],
    ['RETRY_AFTER_DECLINE', 60],
  ])('%s brings %d', (signal, points) => {
    expect(onDebtor(rule, leg({ ...large, sessionSignals: [signal] }), account()).points).toBe(points);
  });

  test('a signal that no rule weighs is kept elsewhere and brings nothing', () => {
    expect(onDebtor(rule, leg({ ...large, sessionSignals: ['PASTED_PAYEE', 'X'] }), account()).points).toBe(
      0,
    );
  });

  test('a new phone that pays the rent says nothing', () => {
    const rent = leg({ amountMinor: eur(900), sessionSignals: ['NEW_DEVICE'] });
    expect(onDebtor(rule, rent, account(knownFor(400, 13))).points).toBe(0);
  });

  test('a payee saved a year ago is no stranger, though this is the first payment from here', () => {
    const saved = leg({ ...large, sessionSignals: ['ACTIVE_CALL'], payeeAddedAt: daysAgo(365) });
    expect(onDebtor(rule, saved, account()).points).toBe(0);
  });

  test('20 EUR to a new friend while on the phone with him say nothing', () => {
    const split = leg({ amountMinor: eur(20), sessionSignals: ['ACTIVE_CALL'] });
    expect(onDebtor(rule, split, account()).points).toBe(0);
  });

  test('a crypto purchase by card under remote access is seen', () => {
    const card = leg({
      ...large,
      kind: 'CARD_PAYMENT',
      creditorKind: 'CRYPTO_EXCHANGE',
      sessionSignals: ['REMOTE_ACCESS'],
    });
    expect(onDebtor(rule, card, account()).points).toBe(300);
  });
});

describe('victim.vulnerable-holder', () => {
  const rule = 'victim.vulnerable-holder';

  test('a holder of 82 with a large payment to a new payee brings few points', () => {
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(6_000) }), account({ birthYear: 1942 }));
    expect(points).toBe(50);
    expect(reason?.detail).toBe('A holder of about 82 years pays 6,000.00 EUR to a new payee.');
  });

  test('a grandmother who pays her grandson what she always pays is left alone', () => {
    const own = account({ birthYear: 1942, ...knownFor(700, 24) });
    expect(onDebtor(rule, leg({ amountMinor: eur(1_000) }), own).points).toBe(0);
  });

  test('where the year of birth is not known, the rule is missing evidence; a company has none', () => {
    const large = leg({ amountMinor: eur(6_000) });
    expect(onDebtor(rule, large, account({ birthYear: 0 })).isMissing).toBe(true);
    const company = account({ birthYear: 0, holderKind: 'COMPANY' });
    expect(onDebtor(rule, large, company).isMissing).toBe(false);
  });
});
