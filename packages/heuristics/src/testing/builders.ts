import type { AccountFeatures, DirectionWindows } from '@sluice/account-state';
import type { Transfer } from '@sluice/domain';
import { fillLegView, type LegView, newLegView } from '../leg/legView';
import { NOW } from './moment';
import { plainTransfer } from './plainTransfer';

export { NOW };
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Whole euros in cents. */
export function eur(major: number): number {
  return major * 100;
}

export function minutesAgo(minutes: number): number {
  return NOW - minutes * MINUTE_MS;
}

export function daysAgo(days: number): number {
  return NOW - days * DAY_MS;
}

/** A customer's push of 100 EUR by phone between two of our accounts, still INITIATED, name matching. */
export function leg(over: Partial<Transfer> & { readonly late?: boolean } = {}): LegView {
  const { late = false, ...changed } = over;
  const transfer = plainTransfer({
    occurredAt: NOW,
    deviceId: 'device-1',
    ipAddress: '192.0.2.1',
    payeeNameMatch: 'MATCH',
    sameHolder: false,
    debtorBalanceMinor: eur(5_000),
    creditorBalanceMinor: eur(2_000),
    ...changed,
  });
  return fillLegView(newLegView(), transfer, late);
}

/** The same leg with something changed. */
export function legLike(one: LegView, over: Partial<Transfer>): LegView {
  return leg({ ...one.transfer, late: one.late, ...over });
}

type WindowFigures = readonly [in10m: number, in1h: number, in24h: number, in7d: number];

export interface DirectionFigures {
  readonly count?: WindowFigures;
  readonly sumMinor?: WindowFigures;
  readonly distinct?: WindowFigures;
  readonly fresh?: WindowFigures;
}

/** Windows of one direction; what is not said is 0. */
export function windows(figures: DirectionFigures = {}): DirectionWindows {
  const filled = (values: WindowFigures = [0, 0, 0, 0]) => Float64Array.from(values);
  return {
    count: filled(figures.count),
    sumMinor: filled(figures.sumMinor),
    distinct: filled(figures.distinct),
    fresh: filled(figures.fresh),
  };
}

type FeaturesOver = Partial<Omit<AccountFeatures, 'in' | 'out'>> & {
  readonly in?: DirectionFigures;
  readonly out?: DirectionFigures;
};

/**
 * A private customer of six years with a salary: 2 payments and 80 EUR out a day, 900 EUR rent as the largest, 90 EUR a day
 * in by habit; the other side of the leg is new to it.
 */
export function account(over: FeaturesOver = {}): AccountFeatures {
  return {
    accountId: 'DE:ANNA-4417',
    at: NOW,
    masterKnown: true,
    openedAt: daysAgo(6 * 365),
    kind: 'CURRENT',
    holderKind: 'PERSON',
    identityVerified: true,
    birthYear: 1984,
    protection: null,
    phone: 'phone-hash-1',
    holderIds: ['C-1'],
    firstSeenAt: daysAgo(60),
    lastSeenAt: daysAgo(1),
    counterpartyLegs: 0,
    counterpartyFirstAt: 0,
    counterpartyKnown: false,
    lifetimePayees: 25,
    lifetimePayers: 3,
    settledPayers: 3,
    habitOutPerDay: 2,
    habitOutMinorPerDay: eur(80),
    habitInPerDay: 0.1,
    habitInMinorPerDay: eur(90),
    habitOutMaxMinor: eur(900),
    activeDays: 50,
    receivedMinor1h: 0,
    forwardedMinor1h: 0,
    receivedMinor24h: 0,
    forwardedMinor24h: 0,
    lastInAt: daysAgo(5),
    lastInMinor: eur(2_700),
    ...over,
    in: windows(over.in),
    out: windows(over.out),
  };
}

/** The counterparty has been dealt with `legs` times since `days` days ago. */
export function knownFor(
  days: number,
  legs: number,
): Pick<AccountFeatures, 'counterpartyKnown' | 'counterpartyFirstAt' | 'counterpartyLegs'> {
  return { counterpartyKnown: true, counterpartyFirstAt: daysAgo(days), counterpartyLegs: legs };
}

/** An account that got 20,000 EUR from a payer never seen before, 12 minutes ago. */
export function freshlyPaid(over: FeaturesOver = {}): AccountFeatures {
  return account({
    accountId: 'DE:MULE-7718',
    receivedMinor1h: eur(20_000),
    receivedMinor24h: eur(20_000),
    lastInAt: minutesAgo(12),
    lastInMinor: eur(20_000),
    ...over,
    in: {
      count: [0, 1, 1, 1],
      sumMinor: [0, eur(20_000), eur(20_000), eur(20_000)],
      distinct: [0, 1, 1, 1],
      fresh: [0, 1, 1, 1],
      ...over.in,
    },
  });
}
