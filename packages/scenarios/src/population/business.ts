import type { CreditorKind } from '@sluice/domain';
import { amountBetween, pick, type Random, randomStream, whole } from '../simulation/random';
import { DAY } from '../simulation/time';
import { OTHER_BANKS } from './accountNumbers';
import type { Party } from './party';
import type { PartyRegistry } from './registry';

/** A company that banks here: what it takes in, whom it pays. */
export interface Company {
  readonly index: number;
  readonly random: Random;
  readonly account: Party;
  readonly deviceId: string;
  readonly ipAddress: string;
  readonly suppliers: readonly Party[];
  /** Share of the staff that works for it, in parts of all employers' weights; 0 for one that pays no salaries here. */
  readonly staffWeight: number;
  /** Days before the payday of the live period. */
  readonly paydayOffsetDays: number;
}

/** The companies, shops and institutions among whom the customers live; lists begin with the most popular. */
export interface Business {
  readonly employers: readonly Company[];
  readonly smallCompanies: readonly Company[];
  readonly employersElsewhere: readonly Party[];
  readonly pensionFund: Party;
  readonly insurer: Party;
  readonly shops: readonly Party[];
  /** Shops that bank here, with the company account that each pays out to every night. */
  readonly ownShops: readonly { readonly shop: Party; readonly company: Party }[];
  readonly utilities: readonly Party[];
  readonly housingCompanies: readonly Party[];
  /** Whoever sends invoices: craftsmen, clinics, garages, notaries, the tax office, online traders. */
  readonly invoicers: readonly Party[];
  readonly carDealers: readonly Party[];
  readonly notaries: readonly Party[];
  readonly taxOffice: Party;
  readonly travelAgencies: readonly Party[];
  readonly mortgageBank: Party;
  readonly exchanges: readonly Party[];
  readonly terminals: readonly Party[];
  /** IP addresses that many people share: cafés, trains, mobile networks. Gangs use them too. */
  readonly publicAddresses: readonly string[];
}

export function createBusiness(
  seed: number,
  registry: PartyRegistry,
  customers: number,
  historyFrom: number,
): Business {
  const random = randomStream(seed, 'business');
  const oldAccount = (): number => historyFrom - whole(random, 400, 6_000) * DAY;
  const here = (
    creditorKind: CreditorKind,
    kind: 'CURRENT' | 'MERCHANT' | 'POOLED',
    balanceMinor: number,
  ): Party =>
    registry.openHere({
      kind,
      creditorKind,
      holderKind: 'COMPANY',
      holderId: `B${registry.parties.length}`,
      openedAt: oldAccount(),
      balanceMinor,
    });
  const away = (creditorKind: CreditorKind): Party =>
    registry.elsewhere(pick(random, OTHER_BANKS), creditorKind);
  const many = (count: number, make: (index: number) => Party): Party[] =>
    Array.from({ length: Math.max(1, Math.round(count)) }, (_, index) => make(index));

  const suppliers = many(customers / 60, (index) =>
    index % 2 === 0
      ? here('COMPANY', 'CURRENT', amountBetween(random, 500_000, 20_000_000))
      : away('COMPANY'),
  );
  const company = (index: number, staffWeight: number, balanceMinor: number): Company => ({
    index,
    random: randomStream(seed, `company ${index}`),
    account: here('COMPANY', 'CURRENT', balanceMinor),
    deviceId: `dev-co-${index.toString(36)}`,
    ipAddress: `10.8.${index % 250}.${whole(random, 1, 254)}`,
    suppliers: Array.from({ length: whole(random, 3, 8) }, () => pick(random, suppliers)),
    staffWeight,
    paydayOffsetDays: index % 5 < 2 ? 0 : (index % 5) * 5,
  });
  const employers = Array.from({ length: Math.max(3, Math.round(customers / 160)) }, (_, index) =>
    company(index, 1 / (index + 2), Math.round(customers / (index + 2)) * 260_000 + 20_000_000),
  );
  const smallCompanies = Array.from({ length: Math.max(3, Math.round(customers / 50)) }, (_, index) =>
    company(1_000 + index, 0, amountBetween(random, 1_500_000, 15_000_000)),
  );
  const ownShops = many(customers / 45, () => here('MERCHANT', 'MERCHANT', 200_000)).map((shop, index) => ({
    shop,
    company: smallCompanies[index % smallCompanies.length]!.account,
  }));
  const shopsElsewhere = many(customers / 35, () => away('MERCHANT'));
  const carDealers = [
    here('COMPANY', 'CURRENT', 9_000_000),
    here('COMPANY', 'CURRENT', 7_000_000),
    away('COMPANY'),
  ];
  const notaries = [here('COMPANY', 'POOLED', 30_000_000), here('COMPANY', 'POOLED', 12_000_000)];
  const travelAgencies = [here('COMPANY', 'CURRENT', 4_000_000), away('COMPANY')];
  const taxOffice = away('COMPANY');
  const invoicers = many(customers / 60, (index) =>
    index % 3 === 2 ? away('COMPANY') : here('COMPANY', 'CURRENT', amountBetween(random, 200_000, 4_000_000)),
  );
  return {
    employers,
    smallCompanies,
    employersElsewhere: many(Math.max(6, customers / 120), () => away('COMPANY')),
    pensionFund: away('COMPANY'),
    insurer: away('COMPANY'),
    shops: interleave(
      ownShops.map((entry) => entry.shop),
      shopsElsewhere,
    ),
    ownShops,
    utilities: [...many(3, () => here('COMPANY', 'CURRENT', 6_000_000)), ...many(3, () => away('COMPANY'))],
    housingCompanies: [
      ...many(3, () => here('COMPANY', 'CURRENT', 9_000_000)),
      ...many(3, () => away('COMPANY')),
    ],
    invoicers: [...carDealers, taxOffice, ...travelAgencies, ...notaries, ...invoicers],
    carDealers,
    notaries,
    taxOffice,
    travelAgencies,
    mortgageBank: away('COMPANY'),
    exchanges: many(2, () => away('CRYPTO_EXCHANGE')),
    publicAddresses: Array.from({ length: 24 }, (_, index) => `100.64.${index}.${whole(random, 1, 254)}`),
    terminals: many(Math.max(8, customers / 120), (index) => registry.cashTerminal(`ATM${1_000 + index}`)),
  };
}

function interleave<T>(left: readonly T[], right: readonly T[]): T[] {
  const all: T[] = [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    if (i < left.length) all.push(left[i]!);
    if (i < right.length) all.push(right[i]!);
  }
  return all;
}
