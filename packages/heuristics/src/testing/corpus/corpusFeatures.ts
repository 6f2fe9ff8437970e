import type { AccountFeatures } from '@sluice/account-state';
import { account, DAY_MS, MINUTE_MS, NOW } from '../builders';
import type { Dice } from './dice';

type Four = readonly [number, number, number, number];

/** Of an account in honest life: a salary, some payments a day, payees of long standing and now and then a new one. */
export function everydayFeatures(dice: Dice, scale: number): AccountFeatures {
  const isPayday = dice.chance(6);
  const week = dice.whole(2, 25);
  const day = Math.min(week, dice.whole(0, 5));
  const hour = Math.min(day, dice.pick([0, 0, 0, 1, 1, 2]));
  const legs: Four = [Math.min(hour, dice.whole(0, 1)), hour, day, week];
  const mean = dice.whole(8, 60) * 100 * scale;
  const income = dice.whole(1_500, 4_500) * 100 * scale;
  const payers = isPayday ? 1 : 0;
  const isCompany = dice.chance(8);
  return account({
    accountId: `DE:A-${dice.whole(1_000, 9_999)}`,
    openedAt: NOW - dice.whole(100, 6_000) * DAY_MS,
    kind: isCompany
      ? dice.pick(['CURRENT', 'MERCHANT'] as const)
      : dice.pick(['CURRENT', 'SAVINGS'] as const),
    holderKind: isCompany ? 'COMPANY' : 'PERSON',
    birthYear: dice.whole(1938, 2005),
    firstSeenAt: NOW - dice.whole(20, 400) * DAY_MS,
    lastSeenAt: NOW - dice.whole(1, 6_000) * MINUTE_MS,
    ...counterparty(dice, 80),
    settledPayers: isCompany ? dice.whole(0, 300) : dice.whole(0, 6),
    habitOutPerDay: dice.whole(2, 40) / 8,
    habitOutMinorPerDay: (dice.whole(160, 1_200) / 8) * 100 * scale,
    habitInPerDay: dice.whole(0, 8) / 8,
    habitInMinorPerDay: (dice.whole(300, 1_200) / 8) * 100 * scale,
    habitOutMaxMinor: dice.whole(200, 2_500) * 100 * scale,
    receivedMinor1h: 0,
    receivedMinor24h: isPayday ? income : 0,
    forwardedMinor24h: isPayday ? Math.min(income, day * mean) : 0,
    lastInAt: NOW - dice.whole(isPayday ? 1 : 1_440, isPayday ? 1_400 : 9_000) * MINUTE_MS,
    lastInMinor: income,
    out: { count: legs, sumMinor: times(legs, mean), distinct: legs, fresh: [0, 0, 0, dice.whole(0, 1)] },
    in: {
      count: [0, 0, payers, payers + dice.whole(0, 2)],
      sumMinor: [0, 0, payers * income, payers * income + dice.whole(0, 300) * 100 * scale],
      distinct: [0, 0, payers, payers + 1],
      fresh: [0, 0, 0, dice.chance(10) ? 1 : 0],
    },
  });
}

/** Of an account that is drained, or that passes money on: each sign of it by chance. */
export function fraudFeatures(dice: Dice, scale: number): AccountFeatures {
  const base = everydayFeatures(dice, scale);
  const payers = dice.pick([0, 1, 1, 2, 4, 7, 14, 30]);
  const received = payers * dice.whole(150, 9_000) * 100 * scale;
  const sent = Math.floor((received * dice.pick([0, 20, 50, 80, 95, 100])) / 100);
  const payees = dice.pick([0, 0, 1, 2, 3, 6, 12]);
  const young = dice.chance(50);
  return account({
    ...base,
    openedAt: young ? NOW - dice.whole(0, 70) * DAY_MS : base.openedAt,
    firstSeenAt: dice.pick([0, base.firstSeenAt, base.firstSeenAt]),
    lastSeenAt: dice.pick([0, base.lastSeenAt, NOW - dice.whole(30, 400) * DAY_MS]),
    ...counterparty(dice, 35),
    receivedMinor1h: dice.pick([0, received]),
    receivedMinor24h: received,
    forwardedMinor1h: dice.pick([0, sent]),
    forwardedMinor24h: sent,
    lastInAt: payers === 0 ? 0 : NOW - dice.whole(0, 1_600) * MINUTE_MS,
    lastInMinor: received,
    out: { count: rising(payees), sumMinor: rising(sent), distinct: rising(payees), fresh: rising(payees) },
    in: {
      count: rising(payers),
      sumMinor: rising(received),
      distinct: rising(payers),
      fresh: rising(dice.pick([payers, Math.floor(payers / 2), 0])),
    },
  });
}

