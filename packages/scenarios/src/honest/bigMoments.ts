import { OTHER_BANKS } from '../population/accountNumbers';
import { availableMinor, isOurs, type Party } from '../population/party';
import type { Person } from '../population/person';
import {
  amountBetween,
  chance,
  fraction,
  pick,
  type Random,
  randomStream,
  rounded,
  times,
  whole,
} from '../simulation/random';
import { DAY, type DayShape, HOUR, momentOf, OFFICE, ONLINE_BANKING, startOfDay } from '../simulation/time';
import { planPayment, type World } from '../world';
import { payByTransfer, receive } from './pay';

/** What happens to few people, rarely, and looks like fraud: large, first of its kind, or from a new device. */
interface BigMoment {
  /** How often a day among 1,000 customers. */
  readonly perDayPer1000: number;
  readonly when: DayShape;
  readonly act: (world: World, random: Random) => void;
}

const MOMENTS: readonly BigMoment[] = [
  { perDayPer1000: 0.25, when: OFFICE, act: buyCar },
  { perDayPer1000: 0.06, when: OFFICE, act: buyHouse },
  { perDayPer1000: 0.9, when: ONLINE_BANKING, act: payTax },
  { perDayPer1000: 0.25, when: ONLINE_BANKING, act: buyCarPrivately },
  { perDayPer1000: 0.5, when: ONLINE_BANKING, act: payCraftsman },
  { perDayPer1000: 0.2, when: ONLINE_BANKING, act: changeBank },
  { perDayPer1000: 0.5, when: OFFICE, act: payAtBranch },
  { perDayPer1000: 0.45, when: ONLINE_BANKING, act: giveToFamily },
  { perDayPer1000: 0.2, when: OFFICE, act: receiveInsurance },
  { perDayPer1000: 0.5, when: ONLINE_BANKING, act: changePhone },
];

/** Plans every big moment of the period; each kind happens at least once while the bank is live. */
export function planBigMoments(world: World): void {
  const { core, population } = world;
  const { period } = core;
  const random = randomStream(core.options.seed, 'big moments');
  const thousands = population.people.length / 1_000;
  for (const moment of MOMENTS) {
    for (let day = startOfDay(period.historyFrom); day < period.paymentsUntil; day += DAY) {
      for (let left = times(random, moment.perDayPer1000 * thousands); left > 0; left--) {
        planPayment(world, momentOf(random, day, moment.when), () => moment.act(world, random));
      }
    }
    const surely =
      period.liveFrom + Math.floor((0.1 + 0.6 * fraction(random)) * (period.paymentsUntil - period.liveFrom));
    planPayment(world, surely, () => moment.act(world, random));
  }
}

/** Someone who can pay so much from savings and current account together, and gets it ready; no one where no one can. */
function someoneWith(
  world: World,
  random: Random,
  amountMinor: number,
  then: (person: Person) => void,
): void {
  const { people } = world.population;
  const from = Math.floor(fraction(random) * people.length);
  for (let step = 0; step < people.length; step++) {
    const person = people[(from + step) % people.length]!;
    const readyMinor = availableMinor(person.current);
    if (readyMinor >= amountMinor) {
      then(person);
      return;
    }
    const { savings } = person;
    if (savings === null || readyMinor + availableMinor(savings) < amountMinor + 10_000) continue;
    const missingMinor = amountMinor - readyMinor + 10_000;
    payByTransfer(world, person, person.current, missingMinor, 'savings', {
      from: savings,
      sameHolder: true,
      nameMatch: 'MATCH',
    });
    const { clock, period } = world.core;
    const readyAt = clock.now + whole(random, HOUR, 5 * HOUR);
    planPayment(world, Math.min(readyAt, Math.max(clock.now, period.paymentsUntil - 1)), () => then(person));
    return;
  }
}

function buyCar(world: World, random: Random): void {
  const amountMinor = rounded(amountBetween(random, 700_000, 3_400_000), 1_000);
  const dealer = pick(random, world.population.business.carDealers);
  someoneWith(world, random, amountMinor, (person) => {
    payByTransfer(
      world,
      person,
      dealer,
      amountMinor,
      'car-dealer',
      raisedLimit(random, { remittance: 'Order of a car' }),
    );
  });
}

function buyHouse(world: World, random: Random): void {
  const amountMinor = rounded(amountBetween(random, 2_500_000, 9_000_000), 10_000);
  const notary = pick(random, world.population.business.notaries);
  someoneWith(world, random, amountMinor, (person) => {
    payByTransfer(
      world,
      person,
      notary,
      amountMinor,
      'house-purchase',
      raisedLimit(random, { remittance: 'Purchase deed' }),
    );
  });
}

