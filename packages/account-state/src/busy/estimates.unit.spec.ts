import { AccountStore } from '../accountStore';
import { Lottery } from '../bench/lottery';
import { createAccountFeatures } from '../createAccountFeatures';
import type { AccountFeatures } from '../features';
import type { LegDirection } from '../legFacts';
import { DAY_MS } from '../limits';
import { HOUR_MS, leg, NOON } from '../testing/builders';

/** A store with one account, and counterparties that nobody has met before. */
class Crowd {
  readonly store = new AccountStore();
  readonly slot = this.store.slotOf('BANK:SHOP');
  private readonly lottery: Lottery;

  constructor(seed: number) {
    this.lottery = new Lottery(seed * 7_919 + 1);
  }

  stranger(): number {
    return this.lottery.word() * 1_048_576 + this.lottery.below(1_048_576);
  }

  /** One leg with each counterparty, spread evenly over a time. */
  meet(
    counterparties: readonly number[],
    from: number,
    length: number,
    direction: LegDirection = 'IN',
  ): void {
    counterparties.forEach((counterpartyHash, i) => {
      const at = Math.floor(from + (i * length) / counterparties.length);
      this.store.recordLeg(this.slot, leg({ at, direction, counterpartyHash }));
    });
  }

  read(at: number, counterpartyHash = 1): AccountFeatures {
    const features = createAccountFeatures();
    this.store.readFeatures(this.slot, leg({ at, direction: 'IN', counterpartyHash }), features);
    return features;
  }
}

const strangers = (crowd: Crowd, count: number): number[] =>
  Array.from({ length: count }, () => crowd.stranger());

/** Root of the mean square of relative errors, and their mean. */
function errorsOf(
  estimates: readonly number[],
  truth: number,
): { readonly rms: number; readonly bias: number } {
  const errors = estimates.map((estimate) => estimate / truth - 1);
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return { rms: Math.sqrt(mean(errors.map((error) => error * error))), bias: mean(errors) };
}

describe('distinct counterparties of an account with more than 128 recent legs', () => {
  it.each([
    [150, 200],
    [400, 200],
    [1_500, 100],
    [6_000, 30],
    [25_000, 15],
    [75_000, 6],
  ])('are estimated with a standard error of at most 15% for %i of them', (truth, trials) => {
    const estimates = { hour: [] as number[], day: [] as number[] };
    for (let trial = 0; trial < trials; trial++) {
      const crowd = new Crowd(truth + trial);
      crowd.meet(strangers(crowd, truth), NOON, HOUR_MS - 60_000);
      const features = crowd.read(NOON + HOUR_MS - 60_000);
      estimates.hour.push(features.in.distinct[1]!);
      estimates.day.push(features.in.distinct[2]!);
    }
    for (const answers of [estimates.hour, estimates.day]) {
      const { rms, bias } = errorsOf(answers, truth);
      // The estimate of a standard error from so many trials is itself this uncertain, two deviations.
      const uncertain = 2 / Math.sqrt(2 * trials);
      expect(rms).toBeLessThan(0.15 * (1 + uncertain));
      expect(Math.abs(bias)).toBeLessThan(0.05 + (2 * 0.15) / Math.sqrt(trials));
    }
  });
});

describe('counterparties that are no longer remembered one by one', () => {
  it('are known again while at most about 500 came after them, and a stranger is taken for one in at most 0.8%', () => {
    const crowd = new Crowd(5);
    const met = strangers(crowd, 4_000);
    crowd.meet(met, NOON, 20 * DAY_MS);
    const at = NOON + 20 * DAY_MS;
    const isKnown = (hash: number) => crowd.read(at, hash).counterpartyKnown;
    expect(met.slice(-500).filter(isKnown).length).toBeGreaterThan(490);
    const probes = 50_000;
    const mistaken = strangers(crowd, probes).filter(isKnown).length;
    const expected = 0.008 * probes;
    expect(mistaken).toBeLessThan(expected + 3 * Math.sqrt(expected));
    expect(mistaken).toBeGreaterThan(0);
  });

  it('count as fresh again once they are dropped, so that fresh is too high by them, and too low by at most 0.8%', () => {
    const crowd = new Crowd(6);
    crowd.meet(strangers(crowd, 3_000), NOON, 3 * DAY_MS);
    const fresh = crowd.read(NOON + 3 * DAY_MS).in.fresh[3]!;
    expect(fresh).toBeGreaterThan(3_000 * (1 - 0.008) - 3 * Math.sqrt(24));
    expect(fresh).toBeLessThanOrEqual(3_000);
    const { lifetimePayers } = crowd.read(NOON + 3 * DAY_MS);
    expect(lifetimePayers).toBeGreaterThan(3_000 * (1 - 0.008) - 3 * Math.sqrt(24));
    expect(lifetimePayers).toBeLessThanOrEqual(3_000);
  });
});

describe('settled payers', () => {
  it.each([20, 60, 120])('are exact while all %i are remembered one by one', (payers) => {
    const crowd = new Crowd(payers);
    crowd.meet(strangers(crowd, payers), NOON, HOUR_MS);
    expect(crowd.read(NOON + 3 * DAY_MS).settledPayers).toBe(payers);
  });

  it('are estimated with a standard error of at most 15% up to 400', () => {
    for (const payers of [200, 300, 400]) {
      const answers = settledOf(payers, 30);
      expect(errorsOf(answers, payers).rms).toBeLessThan(0.15);
    }
  });

  it.each([600, 3_000])('of a payee with %i are many, but never above 560', (payers) => {
    const answers = settledOf(payers, 15);
    expect(Math.min(...answers)).toBeGreaterThan(350);
    expect(Math.max(...answers)).toBeLessThanOrEqual(560);
  });
});

/** Answers of stores in which so many payers became settled. */
function settledOf(payers: number, trials: number): number[] {
  return Array.from({ length: trials }, (_, seed) => {
    const crowd = new Crowd(payers + seed);
    crowd.meet(strangers(crowd, payers), NOON, 5 * DAY_MS);
    return crowd.read(NOON + 20 * DAY_MS).settledPayers;
  });
}

describe('a hot account', () => {
  it('takes at most 42 KiB after a million legs in six currencies', () => {
    const store = new AccountStore();
    const slot = store.slotOf('BANK:HOT');
    const before = store.memory.usedBytes;
    const lottery = new Lottery(1);
    const currencies = ['EUR', 'USD', 'JPY', 'GBP', 'CHF', 'SEK'];
    for (let i = 0; i < 1_000_000; i++) {
      store.recordLeg(slot, {
        direction: lottery.below(2) === 0 ? 'OUT' : 'IN',
        transferHash: i,
        counterpartyHash: lottery.word(),
        amountMinor: lottery.below(2 ** 40),
        currency: currencies[lottery.below(6)]!,
        at: NOON + i * 1_500 - lottery.below(3_600_000),
      });
    }
    expect(store.memory.usedBytes - before).toBeLessThan(42 * 1_024);
    expect(store.encodeSlot(slot).length).toBeLessThan(42 * 1_024);
  });
});
