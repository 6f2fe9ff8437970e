import type { AccountStore } from '../accountStore';
import { Lottery } from '../bench/lottery';
import { WINDOWS_MS } from '../features';
import type { LegDirection, LegFacts } from '../legFacts';
import { NaiveAccountStore } from '../oracle/naiveAccountStore';
import { HOUR_MS, MINUTE_MS, NOON } from './builders';

/** What happens to one busy account. */
export interface BusyPlan {
  readonly seed: number;
  readonly legs: number;
  /** Mean time between legs in a burst; between bursts a hundred times as much. */
  readonly stepMs: number;
  readonly counterparties: number;
  readonly currencies: readonly string[];
  readonly latePercent: number;
  readonly reversedPercent: number;
}

export const BUSY_ID = 'BANK:BUSY';

/** One busy account in a store and in the oracle, leg by leg, with every leg that counts. */
export class BusyStory {
  readonly oracle = new NaiveAccountStore();
  readonly oracleSlot = this.oracle.slotOf(BUSY_ID);
  readonly slot: number;
  legs: LegFacts[] = [];
  newest = NOON;
  private readonly lottery: Lottery;
  private nextTransfer = 1;
  private burstLeft = 0;

  constructor(
    readonly store: AccountStore,
    private readonly plan: BusyPlan,
  ) {
    this.slot = store.slotOf(BUSY_ID);
    this.lottery = new Lottery(plan.seed);
  }

  /** The next leg: mostly a little later, sometimes late by up to the hour that is allowed. */
  next(): LegFacts {
    const { lottery, plan } = this;
    const isLate = lottery.below(100) < plan.latePercent;
    if (this.burstLeft === 0) this.burstLeft = 1 + lottery.below(200);
    this.burstLeft -= 1;
    const step = Math.floor(lottery.fraction() * plan.stepMs * (this.burstLeft === 0 ? 200 : 2));
    if (!isLate) this.newest += step;
    const late = lottery.below(4) === 0 ? HOUR_MS : MINUTE_MS;
    return this.legAt(isLate ? this.newest - lottery.below(late) : this.newest);
  }

  legAt(at: number): LegFacts {
    const { lottery, plan } = this;
    return {
      direction: lottery.below(2) === 0 ? 'OUT' : 'IN',
      transferHash: this.nextTransfer++ * 7_919,
      counterpartyHash: (1 + lottery.below(plan.counterparties)) * 2_654_435_761,
      amountMinor: 1 + lottery.below(100_000),
      currency: plan.currencies[lottery.below(plan.currencies.length)]!,
      at,
    };
  }

  record(leg: LegFacts): void {
    this.store.recordLeg(this.slot, leg);
    this.oracle.recordLeg(this.oracleSlot, leg);
    this.legs.push(leg);
    if (this.lottery.below(100) < this.plan.reversedPercent) this.reverse();
  }

  /** Takes one of the last legs back, in the oracle only where the store still knew it. */
  private reverse(): void {
    const at = Math.max(this.legs.length - 1 - this.lottery.below(150), 0);
    const { transferHash } = this.legs[at]!;
    if (!this.store.removeLeg(this.slot, transferHash)) return;
    this.oracle.removeLeg(this.oracleSlot, transferHash);
    this.legs.splice(at, 1);
  }

  /** Legs of one direction in a window that reaches back too far by 1/32 and on by one unit of time (18.75 s). */
  within(leg: LegFacts, window: number, direction: LegDirection): LegFacts[] {
    const length = WINDOWS_MS[window]!;
    const from = leg.at - length - length / 32;
    const to = leg.at + WINDOWS_MS[0] / 32;
    return this.legs.filter((kept) => kept.direction === direction && kept.at > from && kept.at <= to);
  }
}
