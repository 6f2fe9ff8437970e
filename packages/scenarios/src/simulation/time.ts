import { fraction, type Random } from './random';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** The simulated bank's month: salaries, rents and bills come round every 30 days. */
export const MONTH = 30 * DAY;

/** Midnight (UTC, which is the bank's local time) at or before `at`. */
export function startOfDay(at: number): number {
  return at - (((at % DAY) + DAY) % DAY);
}

/** Hour of the day, 0 to 23, UTC. */
export function hourOf(at: number): number {
  return Math.floor((at - startOfDay(at)) / HOUR);
}

/** Weights of the 24 hours of a day: when people do a kind of thing. */
export type DayShape = readonly number[];

export const SHOPPING: DayShape = [
  0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 7, 8, 10, 8, 6, 6, 8, 11, 10, 7, 4, 3, 1, 0.3,
];
export const ONLINE_BANKING: DayShape = [
  0.3, 0.1, 0.1, 0.1, 0.1, 0.2, 1, 3, 5, 6, 6, 6, 7, 5, 5, 5, 6, 7, 8, 9, 9, 8, 4, 1,
];
export const OFFICE: DayShape = [0, 0, 0, 0, 0, 0, 0, 1, 6, 10, 10, 9, 5, 7, 9, 8, 5, 1, 0, 0, 0, 0, 0, 0];
export const EVENING: DayShape = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 3, 6, 9, 10, 8, 4];
export const NIGHT: DayShape = [9, 10, 8, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6];

/** A moment of the day that begins at `dayStart`, drawn by its shape, to the millisecond. */
export function momentOf(random: Random, dayStart: number, shape: DayShape): number {
  let total = 0;
  for (const weight of shape) total += weight;
  let left = fraction(random) * total;
  let hour = 0;
  while (hour < 23 && left >= shape[hour]!) left -= shape[hour++]!;
  return dayStart + hour * HOUR + Math.floor(fraction(random) * HOUR);
}

/** A span between two bounds, to the millisecond. */
export function spanBetween(random: Random, bounds: Span): number {
  return bounds[0] + Math.floor(fraction(random) * (bounds[1] - bounds[0]));
}

/** Shortest and longest, ms of simulated time. */
export type Span = readonly [number, number];

/** The first moment at or after `at` whose hour lies in [from, until); hours past 24 reach into the next day. */
export function nextHourWithin(at: number, from: number, until: number): number {
  const day = startOfDay(at);
  for (const offset of [-DAY, 0, DAY]) {
    const opens = day + offset + from * HOUR;
    const closes = day + offset + until * HOUR;
    if (at < closes) return Math.max(at, opens);
  }
  return at;
}
