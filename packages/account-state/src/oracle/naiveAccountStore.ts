import type { Account } from '@sluice/domain';
import type { AccountFeatures } from '../features';
import { dayOf } from '../habit';
import type { LegFacts } from '../legFacts';
import { IDLE_AFTER_MS, RECENT_MS } from '../limits';
import { type DayTotals, type NaiveAccount, newNaiveAccount } from './naiveAccount';
import { naiveFeatures } from './naiveFeatures';

/**
 * The oracle: the same interface as `AccountStore`, every leg kept for ever, every feature computed by its definition.
 * For tests; its memory and time are unbounded.
 */
export class NaiveAccountStore {
  private readonly accounts: NaiveAccount[] = [];
  private readonly slots = new Map<string, number>();
  private sequence = 0;
  private streamTime = 0;
  private readonly idleAfterMs: number;

  constructor(options: { readonly idleAfterMs?: number } = {}) {
    this.idleAfterMs = options.idleAfterMs ?? IDLE_AFTER_MS;
  }

  get accountCount(): number {
    return this.slots.size;
  }

  slotOf(accountId: string): number {
    const known = this.findSlot(accountId);
    if (known >= 0) return known;
    this.slots.set(accountId, this.accounts.length);
    this.accounts.push(newNaiveAccount(accountId));
    return this.accounts.length - 1;
  }

  findSlot(accountId: string): number {
    const slot = this.slots.get(accountId) ?? -1;
    return slot >= 0 && this.isForgotten(this.accounts[slot]!) ? -1 : slot;
  }

  accountIdOf(slot: number): string {
    return this.at(slot).accountId;
  }

  setMaster(slot: number, account: Account): void {
    const kept = this.at(slot);
    kept.master = account;
    kept.homeCurrency ??= account.currency;
  }

  clearMaster(slot: number): void {
    this.at(slot).master = null;
  }

  readFeatures(slot: number, leg: LegFacts, into: AccountFeatures): void {
    naiveFeatures(this.at(slot), leg, this.streamTime, into);
  }

  recordLeg(slot: number, leg: LegFacts): void {
    const account = this.at(slot);
    account.homeCurrency ??= leg.currency;
    if (leg.at > this.streamTime) this.streamTime = leg.at;
    this.sequence += 1;
    account.firstSeenAt = account.firstSeenAt === 0 ? leg.at : Math.min(account.firstSeenAt, leg.at);
    account.lastSeenAt = Math.max(account.lastSeenAt, leg.at);
    account.legs.push({ ...leg, sequence: this.sequence });
    const day = dayOf(leg.at);
    account.lastDayOf.set(
      leg.counterpartyHash,
      Math.max(account.lastDayOf.get(leg.counterpartyHash) ?? 0, day),
    );
    const totals = account.days.get(day) ?? noTotals();
    account.days.set(day, totals);
    addTo(totals, leg, leg.currency === account.homeCurrency);
  }

  removeLeg(slot: number, transferHash: number): boolean {
    const account = this.at(slot);
    const recent = this.recentLegs(account).filter((leg) => leg.transferHash === transferHash);
    const removed = recent.at(-1);
    if (removed === undefined) return false;
    account.legs = account.legs.filter((leg) => leg !== removed);
    if (!account.legs.some((leg) => leg.counterpartyHash === removed.counterpartyHash)) {
      account.lastDayOf.delete(removed.counterpartyHash);
    }
    this.correctToday(account, dayOf(removed.at));
    return true;
  }

  recentLegAmountMinor(slot: number, transferHash: number): number | null {
    const recent = this.recentLegs(this.at(slot)).filter((leg) => leg.transferHash === transferHash);
    return recent.at(-1)?.amountMinor ?? null;
  }

  hasRecentLeg(slot: number, leg: LegFacts): boolean {
    return this.recentLegs(this.at(slot)).some(
      (kept) =>
        kept.transferHash === leg.transferHash && kept.direction === leg.direction && kept.at === leg.at,
    );
  }

  evict(streamTime: number): void {
    if (streamTime > this.streamTime) this.streamTime = streamTime;
    for (const [accountId, slot] of this.slots) {
      if (this.isForgotten(this.accounts[slot]!)) this.slots.delete(accountId);
    }
  }

  private at(slot: number): NaiveAccount {
    const account = this.accounts[slot];
    if (account === undefined) throw new RangeError(`there is no account in slot ${slot}`);
    return account;
  }

  private isForgotten(account: NaiveAccount): boolean {
    return (
      account.master === null &&
      account.days.size > 0 &&
      this.streamTime - account.lastSeenAt > this.idleAfterMs
    );
  }

  private recentLegs(account: NaiveAccount) {
    const edge = this.streamTime - RECENT_MS;
    return account.legs.filter((leg) => leg.at > edge).sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  }

  // Days that are over stay in the habit as they were; the account's newest day is counted again from what is left of it.
  private correctToday(account: NaiveAccount, day: number): void {
    if (day !== dayOf(account.lastSeenAt)) return;
    const totals = noTotals();
    for (const leg of account.legs) {
      if (dayOf(leg.at) === day) addTo(totals, leg, leg.currency === account.homeCurrency);
    }
    account.days.set(day, totals);
  }
}

function noTotals(): DayTotals {
  return { outCount: 0, outMinor: 0, inCount: 0, inMinor: 0, outMaxMinor: 0 };
}

function addTo(totals: DayTotals, leg: LegFacts, isHome: boolean): void {
  const minor = isHome ? leg.amountMinor : 0;
  if (leg.direction === 'IN') {
    totals.inCount += 1;
    totals.inMinor += minor;
    return;
  }
  totals.outCount += 1;
  totals.outMinor += minor;
  totals.outMaxMinor = Math.max(totals.outMaxMinor, minor);
}
