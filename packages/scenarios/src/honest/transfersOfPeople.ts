import { availableMinor, isOurs, type Party } from '../population/party';
import type { Person } from '../population/person';
import { amountBetween, chance, pick, pickPopular, rounded, whole } from '../simulation/random';
import type { World } from '../world';
import { payByTransfer, receive } from './pay';

/** Money for someone known; one in twenty is new, and some of those are paid again. */
export function payFriend(world: World, person: Person): void {
  payFriendAs(world, person, 'friend');
}

/** The same, at an hour at which most sleep. */
export function payFriendAtNight(world: World, person: Person): void {
  payFriendAs(world, person, 'night');
}

function payFriendAs(world: World, person: Person, pattern: 'friend' | 'night'): void {
  const { random } = person;
  const friend = chance(random, 0.95) ? pick(random, person.friends) : newAcquaintance(world, person);
  if (friend === person.current) return;
  if (!person.friends.includes(friend) && chance(random, 0.4)) person.friends.push(friend);
  payByTransfer(world, person, friend, rounded(amountBetween(random, 500, 26_000), 100), pattern);
}

function newAcquaintance(world: World, person: Person): Party {
  const { people, strangers } = world.population;
  return chance(person.random, 0.6) ? pick(person.random, people).current : pick(person.random, strangers);
}

/** An invoice of someone in business, known or new; one in ten is large. */
export function payInvoice(world: World, person: Person): void {
  const { random } = person;
  const { invoicers } = world.population.business;
  const to = chance(random, 0.7) ? pick(random, person.invoicers) : pickPopular(random, invoicers);
  const amountMinor = amountBetween(random, 1_500, chance(random, 0.1) ? 260_000 : 55_000);
  payByTransfer(world, person, to, amountMinor, 'invoice', {
    purpose: 'SUPP',
    remittance: `Invoice ${whole(random, 1_000, 99_999)}`,
  });
}

/** The nearest look-alike of a purchase scam: a stranger is paid once, for something seen online. */
export function buySecondHand(world: World, person: Person): void {
  const seller = newAcquaintance(world, person);
  if (seller === person.current) return;
  payByTransfer(
    world,
    person,
    seller,
    rounded(amountBetween(person.random, 1_500, 90_000), 500),
    'second-hand',
  );
}

/** Money from a private account at another bank. */
export function receiveFromStranger(world: World, person: Person): void {
  const { random } = person;
  const elsewhere = person.friends.filter((friend) => !isOurs(friend));
  const from =
    elsewhere.length > 0 && chance(random, 0.6)
      ? pick(random, elsewhere)
      : pick(random, world.population.strangers);
  receive(world, from, person.current, rounded(amountBetween(random, 500, 45_000), 100), 'friend');
}

/** Between the accounts of one holder at two banks. */
export function moveOwnMoney(world: World, person: Person): void {
  const { random, ownElsewhere } = person;
  if (ownElsewhere === null) return;
  if (chance(random, 0.4)) {
    receive(
      world,
      ownElsewhere,
      person.current,
      rounded(amountBetween(random, 5_000, 250_000), 1_000),
      'own-account',
      { sameHolder: true },
    );
    return;
  }
  const spareMinor = availableMinor(person.current) - 50_000;
  if (spareMinor < 10_000) return;
  const amountMinor = rounded(Math.min(spareMinor, amountBetween(random, 5_000, 400_000)), 1_000);
  payByTransfer(world, person, ownElsewhere, amountMinor, 'own-account', {
    sameHolder: true,
    nameMatch: 'MATCH',
  });
}

/** From the savings to the current account. */
export function drawOnSavings(world: World, person: Person): void {
  const { random, savings } = person;
  if (savings === null || availableMinor(savings) < 40_000) return;
  const amountMinor = rounded(
    Math.min(availableMinor(savings), amountBetween(random, 10_000, 300_000)),
    1_000,
  );
  payByTransfer(world, person, person.current, amountMinor, 'savings', {
    from: savings,
    sameHolder: true,
    nameMatch: 'MATCH',
  });
}
