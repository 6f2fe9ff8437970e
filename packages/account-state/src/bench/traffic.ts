import type { LegFacts } from '../legFacts';

const WEEK_MS = 604_800_000;

/**
 * How active accounts are: share of the accounts, and legs in 7 days from and to, spread evenly over the logarithm inside
 * (as activity is: many have few). On average 20.8 legs in 7 days.
 */
export const ACTIVITY = [
  { share: 0.6, from: 1, to: 10 },
  { share: 0.3, from: 10, to: 40 },
  { share: 0.09, from: 40, to: 150 },
  { share: 0.01, from: 150, to: 1_000 },
] as const;

/** Of 100 legs so many are with one of the account's habitual counterparties; the others with somebody new. */
const HABITUAL_PERCENT = 65;

/** Numbers that look random and are the same in every run (xorshift32, Marsaglia 2003). */
export class Lottery {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 1;
  }

  /** An integer in [0, 2^32). */
  word(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  below(limit: number): number {
    return Math.floor((this.word() / 4_294_967_296) * limit);
  }

  fraction(): number {
    return this.word() / 4_294_967_296;
  }
}

/** Legs of many accounts in the order of their event times, each account at its own rate. */
export class Traffic {
  /** Legs in 7 days of each account. */
  readonly rates: Float64Array;
  readonly legsPerWeek: number;
  private readonly prefixes: Float64Array;
  private readonly lottery: Lottery;
  private nextOneOff = 1_000_000_007;
  private nextTransfer = 1;
  at: number;

  constructor(accounts: number, startAt: number) {
    this.lottery = new Lottery(20_260_303);
    this.at = startAt;
    this.rates = new Float64Array(accounts);
    this.prefixes = new Float64Array(accounts + 1);
    for (let i = 0; i < accounts; i++) {
      this.rates[i] = this.rate();
      this.prefixes[i + 1] = this.prefixes[i]! + this.rates[i]!;
    }
    this.legsPerWeek = this.prefixes[accounts]!;
  }

  /** An id as long as those of the wire contract's examples: institution, colon, number. */
  static idOf(account: number): string {
    return `DEMOBANK:${String(account * 7_919).padStart(13, '0')}`;
  }

  /** Fills the batch with the next legs. */
  fill(batch: TrafficBatch): void {
    const step = WEEK_MS / this.legsPerWeek;
    for (let i = 0; i < batch.size; i++) {
      this.at += step;
      const account = this.accountAt(this.lottery.fraction() * this.legsPerWeek);
      batch.accounts[i] = account;
      batch.counterparties[i] = this.counterpartyOf(account);
      batch.amounts[i] = 100 + this.lottery.below(this.lottery.below(20) === 0 ? 5_000_000 : 20_000);
      batch.incoming[i] = this.lottery.below(5) < 2 ? 1 : 0;
      batch.times[i] = Math.floor(this.at);
      batch.transfers[i] = (this.nextTransfer++ * 2_654_435_761) % 9_007_199_254_740_991;
    }
  }

  private rate(): number {
    let left = this.lottery.fraction();
    for (const { share, from, to } of ACTIVITY) {
      if (left < share) return from * (to / from) ** (left / share);
      left -= share;
    }
    return 1;
  }

  private accountAt(place: number): number {
    let low = 0;
    let high = this.rates.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.prefixes[middle]! <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  // Habitual counterparties: three, and one more for every five legs a week, up to 200; the first ones most often.
  private counterpartyOf(account: number): number {
    if (this.lottery.below(100) >= HABITUAL_PERCENT) {
      this.nextOneOff += 2_654_435_761;
      return this.nextOneOff % 9_007_199_254_740_991;
    }
    const habitual = Math.min(3 + Math.floor(this.rates[account]! / 5), 200);
    const place = Math.floor(habitual * this.lottery.fraction() * this.lottery.fraction());
    return (account * 1_000 + place + 1) * 2_654_435;
  }
}

/** Legs drawn beforehand, so that drawing them is not measured. */
export class TrafficBatch {
  readonly accounts: Int32Array;
  readonly counterparties: Float64Array;
  readonly amounts: Float64Array;
  readonly incoming: Uint8Array;
  readonly times: Float64Array;
  readonly transfers: Float64Array;

  constructor(readonly size: number) {
    this.accounts = new Int32Array(size);
    this.counterparties = new Float64Array(size);
    this.amounts = new Float64Array(size);
    this.incoming = new Uint8Array(size);
    this.times = new Float64Array(size);
    this.transfers = new Float64Array(size);
  }

  leg(i: number, into: { -readonly [K in keyof LegFacts]: LegFacts[K] }): LegFacts {
    into.direction = this.incoming[i] === 1 ? 'IN' : 'OUT';
    into.transferHash = this.transfers[i]!;
    into.counterpartyHash = this.counterparties[i]!;
    into.amountMinor = this.amounts[i]!;
    into.at = this.times[i]!;
    return into;
  }
}
