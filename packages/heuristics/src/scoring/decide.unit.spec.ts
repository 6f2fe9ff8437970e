import type { Disposition } from '@sluice/domain';
import { defaultRules } from '../defaultRules';
import { type ListingView, newListingView } from '../leg/listingView';
import { account, daysAgo, eur, knownFor, leg, legLike } from '../testing/builders';
import { type TransferCase, verdictOf } from '../testing/verdict';

const ON_THE_PHONE = leg({
  amountMinor: eur(48_000),
  debtorBalanceMinor: eur(51_600),
  sessionSignals: ['ACTIVE_CALL'],
  creditorOwnership: 'OTHER',
  creditorKind: 'UNKNOWN',
});
const UNSIGNALLED = legLike(ON_THE_PHONE, { sessionSignals: [] });

function listed(disposition: Disposition): ListingView {
  return { ...newListingView(), account: { disposition, perspective: 'BOTH' } };
}

describe('the four outcomes', () => {
  test('an everyday payment is allowed, with nothing said', () => {
    expect(verdictOf({ leg: leg() })).toEqual({
      outcome: 'ALLOW',
      debtorScore: 0,
      creditorScore: 0,
      combinedScore: 0,
      reasons: [],
      missingEvidence: [],
      scenario: null,
      payerReason: null,
      warning: null,
    });
  });

  test('a hold says its reasons, strongest first, its scores and what the payer may be told', () => {
    const verdict = verdictOf({ leg: ON_THE_PHONE });
    expect(verdict.outcome).toBe('HOLD');
    expect(verdict.reasons.map((reason) => [reason.rule, reason.points])).toEqual([
      ['victim.first-large-to-new-payee', 270],
      ['victim.session-signal', 250],
      ['victim.drains-balance', 160],
      ['velocity.out-sum', 90],
    ]);
    expect(verdict.debtorScore).toBe(770);
    expect(verdict.creditorScore).toBe(0);
    expect(verdict.combinedScore).toBe(770);
    expect(verdict.payerReason).toBe(
      'We are checking your payment of 48,000.00 EUR because it looks like payments that people are talked into by someone who pretends to be a bank or an authority.',
    );
    expect(verdict.warning).toBeNull();
  });

  test('clear evidence of a victim and none of a mule warns, with a message for the scenario', () => {
    const verdict = verdictOf({ leg: UNSIGNALLED });
    expect(verdict.outcome).toBe('WARN');
    expect(verdict.warning).toMatchObject({
      scenario: 'safe-account',
      language: 'en',
      score: 520,
      answerWindowMs: 60 * 60_000,
    });
    expect(verdict.warning?.message).toContain('it looks like a safe-account scam');
    expect(verdict.warning?.message).toContain('48,000.00 EUR');
  });

  test('the payer reads his own language where there is a text, else that of the file', () => {
    const inLanguage = (language: string) => verdictOf({ leg: UNSIGNALLED, facts: { language } }).warning;
    expect(inLanguage('zh')?.message).toContain('安全账户');
    expect(inLanguage('zh-Hans-CN')?.language).toBe('zh');
    expect(inLanguage('fr')?.language).toBe('en');
  });

  test('a creditor who looks like a mule, with nothing against the payer, is reviewed and the payer not told', () => {
    const verdict = verdictOf({
      leg: leg({ amountMinor: eur(10_000), debtorBalanceMinor: eur(500_000), sameHolder: false }),
      debtor: account({ ...knownFor(50, 1), habitOutMaxMinor: eur(20_000), habitOutMinorPerDay: eur(4_000) }),
      creditor: account({
        accountId: 'DE:BORIS-9032',
        openedAt: daysAgo(20),
        counterpartyKnown: true,
        counterpartyFirstAt: daysAgo(10),
        in: {
          count: [0, 0, 3, 9],
          sumMinor: [0, 0, eur(4_000), eur(9_000)],
          distinct: [0, 0, 3, 9],
          fresh: [0, 0, 3, 9],
        },
      }),
    });
    expect(verdict.outcome).toBe('REVIEW');
    expect(verdict.scenario).toBe('mule-collection');
    expect(verdict.creditorScore).toBe(320);
    expect(verdict.payerReason).toBeNull();
    expect(verdict.warning).toBeNull();
  });
});

