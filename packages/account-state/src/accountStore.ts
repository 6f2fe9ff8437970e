import type { Account } from '@sluice/domain';
import { BusyBlock } from './busy/busyBlock';
import { decodeAccount, encodeAccount } from './codec/accountCodec';
import { type NamesSource, pointNamesAt } from './createAccountFeatures';
import { StateDigest } from './digest';
import type { AccountFeatures } from './features';
import { dayOf } from './habit';
import type { LegFacts } from './legFacts';
import { EVENT_TIME_MAX, IDLE_AFTER_MS, RECENT_MS } from './limits';
import { AccountIndex } from './memory/accountIndex';
import { CurrencyTable } from './memory/currencyTable';
import { IdBytes } from './memory/idBytes';
import { WordArena } from './memory/wordArena';
import { FeatureReader } from './read/featureReader';
import { WarmUp } from './read/warmUp';
import { AccountRecord } from './record/accountRecord';
import { closeDayIfOver } from './record/dailyHabit';
import { H_ID_HASH } from './record/layout';
import {
  clearMaster,
  hasMaster,
  idOf,
  type MasterNames,
  namesOf,
  putId,
  putMaster,
} from './record/masterData';
import { type Moment, newMoment } from './record/moment';
import { SlotTable } from './record/slotTable';
import { LegWriter, NOT_READ } from './write/legWriter';
import { releaseIdleMemory } from './write/releaseIdleMemory';

export interface AccountStoreOptions {
  /** An account without master data is forgotten when its last leg is further than this behind stream time; ms. */
  readonly idleAfterMs?: number;
}

export interface EvictOptions {
  /** Slots to look at in this call; default 64. The call goes on where the last one stopped. */
  readonly maxSlots?: number;
  /** Told of each account whose memory was taken back, for example to write a tombstone. */
  readonly onEvicted?: (accountId: string) => void;
}

export interface StoreMemory {
  /** Bytes allocated in typed arrays. */
  readonly reservedBytes: number;
  /** Of these in use by accounts; the rest waits for growth. */
  readonly usedBytes: number;
}

const EVICT_SLOTS = 64;

/**
 * What one partition knows of its accounts, in typed arrays: no object or string per account. Slots are numbers that
 * `slotOf` gives; they stay valid until `evict`. The order of calls decides the state and nothing else does: not which
 * slot an account got, not when memory was taken back, not whether features were read.
 */
export class AccountStore {
  private readonly arena = new WordArena();
  private readonly slots = new SlotTable();
  private readonly index = new AccountIndex((slot) => this.hashOf(slot));
  private readonly currencies = new CurrencyTable();
  private readonly record = new AccountRecord(this.arena, this.slots);
  private readonly busy = new BusyBlock(this.arena);
  private readonly reader = new FeatureReader(this.busy);
  private readonly writer = new LegWriter(this.busy);
  private readonly warmUp = new WarmUp(this.arena, this.slots, this.index, new IdBytes());
  private readonly idleAfterMs: number;
  private readonly moment = newMoment();
  private streamTimeMs = 0;
  private evictCursor = 0;

  private readonly sought = new IdBytes();
  private soughtId = '';
  private soughtSlot = -1;
  private readonly isSought = (slot: number): boolean => {
    this.record.open(slot);
    return (
      this.record.idLength === this.sought.length && this.sought.equals(this.record.bytes, this.record.names)
    );
  };
  private readonly names: NamesSource = {
    accountId: (slot: number): string => this.accountIdOf(slot),
    masterNames: (slot: number): MasterNames => namesOf(this.opened(slot)),
  };
  // What the last read found, so that the leg recorded after it need not look for its counterparty again.
  private readSlot = -1;
  private readHash = 0;

  constructor(options: AccountStoreOptions = {}) {
    this.idleAfterMs = options.idleAfterMs ?? IDLE_AFTER_MS;
  }

  /** Accounts in memory, those included that are forgotten and whose memory has not been taken back yet. */
  get accountCount(): number {
    return this.slots.liveCount;
  }

  /** Running maximum of the event times recorded and of the times given to `evict`, epoch ms. */
  get streamTime(): number {
    return this.streamTimeMs;
  }

