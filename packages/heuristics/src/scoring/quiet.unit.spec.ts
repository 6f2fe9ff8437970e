import { defaultRules } from '../defaultRules';
import type { LegView } from '../leg/legView';
import { NO_LISTINGS } from '../leg/listingView';
import { account, eur, leg } from '../testing/builders';
import { assessCreditor, assessDebtor } from './assess';
import { compileRules } from './compile';
import { decide } from './decide';

const rules = compileRules(defaultRules);

describe('legs of which nothing is to be said', () => {
  test('share one assessment, so that nothing is allocated for them', () => {
    const first = assessDebtor(rules, leg(), account(), NO_LISTINGS);
    const second = assessDebtor(rules, leg({ amountMinor: eur(20) }), account(), NO_LISTINGS);
    expect(second).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  test('also where the same evidence is missing', () => {
    const elsewhere = leg({ creditorOwnership: 'OTHER', late: true });
    const debtor = { reasons: [] };
    const first = assessCreditor(rules, elsewhere, account(), NO_LISTINGS, debtor);
    expect(first.missingEvidence).toEqual(['late', 'creditor.partial-windows']);
    expect(assessCreditor(rules, elsewhere, account(), NO_LISTINGS, debtor)).toBe(first);
  });

  test('share one verdict for each pair of what is missing, and it names both sides', () => {
    const facts = { holdLimitReached: false, creditorAccountKind: null, creditorProtection: null };
    const verdictOn = (one: LegView) => {
      const debtor = assessDebtor(rules, one, account(), NO_LISTINGS);
      return decide(rules, one, debtor, assessCreditor(rules, one, account(), NO_LISTINGS, debtor), facts);
    };
    const complete = verdictOn(leg());
    const lacking = verdictOn(leg({ deviceId: null, creditorOwnership: 'OTHER' }));
    expect(complete.missingEvidence).toEqual([]);
    expect(lacking.missingEvidence).toEqual(['list.device', 'creditor.partial-windows']);
    expect(verdictOn(leg({ amountMinor: eur(20) }))).toBe(complete);
    expect(verdictOn(leg({ deviceId: null, creditorOwnership: 'OTHER' }))).toBe(lacking);
    expect(verdictOn(leg({ creditorOwnership: 'OTHER' })).missingEvidence).toEqual([
      'creditor.partial-windows',
    ]);
  });

  test('a trusted side is remembered without a reason', () => {
    const listings = { ...NO_LISTINGS, account: { disposition: 'TRUSTED', perspective: 'BOTH' } } as const;
    const assessment = assessDebtor(rules, leg(), account(), listings);
    expect(assessment.reasons).toEqual([]);
    expect(assessment.disposition).toBe(2);
  });

  test("the bank's own bookings and pooled accounts are not scored, only looked up on lists", () => {
    const drain = { amountMinor: eur(48_000), debtorBalanceMinor: eur(50_000) };
    const quiet = (assessment: { reasons: readonly unknown[] }) => assessment.reasons.length === 0;
    expect(quiet(assessDebtor(rules, leg({ ...drain, kind: 'FEE' }), account(), NO_LISTINGS))).toBe(true);
    expect(quiet(assessDebtor(rules, leg({ ...drain, kind: 'LOAN_DRAWDOWN' }), account(), NO_LISTINGS))).toBe(
      true,
    );
    expect(quiet(assessDebtor(rules, leg(drain), account({ kind: 'POOLED' }), NO_LISTINGS))).toBe(true);
    const suspected = { ...NO_LISTINGS, account: { disposition: 'SUSPECTED', perspective: 'BOTH' } } as const;
    expect(quiet(assessDebtor(rules, leg({ ...drain, kind: 'FEE' }), account(), suspected))).toBe(false);
  });
});
