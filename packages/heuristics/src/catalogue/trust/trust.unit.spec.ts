import type { AccountFeatures } from '@sluice/account-state';
import { defaultRules } from '../../defaultRules';
import type { LegView } from '../../leg/legView';
import { NO_LISTINGS } from '../../leg/listingView';
import { assessCreditor, assessDebtor } from '../../scoring/assess';
import { compileRules } from '../../scoring/compile';
import { account, daysAgo, eur, freshlyPaid, knownFor, leg } from '../../testing/builders';

const rules = compileRules(defaultRules);
const LARGE = { amountMinor: eur(6_000), payeeNameMatch: 'NO_MATCH' } as const;

function trustOf(rule: string, debit: LegView, debtor: AccountFeatures, creditor = account()) {
  const paid = assessDebtor(rules, debit, debtor, NO_LISTINGS);
  const received = assessCreditor(rules, debit, creditor, NO_LISTINGS, paid);
  const points = (reasons: typeof paid.reasons) =>
    reasons.find((reason) => reason.rule === rule)?.points ?? 0;
  return {
    debtor: points(paid.reasons),
    creditor: points(received.reasons),
    isMissing: [...paid.missingEvidence, ...received.missingEvidence].includes(rule),
    detail: [...paid.reasons, ...received.reasons].find((reason) => reason.rule === rule)?.detail,
  };
}

describe('trust.established-payee', () => {
  const dealer = account({ holderKind: 'COMPANY', settledPayers: 40 });

  test('a car bought from a dealer whom forty of our customers have paid is mitigated', () => {
    const found = trustOf(
      'trust.established-payee',
      leg({ ...LARGE, creditorKind: 'COMPANY' }),
      account(),
      dealer,
    );
    expect(found.creditor).toBe(-240);
    expect(found.detail).toBe('About 40 other payers of the last 90 days paid this payee before today.');
  });

  test('our customers vouch for a payee elsewhere as well', () => {
    const elsewhere = leg({ ...LARGE, creditorOwnership: 'OTHER' });
    expect(trustOf('trust.established-payee', elsewhere, account(), dealer).creditor).toBe(-240);
  });

  test('a private account that three people have paid is not established', () => {
    expect(trustOf('trust.established-payee', leg(LARGE), account()).creditor).toBe(0);
  });

  test('a crypto exchange has many payers, too, and is where stolen money goes', () => {
    const exchange = leg({ ...LARGE, creditorKind: 'CRYPTO_EXCHANGE', creditorOwnership: 'OTHER' });
    expect(trustOf('trust.established-payee', exchange, account(), dealer).creditor).toBe(0);
  });

  test('where nothing fired there is nothing to mitigate, and nothing is said', () => {
    expect(trustOf('trust.established-payee', leg(), account(), dealer).creditor).toBe(0);
  });
});

describe('trust.own-account', () => {
  test('savings moved to an own account elsewhere are mitigated', () => {
    const own = leg({ amountMinor: eur(6_000), sameHolder: true, creditorOwnership: 'OTHER' });
    expect(trustOf('trust.own-account', own, account()).debtor).toBe(-500);
  });

  test('and more so where the money stays with us: who moves savings to the current account has lost nothing yet', () => {
    const within = leg({ amountMinor: eur(6_000), sameHolder: true });
    const found = trustOf('trust.own-account', within, account());
    expect(found.debtor).toBe(-900);
    expect(found.detail).toBe('Both accounts belong to the same holder, and the money stays with this bank.');
  });

  test('an exchange account in the own name is the first station of an investment scam', () => {
    const exchange = leg({ amountMinor: eur(6_000), sameHolder: true, creditorKind: 'CRYPTO_EXCHANGE' });
    expect(trustOf('trust.own-account', exchange, account()).debtor).toBe(0);
  });

  test('where the core does not say whose account it is, the mitigator is missing, if there is something to mitigate', () => {
    expect(trustOf('trust.own-account', leg({ ...LARGE, sameHolder: null }), account()).isMissing).toBe(true);
    expect(trustOf('trust.own-account', leg({ sameHolder: null }), account()).isMissing).toBe(false);
  });
});