  get memory(): StoreMemory {
    const fixed = this.slots.reservedBytes + this.index.reservedBytes;
    return {
      reservedBytes: fixed + this.arena.reservedBytes,
      usedBytes: fixed + this.arena.usedBytes,
    };
  }

  /**
   * Loads from memory what the coming calls for these accounts need, all at once instead of one after the other; at most
   * `WARM_AT_ONCE` (32) of `ids` from `from` to before `to`. Changes nothing: a frame's accounts are named here shortly
   * before its entries are applied, and it goes faster.
   */
  warm(ids: readonly string[], from = 0, to = ids.length): void {
    this.warmUp.run(ids, from, to);
  }

  /** The account's slot; makes an empty one where there is none or it has been forgotten. */
  slotOf(accountId: string): number {
    const slot = this.lookUp(accountId);
    if (slot < 0) return this.create(accountId);
    if (!this.isForgotten(slot)) return slot;
    this.release(slot);
    return this.create(accountId);
  }

  /** The account's slot, -1 where there is none or it has been forgotten. */
  findSlot(accountId: string): number {
    const slot = this.lookUp(accountId);
    return slot >= 0 && this.isForgotten(slot) ? -1 : slot;
  }

  accountIdOf(slot: number): string {
    return slot === this.soughtSlot ? this.soughtId : idOf(this.opened(slot));
  }

  setMaster(slot: number, account: Account): void {
    const record = this.opened(slot);
    putMaster(record, account);
    if (record.homeCurrency === 0 && account.currency !== null) {
      record.homeCurrency = this.currencies.numberOf(account.currency);
    }
  }

  clearMaster(slot: number): void {
    clearMaster(this.opened(slot));
  }

  /** Features as of the leg's event time, without the leg in the windows (pass-through includes it). Changes nothing. */
  readFeatures(slot: number, leg: LegFacts, into: AccountFeatures): void {
    const record = this.opened(slot);
    const moment = this.momentOf(leg);
    closeDayIfOver(record, this.busy, moment);
    this.reader.read(record, leg, moment, this.currencies.find(leg.currency), into);
    pointNamesAt(into, this.names, slot, slot === this.soughtSlot ? this.soughtId : null);
    this.readSlot = slot;
    this.readHash = leg.counterpartyHash;
  }

  /** Counts a leg, live or of the past. */
  recordLeg(slot: number, leg: LegFacts): void {
    const record = this.opened(slot);
    if (leg.at > this.streamTimeMs) this.streamTimeMs = clamped(leg.at);
    const isRead = this.readSlot === slot && this.readHash === leg.counterpartyHash;
    this.readSlot = -1;
    const currency = this.currencies.numberOf(leg.currency);
    const readPeer = isRead ? this.reader.scored.peer : NOT_READ;
    this.writer.record(record, leg, this.momentOf(leg), currency, readPeer);
  }

  /**
   * Takes a leg out of windows, counterparties and the habit of its day, as if it had never been, while it is among the
   * recent ones; false where it is not. First and last times, and days that are over, stay. Another leg is taken for it
   * with a probability below 4 in 100 million.
   */
  removeLeg(slot: number, transferHash: number): boolean {
    this.readSlot = -1;
    return this.writer.remove(this.opened(slot), transferHash, this.forgottenUpTo);
  }

  /** Amount of the newest recent leg with this hash, as recorded; null where there is none. */
  recentLegAmountMinor(slot: number, transferHash: number): number | null {
    return this.writer.amountOf(this.opened(slot), transferHash, this.forgottenUpTo);
  }

  /** True where this very leg is among the recent ones: transfer, direction, event time and counterparty are compared. */
  hasRecentLeg(slot: number, leg: LegFacts): boolean {
    return this.writer.has(this.opened(slot), leg, clamped(leg.at), this.forgottenUpTo);
  }

