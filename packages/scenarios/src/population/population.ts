import type { SyntheticBankOptions } from '../options';
import { chance, pick, type Random, randomStream, whole } from '../simulation/random';
import { OTHER_BANKS } from './accountNumbers';
import { type Business, createBusiness } from './business';
import type { Party } from './party';
import { createPerson, knowPayee, type Person } from './person';
import { createPartyRegistry, type PartyRegistry } from './registry';

/** Everyone there is when simulated time begins. */
export interface Population {
  readonly registry: PartyRegistry;
  readonly business: Business;
  readonly people: readonly Person[];
  /** Private persons at other banks. */
  readonly strangers: readonly Party[];
}

export function createPopulation(options: SyntheticBankOptions, historyFrom: number): Population {
  const { seed, customers } = options;
  const random = randomStream(seed, 'population');
  const registry = createPartyRegistry(random, options.currency);
  const business = createBusiness(seed, registry, customers, historyFrom);
  const strangers = Array.from({ length: Math.max(20, Math.round(customers * 0.4)) }, () =>
    registry.elsewhere(pick(random, OTHER_BANKS), 'PERSON'),
  );
  const around = { seed, registry, business, strangers, historyFrom };
  const people = Array.from({ length: customers }, (_, index) => createPerson(around, index));
  makeFriends(random, people);
  for (const person of people) rememberPayees(person, historyFrom);
  return { registry, business, people, strangers };
}

// Friends are near each other in the list (colleagues, family, neighbours) and pay each other in both directions.
function makeFriends(random: Random, people: readonly Person[]): void {
  for (const person of people) {
    for (let i = whole(random, 1, 3); i > 0; i--) {
      const distance = whole(random, 1, 40);
      const friend = people[(person.index + distance) % people.length]!;
      if (friend === person || person.friends.includes(friend.current)) continue;
      person.friends.push(friend.current);
      if (chance(random, 0.9)) friend.friends.push(person.current);
    }
  }
}

function rememberPayees(person: Person, historyFrom: number): void {
  for (const friend of person.friends) knowPayee(person, friend, historyFrom);
  for (const invoicer of person.invoicers) {
    if (chance(person.random, 0.7)) knowPayee(person, invoicer, historyFrom);
  }
  if (person.savings !== null) knowPayee(person, person.savings, historyFrom);
  if (person.ownElsewhere !== null) knowPayee(person, person.ownElsewhere, historyFrom);
}
