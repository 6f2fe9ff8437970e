import { account, daysAgo, eur, freshlyPaid, knownFor, leg } from '../testing/builders';
import { type TransferCase, verdictOf } from '../testing/verdict';

const NOTARY = account({ accountId: 'DE:NOTARY-1', holderKind: 'COMPANY', settledPayers: 60 });
const STUDENT = account({
  accountId: 'DE:STUDENT-1',
  openedAt: daysAgo(9),
  firstSeenAt: daysAgo(8),
  settledPayers: 0,
});

const ALLOWED: readonly (readonly [string, TransferCase])[] = [
  [
    'a house purchase: 93% of the savings to a notary whom sixty customers have paid',
    {
      leg: leg({
        amountMinor: eur(148_000),
        debtorBalanceMinor: eur(159_000),
        creditorKind: 'COMPANY',
        channel: 'BRANCH',
      }),
      creditor: NOTARY,
    },
  ],
  [
    'savings moved to an own account that is a day old',
    {
      leg: leg({ amountMinor: eur(20_000), debtorBalanceMinor: eur(21_000), sameHolder: true }),
      creditor: account({ openedAt: daysAgo(1), firstSeenAt: 0 }),
    },
  ],
  [
    'rent after payday out of an almost empty account',
    {
      leg: leg({ amountMinor: eur(900), debtorBalanceMinor: eur(950) }),
      debtor: account({
        ...knownFor(400, 13),
        receivedMinor24h: eur(2_700),
        forwardedMinor24h: eur(2_600),
        in: { count: [0, 0, 1, 1], sumMinor: [0, 0, eur(2_700), eur(2_700)], distinct: [0, 0, 1, 1] },
        out: { count: [1, 3, 6, 9], sumMinor: [0, eur(600), eur(1_700), eur(1_750)] },
      }),
      creditor: account({ ...knownFor(400, 13), settledPayers: 12 }),
    },
  ],
  [
    'the first rent and deposit to a new landlord',
    { leg: leg({ amountMinor: eur(2_700), debtorBalanceMinor: eur(3_500) }) },
  ],
  [
    "parents' first 1,000 EUR to a student's new account",
    { leg: leg({ amountMinor: eur(1_000), debtorBalanceMinor: eur(6_000) }), creditor: STUDENT },
  ],
  [
    "a payroll batch to a newcomer's new account",
    {
      leg: leg({
        amountMinor: eur(2_800),
        initiation: 'BATCH',
        batchId: 'payroll-06',
        debtorBalanceMinor: eur(200_000),
      }),
      debtor: account({
        holderKind: 'COMPANY',
        habitOutPerDay: 3,
        habitOutMinorPerDay: eur(6_000),
        habitOutMaxMinor: eur(30_000),
        out: {
          count: [80, 80, 80, 90],
          sumMinor: [0, eur(220_000), eur(220_000), eur(230_000)],
          fresh: [1, 1, 1, 2],
        },
      }),
      creditor: STUDENT,
    },
  ],
  [
    'friends who split a bill: the seventh 30 EUR today',
    {
      leg: leg({ amountMinor: eur(30), payeeNameMatch: 'CLOSE', sessionSignals: ['ACTIVE_CALL'] }),
      creditor: account({
        in: {
          count: [6, 6, 6, 6],
          sumMinor: [0, 0, eur(180), eur(180)],
          distinct: [6, 6, 6, 6],
          fresh: [4, 4, 4, 4],
        },
      }),
    },
  ],
  [
    'a shop paid by a hundred strangers a day',
    {
      leg: leg({ amountMinor: eur(80), creditorKind: 'MERCHANT' }),
      creditor: account({
        kind: 'MERCHANT',
        holderKind: 'COMPANY',
        settledPayers: 900,
        in: {
          count: [9, 40, 100, 700],
          sumMinor: [0, 0, eur(8_000), eur(56_000)],
          distinct: [9, 40, 95, 600],
          fresh: [5, 20, 50, 300],
        },
      }),
    },
  ],
  [
    'a landlord with ten tenants on the first of the month',
    {
      leg: leg({ amountMinor: eur(900), initiation: 'STANDING_ORDER' }),
      debtor: account(knownFor(400, 13)),
      creditor: account({
        ...knownFor(400, 13),
        settledPayers: 10,
        in: { count: [2, 5, 9, 9], sumMinor: [0, 0, eur(8_100), eur(8_100)], distinct: [2, 5, 9, 9] },
      }),
    },
  ],
  [
    'a saver who buys 300 EUR of crypto every month',
    {
      leg: leg({ amountMinor: eur(300), creditorKind: 'CRYPTO_EXCHANGE', creditorOwnership: 'OTHER' }),
      debtor: account(knownFor(365, 12)),
    },
  ],
  [
    'a new phone that pays a friend of years',
    {
      leg: leg({ amountMinor: eur(400), sessionSignals: ['NEW_DEVICE'] }),
      debtor: account(knownFor(700, 9)),
    },
  ],
];

describe('honest customers whom the default rules leave alone', () => {
  test.each(ALLOWED)('%s', (_name, one) => {
    expect(verdictOf(one).outcome).toBe('ALLOW');
  });
});

const NOT_HELD: readonly (readonly [string, TransferCase])[] = [
  [
    'a used car from a private seller: 70% of the balance to a stranger',
    { leg: leg({ amountMinor: eur(12_000), debtorBalanceMinor: eur(17_000) }) },
  ],
  [
    'a used car bought the day after the old one was sold to a stranger',
    {
      leg: leg({ amountMinor: eur(19_000), debtorBalanceMinor: eur(22_000) }),
      debtor: freshlyPaid({ receivedMinor1h: 0, forwardedMinor24h: eur(19_000), lastInAt: daysAgo(0.9) }),
    },
  ],
  [
    'a wedding: forty guests give 150 EUR each within the week',
    {
      leg: leg({ amountMinor: eur(150) }),
      creditor: account({
        in: {
          count: [2, 9, 30, 40],
          sumMinor: [0, 0, eur(4_500), eur(6_000)],
          distinct: [2, 9, 30, 40],
          fresh: [2, 9, 28, 36],
        },
      }),
    },
  ],
  [
    'a builder paid in growing stages',
    {
      leg: leg({ amountMinor: eur(15_000), debtorBalanceMinor: eur(40_000), creditorKind: 'COMPANY' }),
      debtor: account({ ...knownFor(30, 2), habitOutMaxMinor: eur(8_000) }),
      creditor: account({ holderKind: 'COMPANY', settledPayers: 12, ...knownFor(30, 2) }),
    },
  ],
];

describe('honest customers who may be asked, but are not held up', () => {
  test.each(NOT_HELD)('%s', (_name, one) => {
    expect(verdictOf(one).outcome).not.toBe('HOLD');
  });
});
