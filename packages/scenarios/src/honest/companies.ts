import { submitPayment } from '../core/submit';
import type { Company } from '../population/business';
import { availableMinor, type Party } from '../population/party';
import type { Person } from '../population/person';
import { monthlyMoments } from '../simulation/period';
import { amountBetween, chance, pick, rounded, times, whole } from '../simulation/random';
import { DAY, HOUR, MINUTE, momentOf, OFFICE, SECOND } from '../simulation/time';
import { honest } from '../truth/label';
import { planPayment, type World } from '../world';
import { receive } from './pay';

/** A payday of the employer. */
export function paydayOf(world: World, employer: Company): number {
  return world.core.period.payday - employer.paydayOffsetDays * DAY;
}

/** Plans the payrolls of an employer: every month one batch, ordered within a minute or two. */
export function planPayrolls(world: World, employer: Company, staff: readonly Person[]): void {
  monthlyMoments(world.core.period, paydayOf(world, employer)).forEach((at, month) => {
    planPayment(world, at, () => {
      const batchId = `PAY-${employer.index}-${month}`;
      staff.forEach((person, position) => {
        planPayment(world, at + position * 150, () => paySalary(world, employer, person, batchId));
      });
    });
  });
}

function paySalary(world: World, employer: Company, person: Person, batchId: string): void {
  submitPayment(world.core, {
    debtor: employer.account,
    creditor: person.current,
    amountMinor: person.incomeMinor,
    label: honest('salary'),
    initiation: 'BATCH',
    channel: 'API',
    batchId,
    purpose: 'SALA',
    payeeAddedAt: world.core.period.historyFrom - 60 * DAY,
    instant: false,
  });
}

/** Plans a company's day: what its customers elsewhere pay, what its suppliers get, and its shop's nightly payout. */
export function planCompanyDay(world: World, company: Company, dayStart: number): void {
  const { random } = company;
  const { strangers } = world.population;
  const large = company.staffWeight > 0;
  for (let sales = times(random, large ? 4 : 1.5); sales > 0; sales--) {
    const amountMinor = large
      ? Math.round(
          (company.staffWeight * 4_000_000_000) / 30 / 12 + amountBetween(random, 100_000, 2_000_000),
        )
      : amountBetween(random, 20_000, 600_000);
    planPayment(world, momentOf(random, dayStart, OFFICE), () => {
      const payer = large
        ? pick(random, world.population.business.employersElsewhere)
        : pick(random, strangers);
      receive(world, payer, company.account, amountMinor, 'sales-income');
    });
  }
  for (let bills = times(random, large ? 1.2 : 0.4); bills > 0; bills--) {
    planPayment(world, momentOf(random, dayStart, OFFICE), () => paySupplier(world, company));
  }
}

function paySupplier(world: World, company: Company): void {
  const { random } = company;
  const supplier = pick(random, company.suppliers);
  const amountMinor = amountBetween(random, 15_000, company.staffWeight > 0 ? 3_000_000 : 450_000);
  if (availableMinor(company.account) < amountMinor * 2 || supplier === company.account) return;
  submitPayment(world.core, {
    debtor: company.account,
    creditor: supplier,
    amountMinor,
    label: honest('supplier'),
    channel: chance(random, 0.5) ? 'API' : 'WEB',
    deviceId: company.deviceId,
    ipAddress: company.ipAddress,
    country: 'DE',
    payeeAddedAt: world.core.period.historyFrom - whole(random, 30, 900) * DAY,
    nameMatch: 'MATCH',
    purpose: 'SUPP',
    remittance: `Invoice ${whole(random, 1_000, 99_999)}`,
  });
}

/** Every night a shop's account pays its takings out to the company behind it: in and out within a day, and honest. */
export function planShopPayout(world: World, shop: Party, company: Party, dayStart: number): void {
  const position = shop.accountId.charCodeAt(shop.accountId.length - 1) * 7 * SECOND;
  planPayment(world, dayStart + 2 * HOUR + 10 * MINUTE + position, () => {
    const takingsMinor = availableMinor(shop) - 50_000;
    if (takingsMinor < 20_000) return;
    submitPayment(world.core, {
      debtor: shop,
      creditor: company,
      amountMinor: rounded(takingsMinor, 100),
      label: honest('merchant-payout'),
      initiation: 'BATCH',
      channel: 'API',
      sameHolder: true,
      payeeAddedAt: world.core.period.historyFrom - 200 * DAY,
      instant: false,
    });
  });
}
