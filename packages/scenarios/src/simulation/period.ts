import { DAY, MONTH } from './time';

/** The stretches of simulated time, epoch ms: the past, the live period, and its end that belongs to the desk. */
export interface Period {
  readonly historyFrom: number;
  /** From here on, card payments and cash are published too. */
  readonly historyCardsFrom: number;
  readonly liveFrom: number;
  /** Nobody orders a payment at or after this. */
  readonly paymentsUntil: number;
  readonly endsAt: number;
  /** 05:30 of the first day that begins in the live period: when the largest employers pay salaries. */
  readonly payday: number;
}

export function periodOf(options: {
  endsAt: number;
  liveMs: number;
  wrapUpMs: number;
  historyDays: number;
  historyCardDays: number;
}): Period {
  const liveFrom = options.endsAt - options.liveMs;
  const paymentsUntil = options.endsAt - options.wrapUpMs;
  // 05:30 of the day on which, or after which, the live period begins; of a live period shorter than that, its first tenth.
  let payday = liveFrom - (liveFrom % DAY) + 5.5 * 3_600_000;
  if (payday < liveFrom) payday += DAY;
  if (payday > liveFrom + (paymentsUntil - liveFrom) * 0.4)
    payday = liveFrom + Math.floor(options.liveMs / 10);
  return {
    historyFrom: liveFrom - options.historyDays * DAY,
    historyCardsFrom: liveFrom - options.historyCardDays * DAY,
    liveFrom,
    paymentsUntil,
    endsAt: options.endsAt,
    payday,
  };
}

/** Every moment of a monthly thing inside the period's payments, given one of its moments. */
export function monthlyMoments(period: Period, anchor: number): number[] {
  const moments: number[] = [];
  const back = Math.ceil((anchor - period.historyFrom) / MONTH);
  for (let at = anchor - back * MONTH; at < period.paymentsUntil; at += MONTH) {
    if (at >= period.historyFrom) moments.push(at);
  }
  return moments;
}