function raisedLimit<T extends object>(random: Random, details: T): T & { signals?: readonly string[] } {
  return chance(random, 0.4) ? { ...details, signals: ['LIMIT_RAISED'] } : details;
}

function payTax(world: World, random: Random): void {
  const amountMinor = amountBetween(random, 20_000, 900_000);
  someoneWith(world, random, amountMinor, (person) => {
    payByTransfer(world, person, world.population.business.taxOffice, amountMinor, 'tax', {
      purpose: 'TAXS',
    });
  });
}

function buyCarPrivately(world: World, random: Random): void {
  const amountMinor = rounded(amountBetween(random, 250_000, 1_300_000), 5_000);
  const seller = chance(random, 0.6)
    ? pick(random, world.population.people).current
    : pick(random, world.population.strangers);
  someoneWith(world, random, amountMinor, (person) => {
    if (person.current !== seller)
      payByTransfer(world, person, seller, amountMinor, 'private-car', { remittance: 'Used car' });
  });
}

// A roof, a kitchen, a move: a large sum for someone never paid before, a company or a man with a van.
function payCraftsman(world: World, random: Random): void {
  const amountMinor = amountBetween(random, 90_000, 1_200_000);
  const { people, strangers, business } = world.population;
  const alone = chance(random, 0.35);
  const to = !alone
    ? pick(random, business.invoicers)
    : chance(random, 0.5)
      ? pick(random, people).current
      : pick(random, strangers);
  someoneWith(world, random, amountMinor, (person) => {
    if (person.current === to) return;
    payByTransfer(world, person, to, amountMinor, 'craftsman', {
      remittance: 'Invoice',
      // A trade name is not the account holder's.
      ...(alone && chance(random, 0.4) ? { nameMatch: 'NO_MATCH' as const } : {}),
    });
  });
}

// The savings go to an own account at another bank, for the better interest; half of the banks know that it is the same holder.
function changeBank(world: World, random: Random): void {
  const { registry, people } = world.population;
  const person = pick(random, people);
  const { savings } = person;
  if (savings === null || availableMinor(savings) < 200_000) return;
  const amountMinor = rounded(Math.floor(availableMinor(savings) * (0.6 + 0.35 * fraction(random))), 10_000);
  const elsewhere = person.ownElsewhere ?? registry.elsewhere(pick(random, OTHER_BANKS), 'PERSON');
  payByTransfer(world, person, elsewhere, amountMinor, 'change-of-bank', {
    from: savings,
    nameMatch: 'MATCH',
    ...(chance(random, 0.5) ? { sameHolder: true } : {}),
  });
}

function payAtBranch(world: World, random: Random): void {
  const amountMinor = rounded(amountBetween(random, 20_000, 1_500_000), 100);
  someoneWith(world, random, amountMinor, (person) => {
    const to = chance(random, 0.6)
      ? pick(random, person.friends)
      : pick(random, world.population.business.invoicers);
    if (to !== person.current)
      payByTransfer(world, person, to, amountMinor, 'branch', { channel: 'BRANCH', nameMatch: 'MATCH' });
  });
}

function giveToFamily(world: World, random: Random): void {
  const amountMinor = rounded(amountBetween(random, 50_000, 1_000_000), 10_000);
  someoneWith(world, random, amountMinor, (person) => {
    const to: Party = chance(random, 0.8)
      ? pick(random, person.friends)
      : pick(random, world.population.people).current;
    if (to !== person.current)
      payByTransfer(world, person, to, amountMinor, 'gift', isOurs(to) ? {} : { remittance: 'For you' });
  });
}

function receiveInsurance(world: World, random: Random): void {
  const person = pick(random, world.population.people);
  receive(
    world,
    world.population.business.insurer,
    person.current,
    amountBetween(random, 80_000, 2_500_000),
    'insurance-payout',
    { purpose: 'INSU' },
  );
}

// A new phone: the same person, from now on another device, which the bank notes as new for a day or two.
function changePhone(world: World, random: Random): void {
  const person = pick(random, world.population.people);
  person.deviceId = `${person.deviceId}-n`;
  person.newCredentials = chance(random, 0.35);
  person.newDeviceUntil = world.core.clock.now + whole(random, DAY / 2, 2 * DAY);
  const to = pick(random, person.friends);
  if (to === person.current) return;
  payByTransfer(world, person, to, rounded(amountBetween(random, 1_000, 40_000), 100), 'new-phone', {
    channel: 'MOBILE',
  });
}