describe('who can be warned', () => {
  test.each([
    ['a payment that has settled', { status: 'SETTLED', creditorKind: 'PERSON', creditorOwnership: 'OURS' }],
    ["another bank's payer", { debtorOwnership: 'OTHER' }],
  ] as const)('not %s: it is reviewed', (_name, over) => {
    const one = leg({ ...over, amountMinor: eur(900), debtorBalanceMinor: null });
    const creditorListings: ListingView = listed('SUSPECTED');
    expect(verdictOf({ leg: one, creditorListings }).outcome).toBe('REVIEW');
    const victim = verdictOf({ leg: legLike(UNSIGNALLED, over) });
    expect(victim.outcome).not.toBe('WARN');
  });

  test('not a thief: a takeover is held earlier than other frauds, and never warned of', () => {
    const takeover = leg({
      amountMinor: eur(1_200),
      debtorBalanceMinor: eur(9_000),
      sessionSignals: ['NEW_DEVICE', 'CREDENTIALS_CHANGED'],
      creditorOwnership: 'OTHER',
    });
    const verdict = verdictOf({ leg: takeover });
    expect(verdict.scenario).toBe('account-takeover');
    expect(verdict.combinedScore).toBe(410);
    expect(verdict.combinedScore).toBeLessThan(defaultRules.thresholds.hold);
    expect(verdict.outcome).toBe('HOLD');

    const thresholds = {
      ...defaultRules.thresholds,
      byScenario: { 'account-takeover': { warn: null, hold: 900 } },
    };
    const later = verdictOf({ leg: takeover, rules: { ...defaultRules, thresholds } });
    expect(later.debtorScore).toBeGreaterThan(thresholds.warn);
    expect(later.outcome).toBe('REVIEW');
  });

  test('not a mule, whom it would tip off', () => {
    const mule: TransferCase = {
      leg: leg({ amountMinor: eur(9_000), debtorBalanceMinor: eur(40_000) }),
      debtor: account({
        openedAt: daysAgo(20),
        receivedMinor1h: eur(20_000),
        receivedMinor24h: eur(20_000),
        forwardedMinor1h: eur(9_000),
        forwardedMinor24h: eur(9_000),
        in: {
          count: [0, 1, 1, 1],
          sumMinor: [0, eur(20_000), eur(20_000), eur(20_000)],
          distinct: [0, 1, 1, 1],
          fresh: [0, 1, 1, 1],
        },
        out: { fresh: [1, 1, 1, 1] },
      }),
    };
    const verdict = verdictOf(mule);
    expect(verdict.debtorScore).toBeGreaterThan(defaultRules.thresholds.warn);
    expect(verdict.scenario).toBe('mule-pass-through');
    expect(verdict.outcome).toBe('REVIEW');
  });
});