  /**
   * Moves stream time on and takes back memory, a few slots a call. An account without master data whose last leg is more
   * than `idleAfterMs` (180 days) behind is forgotten at that moment, whether its memory has been taken back or not; one
   * with master data never is. No window (7 days), no settled payer (90 days) can change by it. Returns the number of
   * accounts whose memory was taken back.
   */
  evict(streamTime: number, options: EvictOptions = {}): number {
    if (streamTime > this.streamTimeMs) this.streamTimeMs = streamTime;
    this.readSlot = -1;
    const looks = Math.min(options.maxSlots ?? EVICT_SLOTS, this.slots.slotLimit);
    let evicted = 0;
    for (let look = 0; look < looks; look++) {
      const slot = this.evictCursor;
      this.evictCursor = slot + 1 >= this.slots.slotLimit ? 0 : slot + 1;
      if (this.slots.addressOf(slot) === 0) continue;
      if (!this.isForgotten(slot)) {
        releaseIdleMemory(this.opened(slot), this.busy, this.now());
        continue;
      }
      options.onEvicted?.(this.accountIdOf(slot));
      this.release(slot);
      evicted += 1;
    }
    return evicted;
  }

  /** Every account that is not forgotten, in no particular order. */
  forEachSlot(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.slots.slotLimit; slot++) {
      if (this.slots.addressOf(slot) !== 0 && !this.isForgotten(slot)) visit(slot);
    }
  }

  /** Everything about one account, in a form that does not depend on its slot; for snapshots. */
  encodeSlot(slot: number): Uint8Array {
    const record = this.opened(slot);
    const moment = this.now();
    closeDayIfOver(record, this.busy, moment);
    return encodeAccount(record, this.busy, this.currencies, moment);
  }

  /**
   * Takes in what `encodeSlot` gave, in place of what is known of the account, and returns its slot. Stream time is not
   * part of it: give it to `evict`.
   */
  decodeSlot(bytes: Uint8Array): number {
    this.readSlot = -1;
    return decodeAccount(bytes, this.busy, this.currencies, (accountId) => {
      const known = this.lookUp(accountId);
      if (known >= 0) this.release(known);
      return this.opened(this.create(accountId));
    });
  }

  /** A hash of the whole state, the same for the same calls wherever and however often it is folded. */
  digest(): string {
    const digest = new StateDigest(this.streamTimeMs);
    this.forEachSlot((slot) => digest.add(this.encodeSlot(slot)));
    return digest.toString();
  }

  private get forgottenUpTo(): number {
    return this.streamTimeMs - RECENT_MS;
  }

  private hashOf(slot: number): number {
    const address = this.slots.addressOf(slot);
    return this.arena.words[WordArena.chunkOf(address)]![WordArena.offsetOf(address) + H_ID_HASH]!;
  }

  private momentOf(leg: LegFacts): Moment {
    const moment = this.now();
    moment.at = clamped(leg.at);
    moment.day = dayOf(moment.at);
    return moment;
  }

  /** What is no longer recent now; the rest of the moment is unspecified. */
  private now(): Moment {
    this.moment.forgottenUpTo = this.streamTimeMs - RECENT_MS;
    return this.moment;
  }

  private opened(slot: number): AccountRecord {
    this.record.open(slot);
    return this.record;
  }

  private lookUp(accountId: string): number {
    if (accountId === this.soughtId && this.soughtSlot >= 0) return this.soughtSlot;
    this.sought.set(accountId);
    const slot = this.index.find(this.sought.hash, this.isSought);
    this.soughtId = accountId;
    this.soughtSlot = slot;
    return slot;
  }

  // `sought` holds the bytes of the id: `lookUp` has just looked in vain, or `release` freed what it found.
  private create(accountId: string): number {
    this.sought.set(accountId);
    const { record } = this;
    record.create();
    const { slot } = record;
    record.words[record.h + H_ID_HASH] = this.sought.hash;
    putId(record, this.sought.bytes, this.sought.length);
    this.index.insert(this.sought.hash, slot);
    this.soughtId = accountId;
    this.soughtSlot = slot;
    return slot;
  }

  private isForgotten(slot: number): boolean {
    const record = this.opened(slot);
    const isIdle = this.streamTimeMs - record.newest > this.idleAfterMs;
    return isIdle && record.activeDays > 0 && !hasMaster(record);
  }

  private release(slot: number): void {
    const record = this.opened(slot);
    this.index.remove(record.words[record.h + H_ID_HASH]!, slot);
    this.busy.release(record);
    record.release();
    this.soughtSlot = -1;
    this.readSlot = -1;
  }
}

function clamped(at: number): number {
  return Math.min(Math.max(at, 0), EVENT_TIME_MAX);
}
