import { account, eur, freshlyPaid, knownFor, leg, minutesAgo } from '../../testing/builders';
import { onCreditor, onDebtor } from '../../testing/firing';

describe('mule.rapid-pass-through', () => {
  const rule = 'mule.rapid-pass-through';

  test("a mule that forwards 95% of a stranger's money within the hour is seen", () => {
    const own = freshlyPaid({ forwardedMinor1h: eur(19_000), forwardedMinor24h: eur(19_000) });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(9_000) }), own);
    expect(points).toBe(340);
    expect(reason?.detail).toBe(
      '19,000.00 EUR of the 20,000.00 EUR that came in within 1 hour (95%) went out again.',
    );
  });

  test('the same over a day counts four fifths', () => {
    const own = freshlyPaid({
      receivedMinor1h: 0,
      forwardedMinor24h: eur(19_000),
      in: { count: [0, 0, 1, 1], sumMinor: [0, 0, eur(20_000), eur(20_000)] },
    });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(9_000) }), own);
    expect(points).toBe(260);
    expect(reason?.detail).toContain('within 24 hours (95%)');
  });

  test('at the credit side the next victim pays into an account that passes everything on', () => {
    const own = freshlyPaid({
      receivedMinor1h: eur(25_000),
      receivedMinor24h: eur(25_000),
      forwardedMinor1h: eur(19_000),
      forwardedMinor24h: eur(19_000),
    });
    expect(onCreditor(rule, leg({ amountMinor: eur(5_000) }), own).points).toBe(260);
  });

  test('payday, then rent and bills, is usual income', () => {
    const payday = account({
      receivedMinor24h: eur(2_700),
      forwardedMinor24h: eur(2_400),
      ...knownFor(400, 13),
      in: { count: [0, 0, 1, 1], sumMinor: [0, 0, eur(2_700), eur(2_700)], distinct: [0, 0, 1, 1] },
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(900) }), payday).points).toBe(0);
  });

  test('own savings drawn to pay the notary are no inflow from strangers, however large', () => {
    const buyer = account({
      receivedMinor1h: eur(80_000),
      receivedMinor24h: eur(80_000),
      forwardedMinor1h: eur(79_000),
      forwardedMinor24h: eur(79_000),
      in: {
        count: [0, 1, 1, 1],
        sumMinor: [0, eur(80_000), eur(80_000), eur(80_000)],
        distinct: [0, 1, 1, 1],
      },
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(79_000) }), buyer).points).toBe(0);
  });

  test('a new job pays for the first time, and rent is a third of it', () => {
    const newJob = freshlyPaid({
      receivedMinor1h: 0,
      receivedMinor24h: eur(3_000),
      forwardedMinor24h: eur(900),
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(900) }), newJob).points).toBe(0);
  });

  test('a workshop that is paid by a new customer and pays its supplier lives off its trade', () => {
    const workshop = freshlyPaid({
      holderKind: 'COMPANY',
      habitInMinorPerDay: eur(1_500),
      forwardedMinor1h: eur(18_000),
      forwardedMinor24h: eur(18_000),
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(18_000) }), workshop).points).toBe(0);
  });

  test('40 EUR collected from friends and passed to the restaurant are too little', () => {
    const friends = freshlyPaid({
      receivedMinor1h: eur(160),
      receivedMinor24h: eur(160),
      forwardedMinor1h: eur(160),
      forwardedMinor24h: eur(160),
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(200) }), friends).points).toBe(0);
  });
});