/** Any value in any field, edges of the default rules among them. */
export function wildFeatures(dice: Dice, scale: number): AccountFeatures {
  const amount = () => wildAmount(dice, scale);
  const figures = (value: () => number): Four => [value(), value(), value(), value()];
  const direction = () => ({
    count: figures(() => dice.whole(0, 14)),
    sumMinor: figures(amount),
    distinct: figures(() => dice.whole(0, 30)),
    fresh: figures(() => dice.whole(0, 30)),
  });
  return account({
    accountId: dice.pick(['DE:A-1', 'CASH:ATM-7', 'GB:B-22']),
    masterKnown: dice.chance(80),
    openedAt: NOW - dice.pick([0, 1, 7, 14, 30, 31, 60, 61, 3_000]) * DAY_MS + dice.whole(-1, 1),
    kind: dice.pick(['CURRENT', 'SAVINGS', 'WALLET', 'MERCHANT', 'POOLED', 'INTERNAL', 'UNKNOWN'] as const),
    holderKind: dice.pick(['PERSON', 'PERSON', 'COMPANY', 'INSTITUTION', 'UNKNOWN'] as const),
    birthYear: dice.pick([0, 1935, 1944, 1954, 1990]),
    phone: dice.maybe(60, 'phone-hash-1'),
    protection: dice.maybe(10, 'SALARY'),
    firstSeenAt: dice.pick([0, NOW - 6 * DAY_MS, NOW - 7 * DAY_MS, NOW - 90 * DAY_MS]),
    lastSeenAt: dice.pick([0, NOW, NOW - 60 * DAY_MS, NOW - 180 * DAY_MS]),
    ...counterparty(dice, 50),
    counterpartyKnown: dice.chance(50),
    settledPayers: dice.pick([0, 9, 10, 25, 100, 300]),
    habitOutPerDay: dice.whole(0, 40) / 8,
    habitOutMinorPerDay: amount() / 8,
    habitInPerDay: dice.whole(0, 16) / 8,
    habitInMinorPerDay: amount() / 8,
    habitOutMaxMinor: amount(),
    receivedMinor1h: amount(),
    forwardedMinor1h: amount(),
    receivedMinor24h: amount(),
    forwardedMinor24h: amount(),
    lastInAt: dice.pick([0, NOW, NOW - 60 * MINUTE_MS, NOW - 1_441 * MINUTE_MS]),
    lastInMinor: amount(),
    out: direction(),
    in: direction(),
  });
}

const EDGES = [
  0, 1, 99, 100, 150, 199, 200, 300, 500, 999, 1_000, 1_001, 3_000, 4_500, 20_000, 60_000,
] as const;

/** An amount at, just below or just above an edge of the default rules, minor units. */
export function wildAmount(dice: Dice, scale: number): number {
  return Math.max(0, dice.pick(EDGES) * 100 * scale + dice.pick([-1, 0, 0, 1]));
}

function counterparty(dice: Dice, knownPercent: number) {
  if (!dice.chance(knownPercent)) {
    return { counterpartyKnown: false, counterpartyFirstAt: 0, counterpartyLegs: 0 };
  }
  const days = dice.pick([0, 1, 3, 12, 30, 45, 46, 90, 300]);
  return {
    counterpartyKnown: true,
    counterpartyFirstAt: dice.chance(10) ? 0 : NOW - days * DAY_MS - dice.whole(0, 600) * MINUTE_MS,
    counterpartyLegs: dice.whole(1, 15),
  };
}

function times(values: Four, factor: number): Four {
  return [values[0] * factor, values[1] * factor, values[2] * factor, values[3] * factor];
}

// Most of it within the hour, all of it within the day.
function rising(total: number): Four {
  return [Math.floor(total / 3), Math.floor((total * 2) / 3), total, total];
}
