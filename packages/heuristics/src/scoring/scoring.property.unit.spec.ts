import {
  CHANNELS,
  CREDITOR_KINDS,
  INITIATIONS,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
} from '@sluice/domain';
import fc from 'fast-check';
import { CATALOGUE } from '../catalogue/catalogue';
import { WEIGHED_SIGNALS } from '../catalogue/victim/sessionSignal';
import { defaultRules } from '../defaultRules';
import type { ListingView } from '../leg/listingView';
import { account, daysAgo, eur, leg, legLike } from '../testing/builders';
import { type TransferCase, verdictOf } from '../testing/verdict';

const amount = fc.oneof(fc.integer({ min: 1, max: eur(2_000) }), fc.integer({ min: 1, max: eur(100_000) }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const anyLeg = fc
  .record({
    status: fc.constantFrom('INITIATED' as const, 'SETTLED' as const),
    kind: fc.constantFrom(...TRANSFER_KINDS),
    initiation: fc.constantFrom(...INITIATIONS),
    debtorOwnership: fc.constantFrom(...OWNERSHIPS),
    creditorOwnership: fc.constantFrom(...OWNERSHIPS),
    creditorKind: fc.constantFrom(...CREDITOR_KINDS),
    amountMinor: amount,
    channel: fc.constantFrom(...CHANNELS),
    deviceId: maybe(fc.constant('device-1')),
    sessionSignals: fc.subarray([...WEIGHED_SIGNALS]),
    payeeNameMatch: fc.constantFrom(...NAME_MATCHES),
    sameHolder: maybe(fc.boolean()),
    debtorBalanceMinor: maybe(fc.integer({ min: eur(-500), max: eur(100_000) })),
    creditorBalanceMinor: maybe(fc.integer({ min: 0, max: eur(100_000) })),
    batchId: maybe(fc.constant('batch-1')),
    late: fc.boolean(),
  })
  .map((over) => leg(over));

const four = (value: fc.Arbitrary<number>) =>
  fc.tuple(value, value, value, value).map((values) => {
    const [a, b, c, d] = values.sort((x, y) => x - y);
    return [a ?? 0, b ?? 0, c ?? 0, d ?? 0] as const;
  });
const direction = fc.record({
  count: four(fc.nat(60)),
  sumMinor: four(fc.nat(eur(50_000))),
  distinct: four(fc.nat(40)),
  fresh: four(fc.nat(40)),
});

const anyAccount = fc
  .record({
    masterKnown: fc.boolean(),
    openedAt: fc.integer({ min: 0, max: 4_000 }).map(daysAgo),
    kind: fc.constantFrom('CURRENT' as const, 'SAVINGS' as const, 'MERCHANT' as const, 'POOLED' as const),
    holderKind: fc.constantFrom('PERSON' as const, 'COMPANY' as const, 'UNKNOWN' as const),
    birthYear: fc.constantFrom(0, 1940, 1990),
    firstSeenAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }).map(daysAgo)),
    lastSeenAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }).map(daysAgo)),
    counterpartyKnown: fc.boolean(),
    counterpartyFirstAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }).map(daysAgo)),
    counterpartyLegs: fc.nat(30),
    settledPayers: fc.nat(200),
    habitOutPerDay: fc.integer({ min: 0, max: 50 }),
    habitOutMinorPerDay: fc.nat(eur(2_000)),
    habitInPerDay: fc.integer({ min: 0, max: 20 }),
    habitInMinorPerDay: fc.nat(eur(2_000)),
    habitOutMaxMinor: fc.double({ min: 0, max: eur(20_000), noNaN: true }),
    receivedMinor24h: fc.nat(eur(50_000)),
    forwardedMinor24h: fc.nat(eur(50_000)),
    lastInAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }).map(daysAgo)),
    in: direction,
    out: direction,
  })
  .map((over) => account(over));

const hit = maybe(
  fc.record({
    disposition: fc.constantFrom(
      'TRUSTED' as const,
      'BLOCKED' as const,
      'CONFIRMED_FRAUD' as const,
      'SUSPECTED' as const,
    ),
    perspective: fc.constantFrom('DEBTOR' as const, 'CREDITOR' as const, 'BOTH' as const),
  }),
);
const anyListings: fc.Arbitrary<ListingView> = fc.record({
  account: hit,
  device: fc.constant(null),
  ip: fc.constant(null),
  phone: hit,
});