describe('trust.standing-order', () => {
  const collector = account({
    ...knownFor(20, 1),
    in: {
      count: [0, 9, 9, 9],
      sumMinor: [0, 0, eur(9_000), eur(9_000)],
      distinct: [0, 9, 9, 9],
      fresh: [0, 9, 9, 9],
    },
  });

  test('a standing order that has run before is mitigated at the receiving side', () => {
    const order = leg({ amountMinor: eur(900), initiation: 'STANDING_ORDER' });
    expect(trustOf('trust.standing-order', order, account(knownFor(20, 1)), collector).creditor).toBe(-300);
  });

  test('and at the paying side, where money of strangers had just come in', () => {
    const order = leg({ amountMinor: eur(900), initiation: 'STANDING_ORDER' });
    const debtor = freshlyPaid({
      ...knownFor(20, 1),
      receivedMinor1h: eur(1_000),
      receivedMinor24h: eur(1_000),
      forwardedMinor1h: eur(900),
      forwardedMinor24h: eur(900),
    });
    expect(trustOf('trust.standing-order', order, debtor).debtor).toBe(-300);
  });

  test('the first execution is no habit: a thief can set one up', () => {
    const order = leg({ amountMinor: eur(900), initiation: 'STANDING_ORDER' });
    const stranger = account({
      in: {
        count: [0, 9, 9, 9],
        sumMinor: [0, 0, eur(9_000), eur(9_000)],
        distinct: [0, 9, 9, 9],
        fresh: [0, 9, 9, 9],
      },
    });
    expect(trustOf('trust.standing-order', order, account(), stranger).creditor).toBe(0);
  });
});

describe('trust.known-batch', () => {
  const employer = account({
    holderKind: 'COMPANY',
    openedAt: daysAgo(20),
    in: { sumMinor: [0, 0, 0, eur(90_000)] },
  });
  const salary = leg({ amountMinor: eur(2_800), initiation: 'BATCH', batchId: 'payroll-06' });
  const newcomer = account({ openedAt: daysAgo(9), in: { sumMinor: [0, 0, 0, eur(4_000)] } });

  test("a payroll batch to a newcomer's account is mitigated at the receiving side", () => {
    expect(trustOf('trust.known-batch', salary, employer, newcomer).creditor).toBe(-300);
  });

  test('a payment that only says it is a batch, without a batch, is not', () => {
    const alone = leg({ amountMinor: eur(2_800), initiation: 'BATCH', batchId: null });
    expect(trustOf('trust.known-batch', alone, employer, newcomer).creditor).toBe(0);
  });
});

describe('trust.long-habit', () => {
  const spree = { count: [2, 9, 20, 30], sumMinor: [0, eur(3_000), eur(4_000), eur(5_000)] } as const;

  test('the tenth rent on a busy day is mitigated', () => {
    const own = account({ ...knownFor(300, 10), out: spree });
    const found = trustOf('trust.long-habit', leg({ amountMinor: eur(900) }), own);
    expect(found.debtor).toBe(-250);
    expect(found.detail).toBe('10 earlier payments between the two accounts in 300 days.');
  });

  test('a payment larger than the account ever makes is no habit, even to a known payee', () => {
    const own = account({ ...knownFor(300, 10), out: spree });
    expect(trustOf('trust.long-habit', leg({ amountMinor: eur(2_000) }), own).debtor).toBe(0);
  });

  test('a payer of long standing is mitigated at the receiving side, whoever else pays in', () => {
    const collector = account({
      ...knownFor(300, 10),
      in: {
        count: [0, 9, 9, 9],
        sumMinor: [0, 0, eur(9_000), eur(9_000)],
        distinct: [0, 9, 9, 9],
        fresh: [0, 8, 8, 8],
      },
    });
    const rent = leg({ amountMinor: eur(900) });
    expect(trustOf('trust.long-habit', rent, account(knownFor(300, 10)), collector).creditor).toBe(-250);
  });

  test('an investment scam that has run for three weeks has not become a habit', () => {
    const own = account({ ...knownFor(23, 4), habitOutMaxMinor: eur(20_000), out: spree });
    expect(trustOf('trust.long-habit', leg({ amountMinor: eur(15_000) }), own).debtor).toBe(0);
  });

  test('two payments in three months are not yet a habit', () => {
    const own = account({ ...knownFor(90, 2), out: spree });
    expect(trustOf('trust.long-habit', leg({ amountMinor: eur(900) }), own).debtor).toBe(0);
  });
});
