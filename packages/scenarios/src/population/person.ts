import {
  amountBetween,
  chance,
  pick,
  pickPopular,
  pickSeveral,
  type Random,
  randomStream,
  whole,
} from '../simulation/random';
import { DAY, HOUR } from '../simulation/time';
import { OTHER_BANKS } from './accountNumbers';
import type { Business } from './business';
import type { Party } from './party';
import type { PartyRegistry } from './registry';

export type Occupation = 'EMPLOYED_HERE' | 'EMPLOYED_ELSEWHERE' | 'PENSIONER' | 'STUDENT' | 'SELF_EMPLOYED';

/** One customer, with what makes up the habits. */
export interface Person {
  readonly index: number;
  readonly random: Random;
  readonly occupation: Occupation;
  readonly birthYear: number;
  /** Net income of a month, minor units. */
  readonly incomeMinor: number;
  readonly current: Party;
  readonly savings: Party | null;
  /** An account of the same holder at another bank. */
  readonly ownElsewhere: Party | null;
  deviceId: string;
  /** Until then the bank notes the device as new; 0 for one that it has long known. */
  newDeviceUntil: number;
  /** The credentials were set anew together with the device. */
  newCredentials: boolean;
  readonly ipAddress: string;
  /** Geohash of the neighbourhood. */
  readonly location: string;
  readonly nightOwl: boolean;
  readonly cardsPerDay: number;
  readonly friendsPerDay: number;
  readonly shops: readonly Party[];
  readonly utilities: readonly Party[];
  readonly invoicers: readonly Party[];
  /** People whom this one pays now and then, here and at other banks. */
  readonly friends: Party[];
  /** When each payee was saved, epoch ms. */
  readonly payees: Map<Party, number>;
}

/** What the persons are made among. */
export interface PersonSurroundings {
  readonly seed: number;
  readonly registry: PartyRegistry;
  readonly business: Business;
  /** Private persons at other banks. */
  readonly strangers: readonly Party[];
  readonly historyFrom: number;
}

/** Makes one customer; friends among the customers are given later, when all exist. */
export function createPerson(around: PersonSurroundings, index: number): Person {
  const random = randomStream(around.seed, `person ${index}`);
  const age = whole(random, 18, 84);
  const occupation = occupationOf(random, age);
  const incomeMinor = occupation === 'STUDENT' ? 90_000 : amountBetween(random, 140_000, 620_000);
  const birthYear = new Date(around.historyFrom).getUTCFullYear() - age;
  const openedAt = around.historyFrom - whole(random, 120, 30 * Math.max(12, (age - 17) * 11)) * DAY;
  const phone = `phone-${random.a >>> 0}-${index}`;
  const holder = { holderKind: 'PERSON', creditorKind: 'PERSON', holderId: `C${100_000 + index}` } as const;
  const current = around.registry.openHere({
    ...holder,
    kind: 'CURRENT',
    openedAt,
    balanceMinor: amountBetween(random, Math.round(incomeMinor * 0.35), incomeMinor * 3),
    birthYear,
    phone,
    dailyLimitMinor: 5_000_000,
    ...(occupation === 'PENSIONER' && chance(random, 0.05) ? { protection: 'WELFARE' } : {}),
  });
  const savingsMinor = savingsOf(random, age);
  const savings =
    savingsMinor > 0
      ? around.registry.openHere({
          ...holder,
          kind: 'SAVINGS',
          openedAt: openedAt + 30 * DAY,
          balanceMinor: savingsMinor,
          birthYear,
          phone,
        })
      : null;
  const business = around.business;
  return {
    index,
    random,
    occupation,
    birthYear,
    incomeMinor,
    current,
    savings,
    ownElsewhere: chance(random, 0.25)
      ? around.registry.elsewhere(pick(random, OTHER_BANKS), 'PERSON')
      : null,
    deviceId: `dev-${index.toString(36)}-${(random.b >>> 0).toString(36)}`,
    newDeviceUntil: 0,
    newCredentials: false,
    ipAddress: `10.${whole(random, 16, 250)}.${whole(random, 0, 255)}.${whole(random, 1, 254)}`,
    location: `u${pick(random, GEOHASH)}${pick(random, GEOHASH)}${pick(random, GEOHASH)}${pick(random, GEOHASH)}`,
    nightOwl: chance(random, 0.05),
    cardsPerDay: whole(random, 8, 44) / 10,
    friendsPerDay: whole(random, 5, 45) / 100,
    shops: several(random, business.shops, 4, 12),
    utilities: pickSeveral(random, business.utilities, whole(random, 2, 4)),
    invoicers: several(random, business.invoicers, 2, 6),
    friends: pickSeveral(random, around.strangers, whole(random, 0, 3)),
    payees: new Map(),
  };
}

const GEOHASH = [...'0123456789bcdefghjkmnpqrstuvwxyz'];

function several<T>(random: Random, list: readonly T[], min: number, max: number): T[] {
  const chosen = new Set<T>();
  const count = Math.min(whole(random, min, max), list.length);
  for (let tries = 0; chosen.size < count && tries < 4 * max; tries++) chosen.add(pickPopular(random, list));
  return [...chosen];
}

function occupationOf(random: Random, age: number): Occupation {
  if (age >= 66) return 'PENSIONER';
  if (age <= 24 && chance(random, 0.6)) return 'STUDENT';
  if (chance(random, 0.68)) return 'EMPLOYED_HERE';
  return chance(random, 0.75) ? 'EMPLOYED_ELSEWHERE' : 'SELF_EMPLOYED';
}

// Savings are unequal: half of the people have none, one in twelve (older ones mostly) has what scammers look for.
function savingsOf(random: Random, age: number): number {
  if (chance(random, age > 50 ? 0.16 : 0.03)) return amountBetween(random, 4_000_000, 26_000_000);
  return chance(random, 0.45) ? amountBetween(random, 60_000, 3_500_000) : 0;
}

/** When the payee was saved; one that is paid for the first time is saved some minutes before. */
export function payeeAddedAt(person: Person, payee: Party, now: number): number {
  const known = person.payees.get(payee);
  if (known !== undefined) return known;
  const added = now - whole(person.random, 30_000, 600_000);
  person.payees.set(payee, added);
  return added;
}

/** Notes that the person has long known the payee. */
export function knowPayee(person: Person, payee: Party, historyFrom: number): void {
  if (!person.payees.has(payee)) {
    person.payees.set(
      payee,
      historyFrom - whole(person.random, 20, 1_500) * DAY + whole(person.random, 0, HOUR),
    );
  }
}
