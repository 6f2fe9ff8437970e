import type { Account } from '@sluice/domain';
import { BusyBlock } from './busy/busyBlock';
import { decodeAccount, encodeAccount } from './codec/accountCodec';
import { type NamesSource, pointNamesAt } from './createAccountFeatures';
import { StateDigest } from './digest';
import type { AccountFeatures } from './features';
import { dayOf } from './habit';
import { type Generation, Images, type TakePiece } from './images/images';
import type { LegFacts } from './legFacts';
import { EVENT_TIME_MAX, IDLE_AFTER_MS, RECENT_MS } from './limits';
import { CurrencyTable } from './memory/currencyTable';
import { WordArena } from './memory/wordArena';
import { FeatureReader } from './read/featureReader';
import { WarmUp } from './read/warmUp';
import { AccountDirectory } from './record/accountDirectory';
import { AccountRecord } from './record/accountRecord';
import { closeDayIfOver } from './record/dailyHabit';
import { clearMaster, hasMaster, type MasterNames, namesOf, putMaster } from './record/masterData';
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
  private readonly currencies = new CurrencyTable();
  private readonly record = new AccountRecord(this.arena, this.slots);
  private readonly directory = new AccountDirectory(this.record, this.arena, this.slots);
  private readonly busy = new BusyBlock(this.arena);
  private readonly reader = new FeatureReader(this.busy);
  private readonly writer = new LegWriter(this.busy);
  private readonly warmUp = new WarmUp(this.arena, this.slots, this.directory.index);
  private readonly idleAfterMs: number;
  private readonly moment = newMoment();
  private streamTimeMs = 0;
  private evictCursor = 0;

  private readonly images: Images;
  private readonly names: NamesSource = {
    accountId: (slot: number): string => this.accountIdOf(slot),
    masterNames: (slot: number): MasterNames => namesOf(this.opened(slot)),
  };
  // What the last read found, so that the leg recorded after it need not look for its counterparty again.
  private readSlot = -1;
  private readHash = 0;

  constructor(options: AccountStoreOptions = {}) {
    this.idleAfterMs = options.idleAfterMs ?? IDLE_AFTER_MS;
    this.images = new Images({
      accountIdOf: (slot) => this.directory.idOf(slot),
      holds: (accountId) => this.directory.find(accountId) >= 0,
      encodeAsOf: (slot, streamTime) => this.encoded(slot, streamTime),
    });
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
    const fixed = this.slots.reservedBytes + this.directory.index.reservedBytes + this.images.reservedBytes;
    return {
      reservedBytes: fixed + this.arena.reservedBytes,
      usedBytes: fixed + this.arena.usedBytes,
    };
  }

  /**
   * Loads from memory what the coming calls for some accounts need, all at once instead of one after the other: those with
   * `hashes[from]` to before `hashes[to]` (`hash53` of their ids), at most `WARM_AT_ONCE` (32) of them. Changes nothing: the
   * accounts of a frame's next entries are named here shortly before these are applied, and it goes faster.
   */
  warm(hashes: ArrayLike<number>, from: number, to: number): void {
    this.warmUp.run(hashes, from, to);
  }

  /** The account's slot; makes an empty one where there is none or it has been forgotten. */
  slotOf(accountId: string): number {
    return this.madeSlot(this.directory.find(accountId));
  }

  /** The account's slot, -1 where there is none or it has been forgotten. */
  findSlot(accountId: string): number {
    return this.livingSlot(this.directory.find(accountId));
  }

  /**
   * `slotOf` by the id's UTF-8 bytes, `bytes[start, end)`, at most 255 of them, and its `hash53`, which the log carries: no
   * string is made and nothing is hashed. A wrong hash finds another account or makes a second one.
   */
  slotOfBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    return this.madeSlot(this.directory.findBytes(bytes, start, end, hash));
  }

  /** `findSlot` by the id's bytes and its `hash53`, as in `slotOfBytes`. */
  findSlotBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    return this.livingSlot(this.directory.findBytes(bytes, start, end, hash));
  }

  accountIdOf(slot: number): string {
    return this.directory.idOf(slot);
  }

  setMaster(slot: number, account: Account): void {
    this.images.changing(slot);
    const record = this.opened(slot);
    putMaster(record, account);
    if (record.homeCurrency === 0 && account.currency !== null) {
      record.homeCurrency = this.currencies.numberOf(account.currency);
    }
  }

  clearMaster(slot: number): void {
    this.images.changing(slot);
    clearMaster(this.opened(slot));
  }

  /** Features as of the leg's event time, without the leg in the windows (pass-through includes it). Changes nothing. */
  readFeatures(slot: number, leg: LegFacts, into: AccountFeatures): void {
    if (this.images.isUnderWay) this.images.ageing(slot);
    const record = this.opened(slot);
    const moment = this.momentOf(leg);
    closeDayIfOver(record, this.busy, moment);
    this.reader.read(record, leg, moment, this.currencies.find(leg.currency), into);
    pointNamesAt(into, this.names, slot, this.directory.textOf(slot));
    this.readSlot = slot;
    this.readHash = leg.counterpartyHash;
  }

  /** Counts a leg, live or of the past. */
  recordLeg(slot: number, leg: LegFacts): void {
    this.images.changing(slot);
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
    this.images.changing(slot);
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
        // An image wants the account as of an earlier time; its idle memory can wait.
        if (!this.images.isPending(slot)) releaseIdleMemory(this.opened(slot), this.busy, this.now());
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
    this.forEachUsedSlot((slot) => {
      if (!this.isForgotten(slot)) visit(slot);
    });
  }

  /** Everything about one account as of now, in a form that does not depend on its slot; for snapshots. */
  encodeSlot(slot: number): Uint8Array {
    if (this.images.isUnderWay) this.images.ageing(slot);
    return this.encoded(slot, this.streamTimeMs).slice();
  }

  /**
   * Takes in what `encodeSlot` or an image gave, in place of what is known of the account, and returns its slot. Stream time
   * is not part of it: give it to `evict` before.
   */
  decodeSlot(bytes: Uint8Array): number {
    this.readSlot = -1;
    return decodeAccount(bytes, this.busy, this.currencies, (accountId) => {
      const known = this.directory.find(accountId);
      if (known >= 0) this.release(known);
      return this.opened(this.create());
    });
  }

  /**
   * Fixes the moment of an image of a generation, which holds what changed since the last one of that generation was
   * completed. Note `streamTime` with it: a restored store needs it. Throws where an image is under way.
   */
  beginImage(generation: Generation): void {
    this.images.begin(generation, this.streamTimeMs);
  }

  /** Pieces that the image under way still has; 0 where none is. */
  imageSize(): number {
    return this.images.size;
  }

  /**
   * Hands over up to `max` changed accounts as they were at the image's moment, forgotten ones as null; true when none is
   * left. Between calls the store may change in any way. `bytes` is valid during the callback only, which must not call the
   * store.
   */
  takeImage(max: number, piece: TakePiece): boolean {
    return this.images.take(max, piece);
  }

  /** The image, all of it handed over, is published. */
  completeImage(): void {
    this.images.complete();
  }

  /** The image comes to nothing: its changes count as changed again for its generation. */
  abandonImage(): void {
    this.images.abandon();
  }

  /**
   * Says that what is in memory, taken in by `decodeSlot`, is exactly the last image of a generation: nothing is changed for
   * that generation, everything for the other one. A store never restored counts everything as changed for both; what a
   * topic holds of accounts that such a store has never heard of stays there, so give a fresh store fresh keys.
   */
  markRestored(generation: Generation): void {
    this.images.restored(generation, (visit) => this.forEachUsedSlot(visit));
  }

  /** Forgets an account, as if it had never been: where an image says that it is gone. */
  drop(accountId: string): void {
    const slot = this.directory.find(accountId);
    if (slot >= 0) this.release(slot);
  }

  /** A hash of the whole state, the same for the same calls wherever and however often it is folded. */
  digest(): string {
    const digest = new StateDigest(this.streamTimeMs);
    this.forEachSlot((slot) => digest.add(this.encodeSlot(slot)));
    return digest.toString();
  }

  private forEachUsedSlot(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.slots.slotLimit; slot++) {
      if (this.slots.addressOf(slot) !== 0) visit(slot);
    }
  }

  private get forgottenUpTo(): number {
    return this.streamTimeMs - RECENT_MS;
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

  /** Valid until the next call. */
  private encoded(slot: number, streamTime: number): Uint8Array {
    const record = this.opened(slot);
    const moment = this.now();
    moment.forgottenUpTo = streamTime - RECENT_MS;
    closeDayIfOver(record, this.busy, moment);
    return encodeAccount(record, this.busy, this.currencies, moment);
  }

  /** `found`: what a look-up has just given, -1 where it was in vain. */
  private madeSlot(found: number): number {
    if (found >= 0) {
      if (!this.isForgotten(found)) return found;
      this.release(found);
    }
    return this.create();
  }

  private livingSlot(found: number): number {
    return found >= 0 && this.isForgotten(found) ? -1 : found;
  }

  private create(): number {
    const slot = this.directory.create();
    this.images.created(slot);
    return slot;
  }

  private isForgotten(slot: number): boolean {
    return this.isForgottenAt(slot, this.streamTimeMs);
  }

  private isForgottenAt(slot: number, streamTime: number): boolean {
    const record = this.opened(slot);
    const isIdle = streamTime - record.newest > this.idleAfterMs;
    return isIdle && record.activeDays > 0 && !hasMaster(record);
  }

  private release(slot: number): void {
    this.images.releasing(slot);
    const record = this.opened(slot);
    this.directory.remove();
    this.busy.release(record);
    record.release();
    this.readSlot = -1;
  }
}

function clamped(at: number): number {
  return Math.min(Math.max(at, 0), EVENT_TIME_MAX);
}
