import { availableMinor } from '../population/party';
import type { Person } from '../population/person';
import { fraction, type Random, randomStream } from '../simulation/random';
import { nextHourWithin } from '../simulation/time';
import type { FraudPattern } from '../truth/label';
import type { World } from '../world';
import { employMules } from './mule';
import type { MuleNetwork } from './networks';
import { SCRIPTS } from './scripts';

// Purchase scams are most of the cases, the others most of the money (DOMAIN: 71% of cases are purchase scams; a demo
// with so few cases shows each kind rather than the exact share).
const TURNS: readonly FraudPattern[] = [
  'safe-account',
  'purchase-scam',
  'account-takeover',
  'investment',
  'purchase-scam',
  'safe-account',
  'account-takeover',
  'purchase-scam',
];

/** Hours in which each kind begins, and what the victim must have, minor units. */
const HOURS: Readonly<Record<FraudPattern, readonly [number, number]>> = {
  'safe-account': [9, 18],
  investment: [9, 20],
  'account-takeover': [0, 5],
  'purchase-scam': [9, 22],
};
const WEALTH: Readonly<Record<FraudPattern, readonly [number, number]>> = {
  'safe-account': [7_000_000, 22_000_000],
  investment: [6_000_000, 20_000_000],
  'account-takeover': [1_500_000, 10_000_000],
  'purchase-scam': [300_000, 20_000_000],
};

/** Opens every fraud of the live period, gives it a victim, a network and a beginning, and sets the mules to work. */
export function beginFrauds(world: World, networks: readonly MuleNetwork[]): void {
  const { core } = world;
  const random = randomStream(core.options.seed, 'frauds');
  for (const network of networks) employMules(world, network);
  const mules = new Set(
    networks.flatMap(({ first, second }) => [...first, ...second]).map(({ party }) => party),
  );
  const taken = new Set<Person>();
  const { fraudCases } = core.options;
  for (let index = 0; index < fraudCases; index++) {
    const pattern = TURNS[index % TURNS.length]!;
    const victim = victimOf(
      world,
      random,
      pattern,
      (person) => !taken.has(person) && !mules.has(person.current),
    );
    if (victim === null) continue;
    taken.add(victim);
    const opened = core.cases.open({ pattern, victim });
    SCRIPTS[pattern]({
      world,
      opened,
      network: networks[index % networks.length]!,
      random: randomStream(core.options.seed, `case ${opened.caseNo}`),
      startsAt: beginningOf(world, random, pattern, index),
    });
  }
}

/** The first free person, from a random one on, who has enough; where no one has, the free one who has most. */
function victimOf(
  world: World,
  random: Random,
  pattern: FraudPattern,
  free: (person: Person) => boolean,
): Person | null {
  const { people } = world.population;
  const [least, most] = WEALTH[pattern];
  const from = Math.floor(fraction(random) * people.length);
  let richest: Person | null = null;
  let richestMinor = 0;
  for (let step = 0; step < people.length; step++) {
    const person = people[(from + step) % people.length]!;
    if (!free(person)) continue;
    const currentMinor = availableMinor(person.current);
    const wealthMinor = currentMinor + (person.savings === null ? 0 : availableMinor(person.savings));
    const reachableMinor = pattern === 'purchase-scam' ? currentMinor : wealthMinor;
    if (reachableMinor >= least && wealthMinor <= most) return person;
    if (wealthMinor > most || reachableMinor <= richestMinor) continue;
    richest = person;
    richestMinor = reachableMinor;
  }
  return richest;
}

// Spread over the live period, so that every report still leaves the desk time; moved to the hours of the kind.
function beginningOf(world: World, random: Random, pattern: FraudPattern, index: number): number {
  const { period, options } = world.core;
  const length = period.paymentsUntil - period.liveFrom;
  const share = 0.05 + 0.6 * ((index + fraction(random)) / options.fraudCases);
  const at = period.liveFrom + Math.floor(length * share);
  const [from, until] = HOURS[pattern];
  const moved = nextHourWithin(at, from, until);
  const shifted = moved === at ? at : moved + Math.floor(fraction(random) * (until - from) * 1_800_000);
  return shifted < period.liveFrom + length * 0.8 ? shifted : at;
}
