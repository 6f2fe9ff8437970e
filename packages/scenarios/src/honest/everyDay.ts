import type { Person } from '../population/person';
import { times } from '../simulation/random';
import { DAY, EVENING, momentOf, NIGHT, ONLINE_BANKING, SHOPPING } from '../simulation/time';
import { planPayment, type World } from '../world';
import { depositCash, drawCash, orderAtNight, shop, splitBill } from './cardsAndCash';
import {
  buySecondHand,
  drawOnSavings,
  moveOwnMoney,
  payFriend,
  payFriendAtNight,
  payInvoice,
  receiveFromStranger,
} from './transfersOfPeople';

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