describe('precedence of the watchlist', () => {
  test('BLOCKED holds an everyday payment, on either side', () => {
    expect(verdictOf({ leg: leg(), debtorListings: listed('BLOCKED') }).outcome).toBe('HOLD');
    const received = verdictOf({ leg: leg(), creditorListings: listed('BLOCKED') });
    expect(received.outcome).toBe('HOLD');
    expect(received.scenario).toBe('known-fraud');
    expect(received.payerReason).toBe(
      'We are checking your payment of 100.00 EUR to protect you and others from fraud.',
    );
  });

  test('nothing overrides BLOCKED: not TRUSTED on the other side, not the limit, not a mitigator', () => {
    const one = leg({ sameHolder: true });
    const verdict = verdictOf({
      leg: one,
      debtorListings: listed('TRUSTED'),
      creditorListings: listed('BLOCKED'),
      facts: { holdLimitReached: true },
    });
    expect(verdict.outcome).toBe('HOLD');
  });

  test('BLOCKED holds even where the file has switched its rule off, and says so', () => {
    const rules = { ...defaultRules, rules: { ...defaultRules.rules, 'list.account': undefined } };
    const verdict = verdictOf({ leg: leg(), creditorListings: listed('BLOCKED'), rules });
    expect(verdict.outcome).toBe('HOLD');
    expect(verdict.reasons.map((reason) => reason.detail)).toEqual([
      'The watchlist blocks the side of receiving account ••9032.',
    ]);
  });

  test('TRUSTED is never held automatically, and the reason says which side is', () => {
    const verdict = verdictOf({ leg: ON_THE_PHONE, debtorListings: listed('TRUSTED') });
    expect(verdict.outcome).toBe('REVIEW');
    expect(verdict.reasons.at(-1)).toMatchObject({
      rule: 'limit.trusted',
      subject: 'DE:ANNA-4417',
      points: 0,
      detail:
        'The score asks for a hold, but the side of paying account ••4417 is trusted and never held automatically: for review.',
    });
  });

  test('confirmed fraud holds by itself, suspected only asks for a look', () => {
    expect(verdictOf({ leg: leg(), creditorListings: listed('CONFIRMED_FRAUD') }).outcome).toBe('HOLD');
    expect(verdictOf({ leg: leg(), creditorListings: listed('SUSPECTED') }).outcome).toBe('REVIEW');
  });

  test('many settled payers do not wash a confirmed fraud account clean', () => {
    const popular = account({ settledPayers: 500 });
    const verdict = verdictOf({
      leg: leg(),
      creditor: popular,
      creditorListings: listed('CONFIRMED_FRAUD'),
    });
    expect(verdict.outcome).toBe('HOLD');
    expect(verdict.creditorScore).toBe(700);
  });
});

describe('what lowers a hold', () => {
  test('past the limit of holds a minute it becomes a review and operators can read why', () => {
    const verdict = verdictOf({ leg: ON_THE_PHONE, facts: { holdLimitReached: true } });
    expect(verdict.outcome).toBe('REVIEW');
    expect(verdict.reasons.at(-1)?.detail).toBe(
      'The score asks for a hold, but the limit of 60 holds a minute is reached: for review.',
    );
    expect(verdict.payerReason).toBeNull();
  });

  const settled = legLike(ON_THE_PHONE, { status: 'SETTLED' });
  const ours = { creditorOwnership: 'OURS', creditorKind: 'PERSON' } as const;

  test('settled money that can be recalled or frozen is held', () => {
    expect(verdictOf({ leg: settled }).outcome).toBe('HOLD');
    expect(verdictOf({ leg: legLike(settled, ours) }).outcome).toBe('HOLD');
  });

  test.each([
    ['a protected account', { creditorProtection: 'WELFARE' }],
    ['a merchant', { creditorAccountKind: 'MERCHANT' }],
    ['a pooled account', { creditorAccountKind: 'POOLED' }],
  ] as const)('settled on %s, it cannot be stopped and is reviewed', (_name, facts) => {
    const verdict = verdictOf({ leg: legLike(settled, ours), facts });
    expect(verdict.outcome).toBe('REVIEW');
    expect(verdict.reasons.at(-1)?.rule).toBe('limit.not-stoppable');
  });

  test('also BLOCKED can but be reviewed where the cash is gone', () => {
    const cash = leg({
      status: 'SETTLED',
      kind: 'CASH_WITHDRAWAL',
      creditorAccount: 'CASH:ATM-12',
      creditorKind: 'CASH',
      creditorOwnership: 'UNKNOWN',
    });
    expect(verdictOf({ leg: cash, debtorListings: listed('BLOCKED') }).outcome).toBe('REVIEW');
    expect(
      verdictOf({ leg: legLike(cash, { status: 'INITIATED' }), debtorListings: listed('BLOCKED') }).outcome,
    ).toBe('HOLD');
  });
});

