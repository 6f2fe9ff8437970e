import { account, daysAgo, eur, freshlyPaid, knownFor, leg, minutesAgo } from '../testing/builders';
import { type TransferCase, verdictOf } from '../testing/verdict';

const OFF_US = { creditorOwnership: 'OTHER', creditorKind: 'UNKNOWN' } as const;
const FAR = { accountId: 'XX:FAR-1', masterKnown: false, firstSeenAt: 0, settledPayers: 0 };
const ELSEWHERE = account(FAR);
const YOUNG = {
  accountId: 'DE:MULE-7718',
  openedAt: daysAgo(6),
  firstSeenAt: daysAgo(5),
  settledPayers: 1,
};
const YOUNG_MULE = account(YOUNG);
const SAVER = account({ habitOutPerDay: 1, habitOutMaxMinor: eur(900), birthYear: 1951 });

interface Expected {
  readonly outcome: string;
  readonly scenario: string;
}

const FRAUDS: readonly (readonly [string, TransferCase, Expected])[] = [
  [
    'a safe-account call: 93% of the savings to an account elsewhere, on the phone',
    {
      leg: leg({
        ...OFF_US,
        amountMinor: eur(48_000),
        debtorBalanceMinor: eur(51_600),
        sessionSignals: ['ACTIVE_CALL'],
        payeeAddedAt: minutesAgo(4),
      }),
      debtor: SAVER,
      creditor: ELSEWHERE,
    },
    { outcome: 'HOLD', scenario: 'safe-account' },
  ],
  [
    'a safe-account call to a mule of ours, whose account is six days old',
    {
      leg: leg({
        amountMinor: eur(18_000),
        debtorBalanceMinor: eur(21_000),
        sessionSignals: ['ACTIVE_CALL'],
      }),
      creditor: YOUNG_MULE,
    },
    { outcome: 'HOLD', scenario: 'safe-account' },
  ],
  [
    'a safe-account call without any signal of the session: only a warning can help',
    {
      leg: leg({ ...OFF_US, amountMinor: eur(19_000), debtorBalanceMinor: eur(20_000) }),
      creditor: ELSEWHERE,
    },
    { outcome: 'WARN', scenario: 'safe-account' },
  ],
  [
    'the second slice of the same call',
    {
      leg: leg({ amountMinor: eur(9_000), debtorBalanceMinor: eur(10_000), sessionSignals: ['ACTIVE_CALL'] }),
      debtor: account({
        ...knownFor(0.01, 1),
        habitOutMaxMinor: eur(10_000),
        out: { count: [1, 1, 1, 1], sumMinor: [eur(10_000), eur(10_000), eur(10_000), eur(10_000)] },
      }),
      creditor: account({ ...YOUNG, ...knownFor(0.01, 1) }),
    },
    { outcome: 'HOLD', scenario: 'safe-account' },
  ],
  [
    'an account takeover: new device, new password, most of the balance to a student turned mule',
    {
      leg: leg({
        amountMinor: eur(4_500),
        debtorBalanceMinor: eur(5_100),
        sessionSignals: ['NEW_DEVICE', 'CREDENTIALS_CHANGED'],
      }),
      creditor: account({ accountId: 'DE:STUDENT-1', openedAt: daysAgo(500) }),
    },
    { outcome: 'HOLD', scenario: 'account-takeover' },
  ],
  [
    'an account takeover by SIM swap that takes 2,000 EUR of 10,000',
    {
      leg: leg({
        ...OFF_US,
        amountMinor: eur(2_000),
        debtorBalanceMinor: eur(10_000),
        sessionSignals: ['SIM_CHANGED', 'NEW_DEVICE'],
      }),
      creditor: ELSEWHERE,
    },
    { outcome: 'HOLD', scenario: 'account-takeover' },
  ],
  [
    'the first large payment of an investment scam to a crypto exchange',
    {
      leg: leg({
        ...OFF_US,
        creditorKind: 'CRYPTO_EXCHANGE',
        amountMinor: eur(5_000),
        debtorBalanceMinor: eur(30_000),
      }),
      creditor: ELSEWHERE,
    },
    { outcome: 'WARN', scenario: 'investment' },
  ],
  [
    'the third and largest, which takes what is left',
    {
      leg: leg({
        ...OFF_US,
        creditorKind: 'CRYPTO_EXCHANGE',
        amountMinor: eur(20_000),
        debtorBalanceMinor: eur(22_000),
      }),
      debtor: account({ ...knownFor(14, 2), habitOutMaxMinor: eur(5_000) }),
      creditor: account({ ...FAR, ...knownFor(14, 2), settledPayers: 300 }),
    },
    { outcome: 'HOLD', scenario: 'investment' },
  ],
  [
    'a purchase scam: 1,200 EUR to another name, on an account of six days',
    {
      leg: leg({ amountMinor: eur(1_200), payeeNameMatch: 'NO_MATCH' }),
      creditor: YOUNG_MULE,
    },
    { outcome: 'WARN', scenario: 'purchase' },
  ],
  [
    'the sixth buyer of the same fake shop',
    {
      leg: leg({ amountMinor: eur(1_200), payeeNameMatch: 'NO_MATCH' }),
      creditor: account({
        ...YOUNG,
        receivedMinor1h: eur(2_000),
        receivedMinor24h: eur(6_200),
        forwardedMinor1h: eur(1_000),
        forwardedMinor24h: eur(5_000),
        in: {
          count: [0, 1, 5, 5],
          sumMinor: [0, 0, eur(5_000), eur(5_000)],
          distinct: [0, 1, 5, 5],
          fresh: [0, 1, 5, 5],
        },
      }),
    },
    { outcome: 'HOLD', scenario: 'purchase' },
  ],
  [
    'a first mule that sends a part of the stolen money to the next',
    {
      leg: leg({ amountMinor: eur(9_500), debtorBalanceMinor: eur(10_300) }),
      debtor: freshlyPaid({
        openedAt: daysAgo(6),
        forwardedMinor1h: eur(19_000),
        forwardedMinor24h: eur(19_000),
        out: {
          count: [1, 1, 1, 1],
          sumMinor: [eur(9_500), eur(9_500), eur(9_500), eur(9_500)],
          fresh: [1, 1, 1, 1],
        },
      }),
      creditor: YOUNG_MULE,
    },
    { outcome: 'HOLD', scenario: 'mule-pass-through' },
  ],
  [
    'a mule that empties its account at the cash machine',
    {
      leg: leg({
        kind: 'CASH_WITHDRAWAL',
        channel: 'ATM',
        creditorAccount: 'CASH:ATM-12',
        creditorKind: 'CASH',
        amountMinor: eur(1_000),
        debtorBalanceMinor: eur(1_300),
      }),
      debtor: freshlyPaid({
        openedAt: daysAgo(6),
        forwardedMinor1h: eur(19_700),
        forwardedMinor24h: eur(19_700),
      }),
    },
    { outcome: 'HOLD', scenario: 'mule-pass-through' },
  ],
];

describe('the frauds that the default rules are for', () => {
  test.each(FRAUDS)('%s', (_name, one, expected) => {
    const verdict = verdictOf(one);
    expect({ outcome: verdict.outcome, scenario: verdict.scenario }).toEqual(expected);
  });
});
