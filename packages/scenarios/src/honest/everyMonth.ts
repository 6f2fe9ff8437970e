import type { Payment } from '../core/payment';
import { submitPayment } from '../core/submit';
import { availableMinor, type Party } from '../population/party';
import { knowPayee, type Person } from '../population/person';
import { monthlyMoments } from '../simulation/period';
import { amountBetween, chance, fraction, pick, rounded, times, whole } from '../simulation/random';
import { DAY, HOUR, MINUTE, momentOf, ONLINE_BANKING, startOfDay } from '../simulation/time';
import { type HonestPattern, honest } from '../truth/label';
import { planPayment, type World } from '../world';
import { payByTransfer, receive } from './pay';

/**
 * Plans what comes round every month for one person: income that is not a payroll, rent, direct debits, savings.
 * `payday`: a moment at which the person's income comes. `landlord`: whom the rent goes to, null for an owner.
 */
export function planMonths(world: World, person: Person, payday: number, landlord: Party | null): void {
  const { random } = person;
  planIncome(world, person, payday);
  if (landlord !== null) planRent(world, person, payday, landlord);
  for (const utility of person.utilities) {
    const afterPayday = chance(random, 0.6);
    const anchor = payday + whole(random, 4 * HOUR, afterPayday ? 5 * DAY : 29 * DAY);
    const amountMinor = amountBetween(random, 1_500, 14_000);
    everyMonth(world, anchor, () => directDebit(world, person, utility, amountMinor));
  }
  const { savings } = person;
  if (savings !== null && chance(random, 0.7)) {
    const amountMinor = rounded(Math.round(person.incomeMinor * (0.03 + 0.12 * fraction(random))), 500);
    everyMonth(world, payday + whole(random, 5 * HOUR, 60 * HOUR), () => {
      standingOrder(world, person, savings, amountMinor, 'savings', { sameHolder: true });
    });
  }
  if (chance(random, 0.03)) planCryptoHabit(world, person);
}

function everyMonth(world: World, anchor: number, act: () => void): void {
  for (const at of monthlyMoments(world.core.period, anchor)) planPayment(world, at, act);
}

// Salaries of employers here come as one payroll batch (see companies); all other income comes one by one.
function planIncome(world: World, person: Person, payday: number): void {
  const { random, occupation, incomeMinor } = person;
  const { business } = world.population;
  if (occupation === 'EMPLOYED_ELSEWHERE') {
    const employer = pick(random, business.employersElsewhere);
    everyMonth(world, payday + whole(random, 0, 2 * HOUR), () => {
      receive(world, employer, person.current, incomeMinor, 'salary', {
        initiation: 'BATCH',
        purpose: 'SALA',
      });
    });
  } else if (occupation === 'PENSIONER') {
    everyMonth(world, payday + whole(random, 0, HOUR), () => {
      receive(world, business.pensionFund, person.current, incomeMinor, 'pension', {
        initiation: 'BATCH',
        purpose: 'PENS',
      });
    });
  } else if (occupation === 'STUDENT') {
    const parent =
      world.population.people[(person.index + whole(random, 50, 90)) % world.population.people.length]!;
    if (parent.occupation === 'STUDENT') return;
    knowPayee(parent, person.current, world.core.period.historyFrom);
    everyMonth(world, payday + whole(random, 0, DAY), () => {
      standingOrder(world, parent, person.current, 60_000, 'student');
    });
  } else if (occupation === 'SELF_EMPLOYED') {
    const monthStart = startOfDay(world.core.period.historyFrom);
    for (let customers = times(random, 9); customers > 0; customers--) {
      const at = momentOf(random, monthStart + whole(random, 0, 45) * DAY, ONLINE_BANKING);
      const payer = pick(random, world.population.strangers);
      planPayment(world, at, () =>
        receive(world, payer, person.current, Math.round(incomeMinor / 6), 'sales-income'),
      );
    }
  }
}

function planRent(world: World, person: Person, payday: number, landlord: Party): void {
  const rentMinor = rounded(Math.round(person.incomeMinor * 0.3), 1_000);
  knowPayee(person, landlord, world.core.period.historyFrom);
  everyMonth(world, payday + whole(person.random, 2 * HOUR, 25 * HOUR), () => {
    standingOrder(world, person, landlord, rentMinor, 'rent', { purpose: 'RENT' });
  });
}

/** A standing order: a transfer that nobody types. */
export function standingOrder(
  world: World,
  person: Person,
  to: Party,
  amountMinor: number,
  pattern: HonestPattern,
  details: Partial<Payment> = {},
): void {
  submitPayment(world.core, {
    debtor: person.current,
    creditor: to,
    amountMinor,
    label: honest(pattern),
    initiation: 'STANDING_ORDER',
    channel: 'OTHER',
    payeeAddedAt: person.payees.get(to) ?? world.core.period.historyFrom - 90 * DAY,
    ...details,
  });
}

function directDebit(world: World, person: Person, utility: Party, amountMinor: number): void {
  submitPayment(world.core, {
    debtor: person.current,
    creditor: utility,
    amountMinor,
    kind: 'DIRECT_DEBIT',
    label: honest('utility'),
    channel: 'OTHER',
    purpose: 'ELEC',
  });
}

// A saver who sends a little to the exchange every week, and has done so for long.
function planCryptoHabit(world: World, person: Person): void {
  const { random } = person;
  const exchange = pick(random, world.population.business.exchanges);
  const usualMinor = rounded(amountBetween(random, 5_000, 40_000), 1_000);
  const { period } = world.core;
  knowPayee(person, exchange, period.historyFrom);
  const first = startOfDay(period.historyFrom) + whole(random, 0, 6) * DAY;
  for (let day = first; day < period.paymentsUntil; day += 7 * DAY) {
    planPayment(world, momentOf(random, day, ONLINE_BANKING) + whole(random, 0, MINUTE), () => {
      if (availableMinor(person.current) > usualMinor * 2) {
        payByTransfer(world, person, exchange, usualMinor, 'crypto-habit');
      }
    });
  }
}
