import { account, daysAgo, eur, freshlyPaid, knownFor, leg } from '../../testing/builders';
import { onCreditor, onDebtor } from '../../testing/firing';

describe('mule.fan-in', () => {
  const rule = 'mule.fan-in';
  const elevenStrangers = {
    count: [0, 1, 3, 11],
    sumMinor: [0, eur(600), eur(1_800), eur(6_600)],
    distinct: [0, 1, 3, 11],
    fresh: [0, 1, 3, 11],
  } as const;

  test('the twelfth stranger of the week who pays a private account is seen', () => {
    const { points, reason } = onCreditor(
      rule,
      leg({ amountMinor: eur(600) }),
      account({ in: elevenStrangers }),
    );
    expect(points).toBe(220);
    expect(reason?.detail).toBe('12 payers sent 7,200.00 EUR within 7 days, 12 of them for the first time.');
  });

  test('of an account elsewhere the part that is seen is enough to say so', () => {
    const elsewhere = leg({ amountMinor: eur(600), creditorOwnership: 'OTHER' });
    expect(onCreditor(rule, elsewhere, account({ in: elevenStrangers })).points).toBe(220);
  });

  test("a landlord's tenants pay on the first of the month, and have paid before", () => {
    const landlord = account({
      ...knownFor(700, 23),
      in: { ...elevenStrangers, sumMinor: [0, eur(900), eur(9_000), eur(9_900)], fresh: [0, 0, 0, 1] },
    });
    expect(onCreditor(rule, leg({ amountMinor: eur(900) }), landlord).points).toBe(0);
  });

  test('a shop lives of strangers', () => {
    const shop = account({ kind: 'MERCHANT', holderKind: 'COMPANY', in: elevenStrangers });
    expect(onCreditor(rule, leg({ amountMinor: eur(600) }), shop).points).toBe(0);
    const shopElsewhere = leg({
      amountMinor: eur(600),
      creditorKind: 'MERCHANT',
      creditorOwnership: 'OTHER',
    });
    expect(onCreditor(rule, shopElsewhere, account({ in: elevenStrangers })).points).toBe(0);
  });

  test('a craftsman who always has ten customers a week has them by habit', () => {
    const craftsman = account({ habitInPerDay: 1.4, in: elevenStrangers });
    expect(onCreditor(rule, leg({ amountMinor: eur(600) }), craftsman).points).toBe(0);
  });

  test('forty wedding guests give small amounts', () => {
    const couple = account({
      in: {
        ...elevenStrangers,
        distinct: [1, 5, 30, 40],
        fresh: [1, 5, 30, 40],
        sumMinor: [0, 0, 0, eur(3_200)],
      },
    });
    expect(onCreditor(rule, leg({ amountMinor: eur(80) }), couple).points).toBe(0);
  });

  test('20 EUR paid back to someone who also got wages and a deposit this week are 20 EUR', () => {
    const host = account({ in: { ...elevenStrangers, sumMinor: [0, 0, 0, eur(9_000)] } });
    expect(onCreditor(rule, leg({ amountMinor: eur(20) }), host).points).toBe(0);
  });

  test('direct debits that a utility draws are not pushed to it', () => {
    const utility = leg({ kind: 'DIRECT_DEBIT', amountMinor: eur(600) });
    expect(onCreditor(rule, utility, account({ in: elevenStrangers })).points).toBe(0);
  });
});

describe('mule.first-time-payers-burst', () => {
  const rule = 'mule.first-time-payers-burst';
  const fourToday = {
    count: [0, 1, 4, 4],
    sumMinor: [0, eur(700), eur(2_800), eur(2_800)],
    distinct: [0, 1, 4, 4],
    fresh: [0, 1, 4, 4],
  } as const;

  test("the fifth buyer of the day who pays a fake shop's private account is seen", () => {
    const { points, reason } = onCreditor(rule, leg({ amountMinor: eur(700) }), account({ in: fourToday }));
    expect(points).toBe(180);
    expect(reason?.detail).toBe('5 first-time payers within 24 hours, 3,500.00 EUR received in all.');
  });

  test('friends who pay back a dinner send little', () => {
    const host = account({ in: { ...fourToday, sumMinor: [0, eur(25), eur(100), eur(100)] } });
    expect(onCreditor(rule, leg({ amountMinor: eur(25) }), host).points).toBe(0);
  });

  test("a company's new customers are its trade, here or elsewhere", () => {
    const company = account({ holderKind: 'COMPANY', in: fourToday });
    expect(onCreditor(rule, leg({ amountMinor: eur(700) }), company).points).toBe(0);
    const companyElsewhere = leg({
      amountMinor: eur(700),
      creditorKind: 'COMPANY',
      creditorOwnership: 'OTHER',
    });
    expect(onCreditor(rule, companyElsewhere, account({ in: fourToday })).points).toBe(0);
  });

  test('a payer of long standing is not part of a burst', () => {
    const own = account({ ...knownFor(90, 3), in: fourToday });
    expect(onCreditor(rule, leg({ amountMinor: eur(700) }), own).points).toBe(0);
  });
});

