import type { AccountFeatures, DirectionWindows } from './features';

function noWindows(): DirectionWindows {
  return {
    count: new Float64Array(4),
    sumMinor: new Float64Array(4),
    distinct: new Float64Array(4),
    fresh: new Float64Array(4),
  };
}

/** Features of an account of which nothing is known; also the instance to hand to `AccountStore.readFeatures`. */
export function createAccountFeatures(): AccountFeatures {
  return {
    accountId: '',
    at: 0,
    masterKnown: false,
    openedAt: 0,
    kind: 'UNKNOWN',
    holderKind: 'UNKNOWN',
    identityVerified: false,
    birthYear: 0,
    protection: null,
    phone: null,
    holderIds: [],
    firstSeenAt: 0,
    lastSeenAt: 0,
    out: noWindows(),
    in: noWindows(),
    counterpartyLegs: 0,
    counterpartyFirstAt: 0,
    counterpartyKnown: false,
    lifetimePayees: 0,
    lifetimePayers: 0,
    settledPayers: 0,
    habitOutPerDay: 0,
    habitOutMinorPerDay: 0,
    habitInPerDay: 0,
    habitInMinorPerDay: 0,
    habitOutMaxMinor: 0,
    activeDays: 0,
    receivedMinor1h: 0,
    forwardedMinor1h: 0,
    receivedMinor24h: 0,
    forwardedMinor24h: 0,
    lastInAt: 0,
    lastInMinor: 0,
  };
}
