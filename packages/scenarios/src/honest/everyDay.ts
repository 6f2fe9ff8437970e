import { submitPayment } from '../core/submit';
import { availableMinor, isOurs, type Party } from '../population/party';
import type { Person } from '../population/person';
import { amountBetween, chance, pick, pickPopular, rounded, times, whole } from '../simulation/random';
import { DAY, EVENING, HOUR, MINUTE, momentOf, NIGHT, ONLINE_BANKING, SHOPPING } from '../simulation/time';
import { honest } from '../truth/label';
import { planPayment, type World } from '../world';
import { payByCard, payByTransfer, receive } from './pay';

/** One thing that people do now and then: how often a day, when, and what. */
interface Habit {
  readonly perDay: (person: Person) => number;
  readonly when: typeof SHOPPING;
  /** Card payments and cash: their past is published for the last days only. */
  readonly byCard: boolean;
  readonly act: (world: World, person: Person) => void;
}

const HABITS: readonly Habit[] = [
  { perDay: (person) => person.cardsPerDay, when: SHOPPING, byCard: true, act: shop },
  { perDay: (person) => (person.nightOwl ? 0.8 : 0.01), when: NIGHT, byCard: true, act: orderAtNight },
  { perDay: () => 0.07, when: SHOPPING, byCard: true, act: drawCash },
  {
    perDay: (person) => (person.occupation === 'SELF_EMPLOYED' ? 0.2 : 0.004),
    when: SHOPPING,
    byCard: true,
    act: depositCash,
  },
  { perDay: (person) => person.friendsPerDay, when: ONLINE_BANKING, byCard: false, act: payFriend },
  { perDay: (person) => (person.nightOwl ? 0.15 : 0.002), when: NIGHT, byCard: false, act: payFriendAtNight },
  { perDay: () => 0.025, when: EVENING, byCard: false, act: splitBill },
  { perDay: () => 0.13, when: ONLINE_BANKING, byCard: false, act: payInvoice },
  { perDay: () => 0.012, when: ONLINE_BANKING, byCard: false, act: buySecondHand },
  { perDay: () => 0.05, when: ONLINE_BANKING, byCard: false, act: receiveFromStranger },
  {
    perDay: (person) => (person.ownElsewhere === null ? 0 : 0.03),
    when: ONLINE_BANKING,
    byCard: false,
    act: moveOwnMoney,
  },
  {
    perDay: (person) => (person.savings === null ? 0 : 0.03),
    when: ONLINE_BANKING,
    byCard: false,
    act: drawOnSavings,
  },
];

/** Plans what a person does on the day that begins at `dayStart`. */
export function planDay(world: World, person: Person, dayStart: number): void {
  const cardsFrom = world.core.period.historyCardsFrom;
  for (const habit of HABITS) {
    if (habit.byCard && dayStart + DAY <= cardsFrom) continue;
    for (let left = times(person.random, habit.perDay(person)); left > 0; left--) {
      const at = momentOf(person.random, dayStart, habit.when);
      if (!habit.byCard || at >= cardsFrom) planPayment(world, at, () => habit.act(world, person));
    }
  }
}

function shop(world: World, person: Person): void {
  const { random } = person;
  const where = chance(random, 0.9)
    ? pickPopular(random, person.shops)
    : pickPopular(random, world.population.business.shops);
  const share = person.incomeMinor / 300_000;
  const amountMinor = Math.max(90, Math.round(amountBetween(random, 250, 14_000) * share));
  const paid = payByCard(world, person, where, amountMinor, 'shop');
  if (paid !== null && chance(random, 0.015)) planRefund(world, person, where, paid.transferId, amountMinor);
}

// A refund is a transfer of its own, from the shop, that relates to the purchase.
function planRefund(
  world: World,
  person: Person,
  shopParty: Party,
  transferId: string,
  paidMinor: number,
): void {
  const entire = chance(person.random, 0.7);
  const amountMinor = entire ? paidMinor : Math.max(1, Math.floor(paidMinor / 2));
  planPayment(world, world.core.clock.now + whole(person.random, 3 * HOUR, 40 * HOUR), () => {
    submitPayment(world.core, {
      debtor: shopParty,
      creditor: person.current,
      amountMinor,
      kind: entire ? 'REVERSAL' : 'RETURN',
      label: honest('refund'),
      channel: 'POS',
      relatesTo: transferId,
    });
  });
}

function orderAtNight(world: World, person: Person): void {
  payByCard(
    world,
    person,
    pickPopular(person.random, person.shops),
    amountBetween(person.random, 700, 9_000),
    'night',
  );
}

function drawCash(world: World, person: Person): void {
  const { random } = person;
  submitPayment(world.core, {
    debtor: person.current,
    creditor: pick(random, world.population.business.terminals),
    amountMinor: rounded(amountBetween(random, 2_000, 45_000), 1_000),
    kind: 'CASH_WITHDRAWAL',
    label: honest('cash'),
    channel: 'ATM',
    country: 'DE',
    location: person.location,
  });
}

function depositCash(world: World, person: Person): void {
  submitPayment(world.core, {
    debtor: pick(person.random, world.population.business.terminals),
    creditor: person.current,
    amountMinor: rounded(amountBetween(person.random, 8_000, 120_000), 1_000),
    kind: 'CASH_DEPOSIT',
    label: honest('cash-deposit'),
    channel: 'ATM',
  });
}

function payFriend(world: World, person: Person): void {
  payFriendAs(world, person, 'friend');
}

function payFriendAtNight(world: World, person: Person): void {
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

// One pays the dinner, the others send their shares to that one within hours.
function splitBill(world: World, person: Person): void {
  const { random } = person;
  const { clock, period } = world.core;
  // Long ago only the shares are on record, not the dinner itself.
  if (clock.now >= period.historyCardsFrom) {
    const dinner = payByCard(
      world,
      person,
      pick(random, person.shops),
      amountBetween(random, 6_000, 26_000),
      'shop',
    );
    if (dinner === null) return;
  }
  const shareMinor = amountBetween(random, 1_500, 5_500);
  const { people } = world.population;
  for (let guests = whole(random, 2, 5); guests > 0; guests--) {
    const guest = people[(person.index + whole(random, 1, 25)) % people.length]!;
    if (guest === person) continue;
    planPayment(world, world.core.clock.now + whole(random, 10 * MINUTE, 5 * HOUR), () => {
      payByTransfer(world, guest, person.current, shareMinor, 'bill-split');
    });
  }
}

function payInvoice(world: World, person: Person): void {
  const { random } = person;
  const { invoicers } = world.population.business;
  const to = chance(random, 0.7) ? pick(random, person.invoicers) : pickPopular(random, invoicers);
  const amountMinor = amountBetween(random, 1_500, chance(random, 0.1) ? 260_000 : 55_000);
  payByTransfer(world, person, to, amountMinor, 'invoice', {
    purpose: 'SUPP',
    remittance: `Invoice ${whole(random, 1_000, 99_999)}`,
  });
}

// The nearest look-alike of a purchase scam: a stranger is paid once, for something seen online.
function buySecondHand(world: World, person: Person): void {
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

function receiveFromStranger(world: World, person: Person): void {
  const { random } = person;
  const elsewhere = person.friends.filter((friend) => !isOurs(friend));
  const from =
    elsewhere.length > 0 && chance(random, 0.6)
      ? pick(random, elsewhere)
      : pick(random, world.population.strangers);
  receive(world, from, person.current, rounded(amountBetween(random, 500, 45_000), 100), 'friend');
}

function moveOwnMoney(world: World, person: Person): void {
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

function drawOnSavings(world: World, person: Person): void {
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
