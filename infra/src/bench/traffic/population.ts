import { Lottery } from '@sluice/account-state/src/bench/lottery';
import { ACTIVITY, Traffic } from '@sluice/account-state/src/bench/traffic';
import { type Account, hash53 } from '@sluice/domain';

/** What kind of holder an account of the bench has. */
export type Role = 'PERSON' | 'COMPANY' | 'MERCHANT';

const DAY_MS = 86_400_000;
/** From this activity on (legs in 7 days) an account is a shop; from the lower one on every second is a company. */
const MERCHANT_FROM = 150;
const COMPANY_FROM = 40;
/** One account in so many is held at another bank. */
const ELSEWHERE_ONE_IN = 7;
const HABITUAL_MAX = 200;

/**
 * Accounts whose activity is spread as account-state's bench states (`ACTIVITY`: 60% have 1 to 10 legs in 7 days, 30% 10 to
 * 40, 9% 40 to 150, 1% 150 to 1,000), each with a role, a bank, and payees it pays again and again.
 */
export class Population {
  readonly legsPerWeek: number;
  private readonly rates: Float64Array;
  private readonly prefixes: Float64Array;
  private readonly ids: (string | undefined)[];

  constructor(readonly size: number) {
    const lottery = new Lottery(20_260_303);
    this.rates = new Float64Array(size);
    this.prefixes = new Float64Array(size + 1);
    this.ids = new Array<string | undefined>(size);
    for (let i = 0; i < size; i++) {
      this.rates[i] = drawRate(lottery.fraction());
      this.prefixes[i + 1] = this.prefixes[i]! + this.rates[i]!;
    }
    this.legsPerWeek = this.prefixes[size]!;
  }

  /** The account at a place in [0, 1) of the total activity: the busier, the likelier. */
  at(fraction: number): number {
    const place = fraction * this.legsPerWeek;
    let low = 0;
    let high = this.size;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.prefixes[middle]! <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  /** One of the payees that the account pays by habit: three, and one more for every five legs a week; the first ones most often. */
  habitualPayee(account: number, fraction: number): number {
    const habitual = Math.min(3 + Math.floor(this.rates[account]! / 5), HABITUAL_MAX);
    return this.at(spread(account * 1_009 + Math.floor(habitual * fraction)));
  }

  idOf(account: number): string {
    const known = this.ids[account];
    if (known !== undefined) return known;
    const id = this.isOurs(account) ? Traffic.idOf(account) : `OTHERBANK:${Traffic.idOf(account).slice(9)}`;
    this.ids[account] = id;
    return id;
  }

  isOurs(account: number): boolean {
    return account % ELSEWHERE_ONE_IN !== 0;
  }

  roleOf(account: number): Role {
    const rate = this.rates[account]!;
    if (rate >= MERCHANT_FROM) return 'MERCHANT';
    if (rate < COMPANY_FROM) return 'PERSON';
    return account % 2 === 0 ? 'COMPANY' : 'PERSON';
  }

  /** Master data of one of our accounts: open for two to twelve years, one holder. */
  masterDataOf(account: number, now: number): Account {
    const role = this.roleOf(account);
    return {
      accountId: this.idOf(account),
      aliases: [],
      kind: role === 'MERCHANT' ? 'MERCHANT' : 'CURRENT',
      status: 'OPEN',
      currency: 'EUR',
      institution: 'DEMOBANK',
      branch: null,
      holderIds: [`H${account}`],
      holderKind: role === 'PERSON' ? 'PERSON' : 'COMPANY',
      openedAt: now - Math.floor((2 + 10 * spread(account)) * 365) * DAY_MS,
      identityVerified: true,
      birthYear: role === 'PERSON' ? 1_950 + (account % 55) : null,
      phone: role === 'PERSON' ? `phone-${account}` : null,
      dailyLimitMinor: null,
      protection: null,
    };
  }
}

function drawRate(fraction: number): number {
  let left = fraction;
  for (const { share, from, to } of ACTIVITY) {
    if (left < share) return from * (to / from) ** (left / share);
    left -= share;
  }
  return 1;
}

/** A number in [0, 1) that belongs to an integer and looks drawn. */
export function spread(value: number): number {
  return hash53(String(value)) / 2 ** 53;
}
