import type { AccountKind, HolderKind } from '@sluice/domain';
import type { AccountFeatures, DirectionWindows } from './features';
import type { MasterNames } from './record/masterData';

/** Where the strings of features come from: decoded only when a rule asks for them. */
export interface NamesSource {
  accountId(slot: number): string;
  masterNames(slot: number): MasterNames;
}

/** Whose strings a sheet shows: those of an account in a source, or its own. */
class SheetNames {
  source: NamesSource | null = null;
  slot = -1;
  private id: string | null = '';
  private master: MasterNames | null = { protection: null, phone: null, holderIds: [] };

  point(source: NamesSource, slot: number, accountId: string | null): void {
    this.source = source;
    this.slot = slot;
    this.id = accountId;
    this.master = null;
  }

  get accountId(): string {
    this.id ??= this.source!.accountId(this.slot);
    return this.id;
  }

  set accountId(id: string) {
    this.id = id;
  }

  get masterNames(): MasterNames {
    this.master ??= this.source!.masterNames(this.slot);
    return this.master;
  }

  set masterNames(names: MasterNames) {
    this.master = names;
  }
}

const NAMES = Symbol('names');

// Every sheet has the same accessor functions, as properties of its own: so all sheets share one hidden class (closures
// of each would make them slow dictionaries), and a spread copy has plain values.
const NAME_PROPERTIES: PropertyDescriptorMap & ThisType<FeatureSheet> = {
  accountId: accessor(
    (names) => names.accountId,
    (names, id: string) => {
      names.accountId = id;
    },
  ),
  protection: accessor(
    (names) => names.masterNames.protection,
    (names, protection: string | null) => {
      names.masterNames = { ...names.masterNames, protection };
    },
  ),
  phone: accessor(
    (names) => names.masterNames.phone,
    (names, phone: string | null) => {
      names.masterNames = { ...names.masterNames, phone };
    },
  ),
  holderIds: accessor(
    (names) => names.masterNames.holderIds,
    (names, holderIds: readonly string[]) => {
      names.masterNames = { ...names.masterNames, holderIds };
    },
  ),
};

function accessor<T>(get: (names: SheetNames) => T, set: (names: SheetNames, value: T) => void) {
  return {
    get(this: FeatureSheet): T {
      return get(this[NAMES]);
    },
    set(this: FeatureSheet, value: T): void {
      set(this[NAMES], value);
    },
    enumerable: true,
    configurable: true,
  };
}

class FeatureSheet implements AccountFeatures {
  declare accountId: string;
  declare protection: string | null;
  declare phone: string | null;
  declare holderIds: readonly string[];
  declare readonly [NAMES]: SheetNames;
  at = 0;
  masterKnown = false;
  openedAt = 0;
  kind: AccountKind = 'UNKNOWN';
  holderKind: HolderKind = 'UNKNOWN';
  identityVerified = false;
  birthYear = 0;
  firstSeenAt = 0;
  lastSeenAt = 0;
  out = noWindows();
  in = noWindows();
  counterpartyLegs = 0;
  counterpartyFirstAt = 0;
  counterpartyKnown = false;
  lifetimePayees = 0;
  lifetimePayers = 0;
  settledPayers = 0;
  habitOutPerDay = 0;
  habitOutMinorPerDay = 0;
  habitInPerDay = 0;
  habitInMinorPerDay = 0;
  habitOutMaxMinor = 0;
  activeDays = 0;
  receivedMinor1h = 0;
  forwardedMinor1h = 0;
  receivedMinor24h = 0;
  forwardedMinor24h = 0;
  lastInAt = 0;
  lastInMinor = 0;

  constructor() {
    Object.defineProperties(this, NAME_PROPERTIES);
    // Not enumerable, so that a spread copy does not point at an account.
    Object.defineProperty(this, NAMES, { value: new SheetNames() });
  }
}

/**
 * Features of an account of which nothing is known; also the instance to hand to `AccountStore.readFeatures`. Its strings
 * are decoded on first use, so they must be read before the account changes; a copy by spreading has them all.
 */
export function createAccountFeatures(): AccountFeatures {
  return new FeatureSheet();
}

/** Lets the strings of `features` be those of an account; at once where it was not made by `createAccountFeatures`. */
export function pointNamesAt(
  features: AccountFeatures,
  source: NamesSource,
  slot: number,
  accountId: string | null,
): void {
  if (features instanceof FeatureSheet) {
    features[NAMES].point(source, slot, accountId);
    return;
  }
  features.accountId = accountId ?? source.accountId(slot);
  const names = source.masterNames(slot);
  features.protection = names.protection;
  features.phone = names.phone;
  features.holderIds = names.holderIds;
}

function noWindows(): DirectionWindows {
  return {
    count: new Float64Array(4),
    sumMinor: new Float64Array(4),
    distinct: new Float64Array(4),
    fresh: new Float64Array(4),
  };
}
