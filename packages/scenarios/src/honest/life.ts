import type { Company } from '../population/business';
import type { Party } from '../population/party';
import type { Person } from '../population/person';
import { chance, fraction, pick, type Random, randomStream, whole } from '../simulation/random';
import { DAY, startOfDay } from '../simulation/time';
import type { World } from '../world';
import { planBigMoments } from './bigMoments';
import { paydayOf, planCompanyDay, planPayrolls, planShopPayout } from './companies';
import { planDay } from './everyDay';
import { planMonths } from './everyMonth';
import { planCollections, planLandlordMortgage, planNewStudents } from './gatherings';

/** Sets honest life going: what comes every month is planned now, what comes every day at each midnight. */
export function beginLife(world: World): void {
  const { core, population } = world;
  const random = randomStream(core.options.seed, 'life');
  const employerOf = assignEmployers(random, population.people, population.business.employers);
  const paydays = new Map<Person, number>();
  for (const person of population.people) {
    const employer = employerOf.get(person);
    paydays.set(person, employer === undefined ? usualPayday(world, person) : paydayOf(world, employer));
  }
  for (const employer of population.business.employers) {
    planPayrolls(
      world,
      employer,
      population.people.filter((person) => employerOf.get(person) === employer),
    );
  }
  const landlordOf = assignLandlords(world, random, paydays);
  for (const person of population.people) {
    planMonths(world, person, paydays.get(person)!, landlordOf.get(person) ?? null);
  }
  planBigMoments(world);
  planCollections(world);
  planNewStudents(world);
  everyMidnight(world);
}

function everyMidnight(world: World): void {
  const { period, queue } = world.core;
  const { business, people } = world.population;
  for (let day = startOfDay(period.historyFrom); day < period.paymentsUntil; day += DAY) {
    queue.plan(Math.max(day, period.historyFrom), () => {
      for (const person of people) planDay(world, person, day);
      for (const company of business.employers) planCompanyDay(world, company, day);
      for (const company of business.smallCompanies) planCompanyDay(world, company, day);
      if (day < startOfDay(period.historyCardsFrom)) return;
      for (const { shop, company } of business.ownShops) planShopPayout(world, shop, company, day);
    });
  }
}

function assignEmployers(
  random: Random,
  people: readonly Person[],
  employers: readonly Company[],
): Map<Person, Company> {
  const totalWeight = employers.reduce((sum, employer) => sum + employer.staffWeight, 0);
  const assigned = new Map<Person, Company>();
  for (const person of people) {
    if (person.occupation !== 'EMPLOYED_HERE') continue;
    let left = fraction(random) * totalWeight;
    let position = 0;
    while (position < employers.length - 1 && left >= employers[position]!.staffWeight) {
      left -= employers[position++]!.staffWeight;
    }
    const employer = employers[position]!;
    assigned.set(person, employer);
  }
  return assigned;
}

// Whoever is not paid by an employer here gets the income on one of four days of the month, the payday among them.
function usualPayday(world: World, person: Person): number {
  return world.core.period.payday - [0, 0, 10, 20][whole(person.random, 0, 3)]! * DAY;
}

function assignLandlords(
  world: World,
  random: Random,
  paydays: ReadonlyMap<Person, number>,
): Map<Person, Party> {
  const { people, business } = world.population;
  const landlordOf = new Map<Person, Party>();
  const tenants = people.filter(() => chance(random, 0.55));
  const landlords = people
    .filter((person) => person.savings !== null && !tenants.includes(person))
    .slice(0, Math.ceil(people.length / 250));
  const privately = new Set<Person>();
  for (const landlord of landlords) {
    // One house: tenants who live near each other and are paid on the same day.
    const payday = world.core.period.payday;
    const house = tenants
      .filter((tenant) => !privately.has(tenant) && tenant !== landlord && paydays.get(tenant) === payday)
      .slice(0, whole(random, 5, 12));
    for (const tenant of house) {
      privately.add(tenant);
      landlordOf.set(tenant, landlord.current);
    }
    if (house.length > 0) planLandlordMortgage(world, landlord, house, payday);
  }
  for (const tenant of tenants) {
    if (!privately.has(tenant)) landlordOf.set(tenant, pick(random, business.housingCompanies));
  }
  return landlordOf;
}
