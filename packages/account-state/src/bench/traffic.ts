import type { LegFacts } from '../legFacts';
import { Lottery } from './lottery';

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

/** Steps of equal logarithm that each span of activity is cut into; all accounts of one step are equally active. */
const STEPS = 16;

/** Of 100 legs so many are with one of the account's habitual counterparties; the others with somebody new. */
const HABITUAL_PERCENT = 65;

/** Ids have 18 to 34 characters, as BBANs and IBANs do, all lengths equally often. */
const ID_LENGTHS = 17;
const ID_LENGTH_MIN = 18;

/** Accounts `first` to before `end`, each with `rate` legs in 7 days. */
interface Step {
  readonly first: number;
  readonly end: number;
  readonly rate: number;
}

/** The distribution in one line, for reports. */
export const DISTRIBUTION = `${ACTIVITY.map(
  ({ share, from, to }) => `${share * 100}% of accounts ${from} to ${to} legs in 7 days`,
).join(', ')}; ${HABITUAL_PERCENT}% of legs with habitual counterparties; ids of 18 to 34 characters`;

/** Legs of many accounts in the order of their event times, each account at its own rate. */
export class Traffic {
  readonly legsPerWeek: number;
  private readonly steps: readonly Step[];
  /** Legs in 7 days of the steps before each. */
  private readonly before: Float64Array;
  private readonly lottery = new Lottery(20_260_303);
  private nextOneOff = 1_000_000_007;
  private nextTransfer = 1;
  at: number;

  constructor(accounts: number, startAt: number) {
    this.at = startAt;
    this.steps = stepsOf(accounts);
    this.before = new Float64Array(this.steps.length + 1);
    this.steps.forEach(({ first, end, rate }, i) => {
      this.before[i + 1] = this.before[i]! + (end - first) * rate;
    });
    this.legsPerWeek = this.before[this.steps.length]!;
  }

  static idOf(account: number): string {
    const scattered = Math.imul(account, 0x9e3779b1) >>> 0;
    return `DEMOBANK:${String(account).padStart(ID_LENGTH_MIN + (scattered % ID_LENGTHS) - 9, '0')}`;
  }

  /** Fills the batch with the next legs. */
  fill(batch: TrafficBatch): void {
    const step = WEEK_MS / this.legsPerWeek;
    for (let i = 0; i < batch.size; i++) {
      this.at += step;
      this.drawAccount(batch, i);
      batch.amounts[i] = 100 + this.lottery.below(this.lottery.below(20) === 0 ? 5_000_000 : 20_000);
      batch.incoming[i] = this.lottery.below(5) < 2 ? 1 : 0;
      batch.times[i] = Math.floor(this.at);
      batch.transfers[i] = (this.nextTransfer++ * 2_654_435_761) % 9_007_199_254_740_991;
    }
  }

  private drawAccount(batch: TrafficBatch, i: number): void {
    const { before, steps, lottery } = this;
    const place = lottery.fraction() * this.legsPerWeek;
    let s = steps.length - 1;
    while (before[s]! > place) s -= 1;
    const { first, end, rate } = steps[s]!;
    const account = Math.min(first + Math.floor((place - before[s]!) / rate), end - 1);
    batch.accounts[i] = account;
    batch.counterparties[i] = this.counterpartyOf(account, rate);
  }

  // Habitual counterparties: three, and one more for every five legs a week, up to 200; the first ones most often.
  private counterpartyOf(account: number, rate: number): number {
    if (this.lottery.below(100) >= HABITUAL_PERCENT) {
      this.nextOneOff += 2_654_435_761;
      return this.nextOneOff % 9_007_199_254_740_991;
    }
    const habitual = Math.min(3 + Math.floor(rate / 5), 200);
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

function stepsOf(accounts: number): Step[] {
  const steps: Step[] = [];
  let share = 0;
  for (const span of ACTIVITY) {
    for (let i = 0; i < STEPS; i++) {
      const first = Math.round(share * accounts);
      share += span.share / STEPS;
      const rate = span.from * (span.to / span.from) ** ((i + 0.5) / STEPS);
      steps.push({ first, end: Math.round(share * accounts), rate });
    }
  }
  return steps;
}