describe('mule.fan-out', () => {
  const rule = 'mule.fan-out';

  test("a first mule that splits a stranger's 20,000 among new payees is seen", () => {
    const own = freshlyPaid({ out: { fresh: [0, 2, 2, 2] } });
    const { points, reason } = onDebtor(rule, leg({ amountMinor: eur(6_000) }), own);
    expect(points).toBe(160);
    expect(reason?.detail).toBe('3 new payees within 24 hours, out of 20,000.00 EUR that had come in.');
  });

  test("a payroll paid out of a new customer's money is a batch", () => {
    const own = freshlyPaid({ out: { fresh: [0, 9, 9, 9] } });
    expect(onDebtor(rule, leg({ amountMinor: eur(2_500), initiation: 'BATCH' }), own).points).toBe(0);
  });

  test('who pays friends back on payday pays out of usual income', () => {
    const payday = account({
      receivedMinor24h: eur(2_700),
      in: { sumMinor: [0, 0, eur(2_700), eur(2_700)], distinct: [0, 0, 1, 1] },
      out: { fresh: [0, 2, 2, 2] },
    });
    expect(onDebtor(rule, leg({ amountMinor: eur(250) }), payday).points).toBe(0);
  });
});

describe('mule.new-account-turnover', () => {
  const rule = 'mule.new-account-turnover';

  test('an account of nine days that receives 15,000 EUR in a week is seen', () => {
    const young = account({ openedAt: daysAgo(9), in: { sumMinor: [0, 0, 0, eur(5_000)] } });
    const { points, reason } = onCreditor(rule, leg({ amountMinor: eur(10_000) }), young);
    expect(points).toBe(200);
    expect(reason?.detail).toBe(
      '15,000.00 EUR received within 7 days on an account opened 9 days ago, 333% of what is expected of a new one.',
    );
  });

  test('it is seen again when the money leaves', () => {
    const young = account({ openedAt: daysAgo(9), in: { sumMinor: [0, 0, 0, eur(15_000)] } });
    expect(onDebtor(rule, leg({ amountMinor: eur(7_000) }), young).points).toBe(200);
  });

  test("a student's new account with rent and pocket money from home stays below", () => {
    const student = account({ openedAt: daysAgo(9), in: { sumMinor: [0, 0, 0, eur(900)] } });
    expect(onCreditor(rule, leg({ amountMinor: eur(1_500) }), student).points).toBe(0);
  });

  test('of a new business ten times as much is expected', () => {
    const business = account({
      openedAt: daysAgo(9),
      holderKind: 'COMPANY',
      in: { sumMinor: [0, 0, 0, eur(20_000)] },
    });
    expect(onCreditor(rule, leg({ amountMinor: eur(10_000) }), business).points).toBe(0);
  });

  test('an account of years may receive what it does; without master data its age is missing evidence', () => {
    const busy = { in: { sumMinor: [0, 0, 0, eur(15_000)] } } as const;
    expect(onCreditor(rule, leg({ amountMinor: eur(10_000) }), account(busy)).points).toBe(0);
    const unknown = account({ ...busy, masterKnown: false, openedAt: 0 });
    expect(onCreditor(rule, leg({ amountMinor: eur(10_000) }), unknown).isMissing).toBe(true);
  });
});

describe('mule.dormant-reactivated', () => {
  const rule = 'mule.dormant-reactivated';

  test("an account that wakes after 200 days with a stranger's 8,000 EUR is seen", () => {
    const { points, reason } = onCreditor(
      rule,
      leg({ amountMinor: eur(8_000) }),
      account({ lastSeenAt: daysAgo(200) }),
    );
    expect(points).toBe(150);
    expect(reason?.detail).toBe(
      'After 200 days without a movement the account receives 8,000.00 EUR from a new payer.',
    );
  });

  test('an employer of old who pays a late bonus is no stranger', () => {
    const own = account({ lastSeenAt: daysAgo(200), ...knownFor(900, 24) });
    expect(onCreditor(rule, leg({ amountMinor: eur(8_000) }), own).points).toBe(0);
  });

  test('an account in daily use, and one never seen, are not asleep', () => {
    expect(onCreditor(rule, leg({ amountMinor: eur(8_000) }), account()).points).toBe(0);
    const unseen = account({ firstSeenAt: 0, lastSeenAt: 0 });
    expect(onCreditor(rule, leg({ amountMinor: eur(8_000) }), unseen).points).toBe(0);
  });
});
