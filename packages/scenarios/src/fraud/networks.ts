import { OTHER_BANKS } from '../population/accountNumbers';
import type { Party } from '../population/party';
import type { Population } from '../population/population';
import type { Period } from '../simulation/period';
import { chance, pick, type Random, randomStream, whole } from '../simulation/random';
import { DAY, HOUR, MINUTE, type Span } from '../simulation/time';

/** How a mule further down gets rid of the money. */
export type ExitHabit = 'ATM' | 'OFF_US' | 'EXCHANGE';

/** An account here that stolen money passes through, and how its user works. */
export interface Mule {
  readonly party: Party;
  readonly random: Random;
  readonly deviceId: string;
  readonly ipAddress: string;
  /** Share of what comes in that stays as the mule's wage. */
  readonly keepShare: number;
  /** From the money's coming in to its going on. */
  readonly delay: Span;
  readonly exitHabit: ExitHabit;
  /** What cash machines give this account within 24 hours, minor units. */
  readonly cashPerDayMinor: number;
  cashDrawn: { since: number; amountMinor: number };
  /** Times that a payment of this mule was kept back. */
  held: number;
}

/** A gang: who receives from victims, who receives from those, and where the money leaves. */
export interface MuleNetwork {
  readonly index: number;
  readonly first: readonly Mule[];
  readonly second: readonly Mule[];
  readonly offUs: readonly Party[];
  readonly exchange: Party;
  readonly deviceId: string;
  readonly ipAddress: string;
}

export function createNetworks(
  seed: number,
  population: Population,
  period: Period,
  fraudCases: number,
): readonly MuleNetwork[] {
  const count = fraudCases === 0 ? 0 : Math.max(2, Math.ceil(fraudCases / 3));
  return Array.from({ length: count }, (_, index) => createNetwork(seed, population, period, index));
}

function createNetwork(seed: number, population: Population, period: Period, index: number): MuleNetwork {
  const random = randomStream(seed, `network ${index}`);
  const gang = {
    deviceId: `dev-g${index}-${(random.a >>> 0).toString(36)}`,
    // Some gangs sit in a café.
    ipAddress: chance(random, 0.3)
      ? pick(random, population.business.publicAddresses)
      : `185.${whole(random, 10, 240)}.${whole(random, 0, 255)}.${whole(random, 1, 254)}`,
  };
  const mule = (layer: 1 | 2, position: number): Mule => {
    const own = randomStream(seed, `mule ${index} ${layer} ${position}`);
    const shares = chance(own, 0.45);
    return {
      party: openMuleAccount(own, population, period, `M${index}-${layer}-${position}`),
      random: own,
      deviceId: shares ? gang.deviceId : `${gang.deviceId}-${layer}${position}`,
      ipAddress: shares
        ? gang.ipAddress
        : `91.${whole(own, 1, 250)}.${whole(own, 0, 255)}.${whole(own, 1, 254)}`,
      keepShare: chance(own, 0.6) ? whole(own, 3, 10) / 100 : whole(own, 0, 1) / 100,
      delay: delayOf(own, layer),
      exitHabit: chance(own, 0.45) ? 'ATM' : chance(own, 0.6) ? 'OFF_US' : 'EXCHANGE',
      cashPerDayMinor: 100_000 * whole(own, 3, 8),
      cashDrawn: { since: 0, amountMinor: 0 },
      held: 0,
    };
  };
  return {
    index,
    ...gang,
    first: Array.from({ length: 2 }, (_, position) => mule(1, position)),
    second: Array.from({ length: 4 }, (_, position) => mule(2, position)),
    offUs: Array.from({ length: 3 }, () =>
      population.registry.elsewhere(pick(random, OTHER_BANKS), 'PERSON'),
    ),
    exchange: pick(random, population.business.exchanges),
  };
}

// The first layer is quick; further down a third waits for hours, until it seems quiet.
function delayOf(random: Random, layer: 1 | 2): Span {
  if (layer === 1) return [3 * MINUTE, 14 * MINUTE];
  return chance(random, 0.35) ? [HOUR, 7 * HOUR] : [4 * MINUTE, 25 * MINUTE];
}

// Recent accounts with hardly any life, old ones that were bought and had slept, and honest people who were talked into it.
function openMuleAccount(random: Random, population: Population, period: Period, holderId: string): Party {
  const kind = whole(random, 0, 9);
  if (kind >= 8) {
    const recruit = pick(random, population.people);
    if (recruit.current.onCredit === null && recruit.savings === null) return recruit.current;
  }
  const bought = kind >= 5;
  return population.registry.openHere({
    kind: 'CURRENT',
    holderKind: 'PERSON',
    creditorKind: 'PERSON',
    holderId,
    openedAt: bought
      ? period.historyFrom - whole(random, 300, 2_500) * DAY
      : period.liveFrom - whole(random, 4, 27) * DAY - whole(random, 0, DAY),
    balanceMinor: whole(random, 500, 30_000),
    birthYear: whole(random, 1_965, 2_005),
    phone: `phone-${holderId}-${(random.b >>> 0).toString(36)}`,
    dailyLimitMinor: 5_000_000,
    identityVerified: chance(random, 0.8),
  });
}
