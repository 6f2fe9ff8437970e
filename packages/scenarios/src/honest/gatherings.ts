import { submitPayment } from '../core/submit';
import { availableMinor, type Party } from '../population/party';
import { knowPayee, type Person } from '../population/person';
import { monthlyMoments } from '../simulation/period';
import {
  amountBetween,
  chance,
  pick,
  pickSeveral,
  type Random,
  randomStream,
  rounded,
  whole,
} from '../simulation/random';
import { DAY, HOUR } from '../simulation/time';
import { honest } from '../truth/label';
import { planPayment, type World } from '../world';
import { payByTransfer, receive } from './pay';

/**
 * Weddings, farewell presents, class trips: dozens of people who never paid this account before pay it within a day or
 * two, and then most of it leaves for a travel agency. In form a mule's fan-in.
 */
export function planCollections(world: World): void {
  const { period, options } = world.core;
  const random = randomStream(options.seed, 'collections');
  const count = Math.max(2, Math.round(options.customers / 1_500));
  for (let index = 0; index < count; index++) {
    // Half of them while the bank is live, half in the weeks before.
    const live = index % 2 === 0;
    const spanMs = Math.min(whole(random, 8 * HOUR, 30 * HOUR), (period.paymentsUntil - period.liveFrom) / 2);
    const latest = live ? period.paymentsUntil - spanMs - HOUR : period.liveFrom - 3 * DAY;
    const earliest = live ? period.liveFrom : period.historyFrom;
    const from = Math.max(earliest, whole(random, earliest, Math.max(earliest, latest)));
    planCollection(world, random, from, spanMs);
  }
}

function planCollection(world: World, random: Random, from: number, spanMs: number): void {
  const { people, strangers, business } = world.population;
  const organiser = pick(random, people);
  const shareMinor = rounded(amountBetween(random, 2_000, 9_000), 1_000);
  for (const guest of pickSeveral(random, people.slice(0, 600), whole(random, 18, 40))) {
    if (guest === organiser) continue;
    planPayment(world, from + whole(random, 0, spanMs), () => {
      payByTransfer(world, guest, organiser.current, shareMinor, 'collection', {
        remittance: 'For the present',
      });
    });
  }
  for (const guest of pickSeveral(random, strangers.slice(0, 300), whole(random, 6, 20))) {
    planPayment(world, from + whole(random, 0, spanMs), () => {
      receive(world, guest, organiser.current, shareMinor, 'collection', { remittance: 'For the present' });
    });
  }
  planPayment(world, from + spanMs + whole(random, HOUR / 4, HOUR), () => {
    const spendMinor = Math.min(shareMinor * 30, availableMinor(organiser.current) - 10_000);
    if (spendMinor > 0)
      payByTransfer(world, organiser, pick(random, business.travelAgencies), spendMinor, 'collection-spend');
  });
}

/** Private landlords: the rents of a house come in within a day of payday, and most leaves for the mortgage. */
export function planLandlordMortgage(
  world: World,
  landlord: Person,
  tenants: readonly Person[],
  payday: number,
): void {
  const rentsMinor = tenants.reduce((sum, tenant) => sum + Math.round(tenant.incomeMinor * 0.3), 0);
  const { mortgageBank } = world.population.business;
  knowPayee(landlord, mortgageBank, world.core.period.historyFrom);
  for (const at of monthlyMoments(world.core.period, payday + 26 * HOUR)) {
    planPayment(world, at, () => {
      submitPayment(world.core, {
        debtor: landlord.current,
        creditor: mortgageBank,
        amountMinor: Math.min(Math.round(rentsMinor * 0.75), Math.max(1, availableMinor(landlord.current))),
        label: honest('landlord-mortgage'),
        initiation: 'STANDING_ORDER',
        payeeAddedAt: landlord.payees.get(mortgageBank) ?? world.core.period.historyFrom,
      });
    });
  }
}

/** A student's first account: opened days ago, filled by the parents, emptied by deposit and rent. In form a mule's start. */
export function planNewStudents(world: World): void {
  const { period, options } = world.core;
  const random = randomStream(options.seed, 'students');
  const count = Math.max(2, Math.round(options.customers / 1_000));
  const liveLength = period.paymentsUntil - period.liveFrom;
  for (let index = 0; index < count; index++) {
    const openedAt =
      index % 2 === 0
        ? period.liveFrom + (Math.floor(liveLength * 0.05 * (index + 1)) % Math.floor(liveLength * 0.6))
        : period.liveFrom - whole(random, 1, 20) * DAY;
    planNewStudent(world, random, openedAt, index);
  }
}

function planNewStudent(world: World, random: Random, openedAt: number, index: number): void {
  const { registry, people, strangers, business } = world.population;
  const { period } = world.core;
  const account: Party = registry.openHere({
    kind: 'CURRENT',
    holderKind: 'PERSON',
    creditorKind: 'PERSON',
    holderId: `S${10_000 + index}`,
    openedAt,
    balanceMinor: 0,
    birthYear: new Date(openedAt).getUTCFullYear() - 18,
    phone: `phone-student-${index}`,
    dailyLimitMinor: 500_000,
  });
  const parent = people.find(
    (person) => person.birthYear < 1_980 && availableMinor(person.current) > 400_000 && chance(random, 0.05),
  );
  if (parent === undefined) return;
  const startMinor = rounded(amountBetween(random, 150_000, 350_000), 10_000);
  planPayment(world, openedAt + whole(random, HOUR / 2, 2 * HOUR), () => {
    payByTransfer(world, parent, account, Math.min(startMinor, availableMinor(parent.current)), 'student');
  });
  planPayment(world, openedAt + whole(random, HOUR, 3 * HOUR), () => {
    receive(
      world,
      pick(random, strangers),
      account,
      rounded(amountBetween(random, 10_000, 60_000), 5_000),
      'student',
    );
  });
  const landlord = pick(random, business.housingCompanies);
  planPayment(world, openedAt + whole(random, 4 * HOUR, 9 * HOUR), () => {
    submitPayment(world.core, {
      debtor: account,
      creditor: landlord,
      amountMinor: Math.min(availableMinor(account), Math.round(startMinor * 0.55)),
      label: honest('student'),
      channel: 'MOBILE',
      deviceId: `dev-student-${index}`,
      ipAddress: `10.7.3.${index + 1}`,
      country: 'DE',
      signals: ['NEW_DEVICE'],
      payeeAddedAt: world.core.clock.now - HOUR / 6,
      nameMatch: 'MATCH',
      remittance: 'Deposit and first rent',
    });
  });
  for (let day = 0; day < 30; day++) {
    const at = openedAt + day * DAY + whole(random, 6 * HOUR, 20 * HOUR);
    if (at < period.historyCardsFrom) continue;
    planPayment(world, at, () => {
      submitPayment(world.core, {
        debtor: account,
        creditor: pick(random, business.shops.slice(0, 20)),
        amountMinor: amountBetween(random, 300, 4_000),
        kind: 'CARD_PAYMENT',
        label: honest('shop'),
        channel: 'POS',
      });
    });
  }
}
