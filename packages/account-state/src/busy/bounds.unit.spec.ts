import fc from 'fast-check';
import { AccountStore } from '../accountStore';
import { createAccountFeatures } from '../createAccountFeatures';
import { type AccountFeatures, WINDOWS_MS } from '../features';
import type { LegFacts } from '../legFacts';
import { DAY_MS } from '../limits';
import { type BusyPlan, BusyStory } from '../testing/busyStory';
import { differenceOf } from '../testing/plainFeatures';

const plan: fc.Arbitrary<BusyPlan> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  legs: fc.constantFrom(600, 1_500, 3_000),
  stepMs: fc.constantFrom(40, 700, 5_000, 60_000, 600_000),
  counterparties: fc.constantFrom(3, 60, 700),
  currencies: fc.constantFrom<readonly string[]>(
    ['EUR'],
    ['EUR', 'USD'],
    ['EUR', 'USD', 'JPY', 'GBP', 'CHF', 'SEK'],
  ),
  latePercent: fc.constantFrom(0, 5, 30),
  reversedPercent: fc.constantFrom(0, 4),
});

/** Asks of the account now and then what a leg would see; the answer and the oracle's go to `check`. */
function tell(
  story: BusyStory,
  todo: BusyPlan,
  check: (leg: LegFacts, actual: AccountFeatures, exact: AccountFeatures) => void,
): void {
  const [actual, exact] = [createAccountFeatures(), createAccountFeatures()];
  const every = Math.ceil(todo.legs / 40);
  for (let i = 0; i < todo.legs; i++) {
    const leg = story.next();
    if (i % every === every - 1) {
      story.store.readFeatures(story.slot, leg, actual);
      story.oracle.readFeatures(story.oracleSlot, leg, exact);
      check(leg, actual, exact);
    }
    story.record(leg);
  }
}

const sumOf = (legs: readonly LegFacts[], currency: string): number =>
  legs.filter((leg) => leg.currency === currency).reduce((sum, leg) => sum + leg.amountMinor, 0);

/** What lies outside its bounds, as a sentence; null where all is inside. */
function outside(name: string, low: number, actual: number, high: number): string | null {
  return actual >= low && actual <= high ? null : `${name}: ${actual} is not within ${low} to ${high}`;
}

function windowsOutside(story: BusyStory, leg: LegFacts, actual: AccountFeatures, exact: AccountFeatures) {
  const found: (string | null)[] = [];
  // The shared lane takes all currencies beyond the third together.
  const isShared = new Set(story.legs.map((kept) => kept.currency)).size > 4;
  for (let w = 0; w < WINDOWS_MS.length; w++) {
    for (const side of ['out', 'in'] as const) {
      const most = story.within(leg, w, side === 'out' ? 'OUT' : 'IN');
      const { count, sumMinor } = exact[side];
      const name = `${side} ${WINDOWS_MS[w]! / 60_000} min`;
      found.push(outside(`${name} count`, count[w]!, actual[side].count[w]!, most.length));
      const mostMinor = isShared
        ? most.reduce((sum, kept) => sum + kept.amountMinor, 0)
        : sumOf(most, leg.currency);
      found.push(outside(`${name} sum`, sumMinor[w]!, actual[side].sumMinor[w]!, mostMinor));
      found.push(outside(`${name} distinct`, 0, actual[side].distinct[w]!, actual[side].count[w]!));
    }
  }
  return found;
}

function passThroughOutside(
  story: BusyStory,
  leg: LegFacts,
  actual: AccountFeatures,
  exact: AccountFeatures,
) {
  const isShared = new Set(story.legs.map((kept) => kept.currency)).size > 4;
  const own = leg.direction === 'IN' ? leg.amountMinor : 0;
  return (
    [
      ['1h', 1],
      ['24h', 2],
    ] as const
  ).flatMap(([name, w]) => {
    const [received, forwarded] = [actual[`receivedMinor${name}`], actual[`forwardedMinor${name}`]];
    const most = story.within(leg, w, 'IN');
    const mostMinor = isShared
      ? most.reduce((sum, kept) => sum + kept.amountMinor, 0)
      : sumOf(most, leg.currency);
    return [
      outside(`received ${name}`, exact[`receivedMinor${name}`], received, mostMinor + own),
      outside(`forwarded ${name}`, exact[`forwardedMinor${name}`], forwarded, received),
    ];
  });
}