describe('money that goes back', () => {
  test.each(['RETURN', 'REVERSAL'] as const)(
    'a %s is always allowed, even from a blocked account',
    (kind) => {
      const back = legLike(ON_THE_PHONE, { kind });
      const verdict = verdictOf({
        leg: back,
        debtorListings: listed('BLOCKED'),
        creditorListings: listed('BLOCKED'),
      });
      expect(verdict.outcome).toBe('ALLOW');
      expect(verdict.reasons).toEqual([]);
    },
  );
});

describe('combination, caps and mitigators', () => {
  test('the smaller of both scores counts for its share', () => {
    const verdict = verdictOf({ leg: UNSIGNALLED, creditorListings: listed('SUSPECTED') });
    expect(verdict.debtorScore).toBe(520);
    expect(verdict.creditorScore).toBe(320);
    expect(verdict.combinedScore).toBe(520 + 160);
  });

  test('the points of a family stop at its cap', () => {
    const rules = { ...defaultRules, familyCaps: { ...defaultRules.familyCaps, victim: 300 } };
    expect(verdictOf({ leg: ON_THE_PHONE, rules }).debtorScore).toBe(300 + 90);
  });

  test('what the payee is known for takes points from the payer, and not more than the cap', () => {
    const one = legLike(UNSIGNALLED, { creditorOwnership: 'OURS', creditorKind: 'COMPANY' });
    const creditor = account({ holderKind: 'COMPANY', settledPayers: 120 });
    expect(verdictOf({ leg: one, creditor }).debtorScore).toBe(520 - 320);
    const rules = { ...defaultRules, familyCaps: { ...defaultRules.familyCaps, trust: 50 } };
    expect(verdictOf({ leg: one, creditor, rules }).debtorScore).toBe(520 - 50);
  });

  test('a mitigator that both sides find counts once', () => {
    const verdict = verdictOf({ leg: legLike(UNSIGNALLED, { sameHolder: true }) });
    expect(verdict.reasons.filter((reason) => reason.rule === 'trust.own-account')).toHaveLength(2);
    expect(verdict.debtorScore).toBe(520 - 500);
  });
});

describe('missing evidence', () => {
  test('a late transfer is decided, and says it is late, once', () => {
    const verdict = verdictOf({ leg: leg({ late: true }) });
    expect(verdict.outcome).toBe('ALLOW');
    expect(verdict.missingEvidence).toEqual(['late']);
  });

  test('an account elsewhere, or of which nobody says whose it is, is seen in part', () => {
    expect(verdictOf({ leg: leg({ creditorOwnership: 'OTHER' }) }).missingEvidence).toEqual([
      'creditor.partial-windows',
    ]);
    const nobody = leg({ debtorOwnership: 'UNKNOWN', creditorOwnership: 'UNKNOWN' });
    expect(verdictOf({ leg: nobody }).missingEvidence).toEqual([
      'debtor.partial-windows',
      'creditor.partial-windows',
    ]);
  });

  test('what could not be evaluated is named by rule', () => {
    const blind = leg({
      amountMinor: eur(6_000),
      debtorBalanceMinor: null,
      payeeNameMatch: 'NOT_CHECKED',
      deviceId: null,
      sameHolder: null,
    });
    expect(
      verdictOf({ leg: blind, creditor: account({ masterKnown: false, phone: null }) }).missingEvidence,
    ).toEqual([
      'victim.drains-balance',
      'victim.payee-name-mismatch',
      'list.device',
      'trust.own-account',
      'victim.risky-payee',
      'mule.new-account-turnover',
      'list.phone',
    ]);
  });

  test('cash has no windows and misses none', () => {
    const deposit = leg({ kind: 'CASH_DEPOSIT', debtorAccount: 'CASH:ATM-12', debtorOwnership: 'UNKNOWN' });
    expect(verdictOf({ leg: deposit }).missingEvidence).toEqual([]);
  });
});