const anyCase: fc.Arbitrary<Required<Omit<TransferCase, 'rules'>>> = fc.record({
  leg: anyLeg,
  debtor: anyAccount,
  creditor: anyAccount,
  debtorListings: anyListings,
  creditorListings: anyListings,
  facts: fc.record({ holdLimitReached: fc.boolean() }),
});

// The leg itself is a view: what it looks at is copied.
function copyOf({ leg: one, ...rest }: TransferCase): TransferCase {
  return { ...structuredClone(rest), leg: legLike(one, structuredClone(one.transfer)) };
}

const RUNS = { numRuns: 500 };

describe('for any transfer between any accounts', () => {
  test('scores are whole numbers from 0 to 1000, and reasons carry whole points and finite evidence', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const verdict = verdictOf(one);
        for (const score of [verdict.debtorScore, verdict.creditorScore, verdict.combinedScore]) {
          expect(Number.isInteger(score) && score >= 0 && score <= 1_000).toBe(true);
        }
        for (const reason of verdict.reasons) {
          expect(Number.isInteger(reason.points)).toBe(true);
          expect(Object.values(reason.evidence).every(Number.isFinite)).toBe(true);
          expect(reason.detail).toMatch(/\.$/);
        }
      }),
      RUNS,
    );
  });

  test('the same inputs give the same bytes, also through the log', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        expect(JSON.stringify(verdictOf(one))).toBe(JSON.stringify(verdictOf(copyOf(one))));
      }),
      RUNS,
    );
  });

  test('a warning goes only to a payer of ours who may still decide, and a held payer is told something', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const verdict = verdictOf(one);
        expect(verdict.warning !== null).toBe(verdict.outcome === 'WARN');
        if (verdict.outcome === 'WARN') {
          expect(one.leg.status).toBe('INITIATED');
          expect(one.leg.debtorOwnership).toBe('OURS');
          expect(verdict.warning?.scenario).not.toBe('account-takeover');
        }
        const isTold = verdict.outcome === 'HOLD' || verdict.outcome === 'WARN';
        expect(verdict.payerReason !== null).toBe(isTold);
        expect(verdict.scenario !== null).toBe(verdict.outcome !== 'ALLOW');
      }),
      RUNS,
    );
  });

  test('no sentence and no message names an account in full', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const verdict = verdictOf(one);
        const texts = [
          ...verdict.reasons.map((reason) => reason.detail),
          verdict.payerReason ?? '',
          verdict.warning?.message ?? '',
        ];
        for (const text of texts) {
          expect(text).not.toContain(one.leg.debtorAccount);
          expect(text).not.toContain(one.leg.creditorAccount);
        }
        expect(`${verdict.payerReason} ${verdict.warning?.message}`).not.toContain('9032');
      }),
      RUNS,
    );
  });

  test('at the limit nothing is held but what is blocked', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const verdict = verdictOf({ ...one, facts: { ...one.facts, holdLimitReached: true } });
        const isBlocked = verdict.reasons.some((reason) => reason.points === 1_000);
        if (verdict.outcome === 'HOLD') expect(isBlocked).toBe(true);
      }),
      RUNS,
    );
  });

  test('a mitigator never raises a score, and evidence never lowers one', () => {
    const without = (...families: string[]) => ({
      ...defaultRules,
      rules: Object.fromEntries(
        CATALOGUE.filter((rule) => !families.includes(rule.family)).map((rule) => [
          rule.id,
          defaultRules.rules[rule.id],
        ]),
      ),
    });
    const untrusting = without('trust');
    const untrustingWithoutMules = without('trust', 'mule');
    fc.assert(
      fc.property(anyCase, (one) => {
        const unmitigated = verdictOf({ ...one, rules: untrusting }).combinedScore;
        const fewer = verdictOf({ ...one, rules: untrustingWithoutMules }).combinedScore;
        expect(verdictOf(one).combinedScore).toBeLessThanOrEqual(unmitigated);
        expect(fewer).toBeLessThanOrEqual(unmitigated);
      }),
      RUNS,
    );
  });
});
