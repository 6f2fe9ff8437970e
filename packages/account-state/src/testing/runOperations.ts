import type { AccountStore } from '../accountStore';
import type { LegFacts } from '../legFacts';
import type { NaiveAccountStore } from '../oracle/naiveAccountStore';
import { account, NOON } from './builders';
import type { Operation } from './operations';

export type AnyStore = AccountStore | NaiveAccountStore;

/** Does operations to one store; two runs that are given the same operations make the same calls. */
export class Run {
  private newest = NOON;
  private readonly recorded: LegFacts[][] = [];
  private nextTransfer = 1;

  constructor(public store: AnyStore) {}

  get newestTime(): number {
    return this.newest;
  }

  idOf(accountNumber: number): string {
    return `BANK:${accountNumber}`;
  }

  /** Does one operation and returns what the store answered, for comparison. */
  do(operation: Operation): unknown {
    switch (operation.type) {
      case 'LEG': {
        const at = this.newest + operation.step;
        this.newest = Math.max(this.newest, at);
        const leg: LegFacts = {
          direction: operation.direction,
          transferHash: this.nextTransfer++ * 7_919,
          counterpartyHash: (operation.counterparty + 1) * 2_654_435_761,
          amountMinor: operation.amountMinor,
          currency: operation.currency,
          at,
        };
        const slot = this.store.slotOf(this.idOf(operation.account));
        const isKnown = this.store.hasRecentLeg(slot, leg);
        this.store.recordLeg(slot, leg);
        this.legsOf(operation.account).push(leg);
        return [isKnown, this.store.hasRecentLeg(slot, leg)];
      }
      case 'REMOVE': {
        const legs = this.legsOf(operation.account);
        const slot = this.store.findSlot(this.idOf(operation.account));
        if (legs.length === 0 || slot < 0) return slot >= 0;
        const { transferHash } = legs[operation.which % legs.length]!;
        const amountMinor = this.store.recentLegAmountMinor(slot, transferHash);
        return [amountMinor, this.store.removeLeg(slot, transferHash)];
      }
      case 'EVICT':
        this.newest += operation.step;
        this.store.evict(this.newest);
        return null;
      case 'MASTER': {
        const slot = this.store.slotOf(this.idOf(operation.account));
        if (operation.birthYear === null) this.store.clearMaster(slot);
        else this.store.setMaster(slot, account({ birthYear: operation.birthYear }));
        return null;
      }
    }
  }

  /** Lets time pass without looking at any account's memory. */
  pass(step: number): void {
    this.newest += step;
    (this.store as AccountStore).evict(this.newest, { maxSlots: 0 });
  }

  private legsOf(accountNumber: number): LegFacts[] {
    const legs = this.recorded[accountNumber] ?? [];
    this.recorded[accountNumber] = legs;
    return legs;
  }
}
