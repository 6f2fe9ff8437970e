import { hasLiveBucket } from '../busy/buckets';
import type { BusyBlock } from '../busy/busyBlock';
import { readBuckets } from '../busy/busyReader';
import type { AccountFeatures } from '../features';
import { weight14 } from '../habit';
import type { LegFacts } from '../legFacts';
import { DAY_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import { countsOf, findCounterparty, firstDayOf } from '../record/counterparties';
import { readHabit } from '../record/dailyHabit';
import { isForgotten } from '../record/forgotten';
import { IN_COUNT, IN_MINOR, OUT_COUNT, OUT_MAX, OUT_MINOR } from '../record/habitPlaces';
import { H_LIFETIME } from '../record/layout';
import { birthYearOf, hasMaster, holderKindOf, isVerified, kindOf, openedAt } from '../record/masterData';
import type { Moment } from '../record/moment';
import { settledPayers } from '../record/settledPayers';
import { type ScoredLeg, WindowReader } from './windowReader';

/** Fills features from the open account. */
export class FeatureReader {
  readonly windows = new WindowReader();
  /** The leg of the last read. */
  readonly scored: ScoredLeg = { isIn: false, currency: 0, amountMinor: 0, peer: -1 };

  constructor(private readonly busy: BusyBlock) {}

  /** `currency` is the store's number of the leg's currency, 0 where no leg of it was ever recorded. */
  read(record: AccountRecord, leg: LegFacts, moment: Moment, currency: number, into: AccountFeatures): void {
    const { windows, scored, busy } = this;
    const hash = leg.counterpartyHash >>> 0;
    scored.isIn = leg.direction === 'IN';
    scored.currency = currency;
    scored.amountMinor = leg.amountMinor;
    scored.peer = findCounterparty(record, hash);
    windows.read(record, scored, moment, into);
    if (busy.open(record) && hasLiveBucket(busy, moment.forgottenUpTo)) {
      readBuckets(record, busy, windows, currency, moment, into);
    }
    into.at = leg.at;
    into.lastInAt = windows.lastInAt;
    into.lastInMinor = windows.lastInMinor;
    readMaster(record, into);
    this.readCounterparty(record, scored.peer, hash, into);
    this.readLifetime(record, moment.day, into);
    this.readHabit(record, moment.day, currency, into);
  }

  private readCounterparty(record: AccountRecord, found: number, hash: number, into: AccountFeatures): void {
    if (found < 0) {
      const isKnown = isForgotten(record, hash);
      into.counterpartyKnown = isKnown;
      into.counterpartyLegs = isKnown ? 1 : 0;
      into.counterpartyFirstAt = 0;
      return;
    }
    const counts = countsOf(record, found);
    const firstDay = firstDayOf(record, found);
    // A counterparty that came back after it had been forgotten has at least one leg more.
    const legs = (counts & 0xff) + (counts >>> 8) + (firstDay === 0 ? 1 : 0) - this.windows.laterLegs;
    const isKnown = legs > 0;
    into.counterpartyKnown = isKnown;
    into.counterpartyLegs = isKnown ? legs : 0;
    const dayStart = firstDay === 0 ? 0 : (firstDay - 1) * DAY_MS;
    into.counterpartyFirstAt = isKnown ? this.windows.firstAt || dayStart : 0;
  }

  private readLifetime(record: AccountRecord, day: number, into: AccountFeatures): void {
    const { words, h } = record;
    into.firstSeenAt = record.oldest;
    into.lastSeenAt = record.newest;
    into.activeDays = record.activeDays;
    into.lifetimePayees = words[h + H_LIFETIME]! & 0xffff;
    into.lifetimePayers = words[h + H_LIFETIME]! >>> 16;
    into.settledPayers = settledPayers(record, day + 1);
  }

  private readHabit(record: AccountRecord, day: number, currency: number, into: AccountFeatures): void {
    const { numbers, first, day: asOf } = readHabit(record, this.busy, day);
    const weight = record.activeDays > 0 ? weight14(asOf - record.oldestDay) : 0;
    // No day before this one: the habit is all zero.
    const share = weight === 0 ? 0 : 1 / weight;
    const homeShare = currency !== 0 && currency === record.homeCurrency ? share : 0;
    into.habitOutPerDay = numbers[first + OUT_COUNT]! * share;
    into.habitInPerDay = numbers[first + IN_COUNT]! * share;
    into.habitOutMinorPerDay = numbers[first + OUT_MINOR]! * homeShare;
    into.habitInMinorPerDay = numbers[first + IN_MINOR]! * homeShare;
    into.habitOutMaxMinor = homeShare === 0 ? 0 : numbers[first + OUT_MAX]!;
  }
}

function readMaster(record: AccountRecord, into: AccountFeatures): void {
  if (hasMaster(record)) {
    into.masterKnown = true;
    into.openedAt = openedAt(record);
    into.kind = kindOf(record);
    into.holderKind = holderKindOf(record);
    into.identityVerified = isVerified(record);
    into.birthYear = birthYearOf(record);
    return;
  }
  into.masterKnown = false;
  into.openedAt = 0;
  into.kind = 'UNKNOWN';
  into.holderKind = 'UNKNOWN';
  into.identityVerified = false;
  into.birthYear = 0;
}