describe('mule.low-retained-balance', () => {
  const rule = 'mule.low-retained-balance';

  test('a mule that keeps 3% of what it got is seen when the last part leaves', () => {
    const own = freshlyPaid({ forwardedMinor1h: eur(19_400), forwardedMinor24h: eur(19_400) });
    const last = leg({ amountMinor: eur(9_400), debtorBalanceMinor: eur(10_000) });
    const { points, reason } = onDebtor(rule, last, own);
    expect(points).toBe(180);
    expect(reason?.detail).toBe(
      'Of the 20,000.00 EUR that came in within 24 hours only 600.00 EUR (3%) stays on the account.',
    );
  });

  test('at the credit side an account that was emptied all week is seen', () => {
    const own = account({
      in: {
        count: [0, 0, 1, 6],
        sumMinor: [0, 0, eur(1_000), eur(9_000)],
        distinct: [0, 0, 1, 6],
        fresh: [0, 0, 1, 6],
      },
      out: { sumMinor: [0, 0, 0, eur(8_900)] },
    });
    const { points, reason } = onCreditor(
      rule,
      leg({ amountMinor: eur(1_000), creditorBalanceMinor: eur(100) }),
      own,
    );
    expect(points).toBe(180);
    expect(reason?.detail).toContain('within 7 days only 100.00 EUR (1%)');
  });

  test('who lives from payday to payday ends at nothing, too, but on usual income', () => {
    const payday = account({
      receivedMinor24h: eur(2_700),
      forwardedMinor24h: eur(2_650),
      in: { count: [0, 0, 1, 1], sumMinor: [0, 0, eur(2_700), eur(2_700)], distinct: [0, 0, 1, 1] },
    });
    const last = leg({ amountMinor: eur(900), debtorBalanceMinor: eur(950) });
    expect(onDebtor(rule, last, payday).points).toBe(0);
  });

  test("who received a stranger's money for a car and keeps it, keeps it", () => {
    const seller = freshlyPaid({ forwardedMinor24h: eur(500) });
    const shopping = leg({ amountMinor: eur(500), debtorBalanceMinor: eur(21_000) });
    expect(onDebtor(rule, shopping, seller).points).toBe(0);
  });

  test('without a balance it is missing evidence, on either side', () => {
    const own = freshlyPaid({ forwardedMinor24h: eur(19_400), out: { sumMinor: [0, 0, 0, eur(19_400)] } });
    const blind = leg({ amountMinor: eur(9_400), debtorBalanceMinor: null, creditorBalanceMinor: null });
    expect(onDebtor(rule, blind, own).isMissing).toBe(true);
    expect(onCreditor(rule, blind, own).isMissing).toBe(true);
  });

  test('a balance in another currency cannot be set against the windows', () => {
    const own = freshlyPaid({ forwardedMinor24h: eur(19_400) });
    const other = leg({
      amountMinor: eur(9_400),
      debtorAmountMinor: 7_500_000,
      debtorBalanceMinor: 7_600_000,
    });
    expect(onDebtor(rule, other, own).isMissing).toBe(true);
  });
});

describe('mule.cash-out', () => {
  const rule = 'mule.cash-out';
  const atm = {
    kind: 'CASH_WITHDRAWAL',
    channel: 'ATM',
    creditorAccount: 'CASH:ATM-12',
    creditorKind: 'CASH',
  } as const;

  test('1,000 EUR in cash 12 minutes after a stranger paid in 20,000 is seen', () => {
    const { points, reason } = onDebtor(rule, leg({ ...atm, amountMinor: eur(1_000) }), freshlyPaid());
    expect(points).toBe(240);
    expect(reason?.detail).toBe('1,000.00 EUR leaves in cash 12 minutes after a credit of 20,000.00 EUR.');
  });

  test('an exit to a crypto exchange is seen the same way, and less the later it comes', () => {
    const exchange = leg({ creditorKind: 'CRYPTO_EXCHANGE', amountMinor: eur(5_000) });
    expect(onDebtor(rule, exchange, freshlyPaid()).reason?.detail).toContain('to crypto or a wallet');
    expect(onDebtor(rule, exchange, freshlyPaid({ lastInAt: minutesAgo(200) })).points).toBe(170);
    expect(onDebtor(rule, exchange, freshlyPaid({ lastInAt: minutesAgo(900) })).points).toBe(100);
  });

  test('a withdrawal on payday is out of usual income', () => {
    const payday = account({
      receivedMinor24h: eur(2_700),
      lastInAt: minutesAgo(12),
      lastInMinor: eur(2_700),
      in: { count: [0, 1, 1, 1], sumMinor: [0, eur(2_700), eur(2_700), eur(2_700)], distinct: [0, 1, 1, 1] },
    });
    expect(onDebtor(rule, leg({ ...atm, amountMinor: eur(1_000) }), payday).points).toBe(0);
  });

  test('pocket money from the cash machine is too little', () => {
    expect(onDebtor(rule, leg({ ...atm, amountMinor: eur(100) }), freshlyPaid()).points).toBe(0);
  });
});
