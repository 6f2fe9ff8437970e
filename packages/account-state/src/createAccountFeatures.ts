import type { AccountFeatures, DirectionWindows } from './features';
import type { MasterNames } from './record/masterData';

/** Where the strings of features come from: decoded only when a rule asks for them. */
export interface NamesSource {
  accountId(slot: number): string;
  masterNames(slot: number): MasterNames;
}

const POINT_AT = Symbol('point at');

interface PointableFeatures extends AccountFeatures {
  readonly [POINT_AT]: (source: NamesSource, slot: number, accountId: string | null) => void;
}

/**
 * Features of an account of which nothing is known; also the instance to hand to `AccountStore.readFeatures`. Its strings
 * are decoded on first use, so they must be read before the account changes; a copy by spreading has them all.
 */
export function createAccountFeatures(): AccountFeatures {
  let from: NamesSource | null = null;
  let slot = -1;
  let id: string | null = '';
  let names: MasterNames | null = { protection: null, phone: null, holderIds: [] };
  const named = (): MasterNames => {
    names ??= from!.masterNames(slot);
    return names;
  };

  const features: AccountFeatures = {
    get accountId() {
      id ??= from!.accountId(slot);
      return id;
    },
    set accountId(value) {
      id = value;
    },
    get protection() {
      return named().protection;
    },
    set protection(value) {
      names = { ...named(), protection: value };
    },
    get phone() {
      return named().phone;
    },
    set phone(value) {
      names = { ...named(), phone: value };
    },
    get holderIds() {
      return named().holderIds;
    },
    set holderIds(value) {
      names = { ...named(), holderIds: value };
    },
    at: 0,
    masterKnown: false,
    openedAt: 0,
    kind: 'UNKNOWN',
    holderKind: 'UNKNOWN',
    identityVerified: false,
    birthYear: 0,
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
  // Not enumerable, so that a spread copy is plain and has its strings decoded.
  Object.defineProperty(features, POINT_AT, {
    value: (source: NamesSource, itsSlot: number, accountId: string | null) => {
      from = source;
      slot = itsSlot;
      id = accountId;
      names = null;
    },
  });
  return features;
}

/** Lets the strings of `features` be those of an account; at once where it was not made by `createAccountFeatures`. */
export function pointNamesAt(
  features: AccountFeatures,
  source: NamesSource,
  slot: number,
  accountId: string | null,
): void {
  if (isPointable(features)) {
    features[POINT_AT](source, slot, accountId);
    return;
  }
  features.accountId = accountId ?? source.accountId(slot);
  const names = source.masterNames(slot);
  features.protection = names.protection;
  features.phone = names.phone;
  features.holderIds = names.holderIds;
}

function isPointable(features: AccountFeatures): features is PointableFeatures {
  return POINT_AT in features;
}

function noWindows(): DirectionWindows {
  return {
    count: new Float64Array(4),
    sumMinor: new Float64Array(4),
    distinct: new Float64Array(4),
    fresh: new Float64Array(4),
  };
}