describe('an account with more than 128 recent legs', () => {
  it('counts every leg of a window, and at most those of 1/32 of the window more, late legs included', () => {
    const check = (todo: BusyPlan): void => {
      const story = new BusyStory(new AccountStore(), todo);
      tell(story, todo, (leg, actual, exact) => {
        const found = windowsOutside(story, leg, actual, exact).filter((one) => one !== null);
        if (found.length > 0) expect(found).toEqual([]);
      });
    };
    fc.assert(fc.property(plan, check), { numRuns: 15, endOnFailure: true });
  });

  it('never takes too little for received or forwarded, nor more for forwarded than for received', () => {
    const check = (todo: BusyPlan): void => {
      const story = new BusyStory(new AccountStore(), todo);
      tell(story, todo, (leg, actual, exact) => {
        const found = passThroughOutside(story, leg, actual, exact).filter((one) => one !== null);
        if (found.length > 0) expect(found).toEqual([]);
      });
    };
    fc.assert(fc.property(plan, check), { numRuns: 15, endOnFailure: true });
  });

  it('knows of a counterparty that is remembered no fewer legs than there were, and no later first one', () => {
    const check = (todo: BusyPlan): void => {
      const story = new BusyStory(new AccountStore(), todo);
      tell(story, todo, (leg, actual, exact) => {
        const all = story.legs.filter((kept) => kept.counterpartyHash === leg.counterpartyHash);
        const mostAt = exact.counterpartyFirstAt;
        const found = [
          outside('legs', Math.min(exact.counterpartyLegs, 255), actual.counterpartyLegs, all.length),
          outside('first', Math.floor(mostAt / DAY_MS) * DAY_MS, actual.counterpartyFirstAt, mostAt),
          outside('last credit', 0, actual.lastInAt, exact.lastInAt),
        ].filter((one) => one !== null);
        if (found.length > 0) expect(found).toEqual([]);
      });
    };
    const remembered = plan.map((one) => ({
      ...one,
      counterparties: Math.min(one.counterparties, 60),
      latePercent: 0,
      reversedPercent: 0,
    }));
    fc.assert(fc.property(remembered, check), { numRuns: 10, endOnFailure: true });
  });

  it('keeps habit, lifetime, first and last times exact', () => {
    const check = (todo: BusyPlan): void => {
      const story = new BusyStory(new AccountStore(), todo);
      tell(story, todo, (_, actual, exact) => {
        const difference = differenceOf(exactPart(actual, exact), exact);
        if (difference !== null) expect(difference.actual).toEqual(difference.expected);
      });
    };
    // Removals of legs that are in buckets do not reach the oracle, so that both sides know the same.
    const remembered = plan.map((one) => ({ ...one, counterparties: Math.min(one.counterparties, 60) }));
    fc.assert(fc.property(remembered, check), { numRuns: 10, endOnFailure: true });
  });
});

/** The oracle's features with those put in that stay exact however busy the account is. */
function exactPart(actual: AccountFeatures, exact: AccountFeatures): AccountFeatures {
  return {
    ...exact,
    firstSeenAt: actual.firstSeenAt,
    lastSeenAt: actual.lastSeenAt,
    activeDays: actual.activeDays,
    lifetimePayees: actual.lifetimePayees,
    lifetimePayers: actual.lifetimePayers,
    settledPayers: actual.settledPayers,
    habitOutPerDay: actual.habitOutPerDay,
    habitInPerDay: actual.habitInPerDay,
    habitOutMinorPerDay: actual.habitOutMinorPerDay,
    habitInMinorPerDay: actual.habitInMinorPerDay,
    habitOutMaxMinor: actual.habitOutMaxMinor,
  };
}
