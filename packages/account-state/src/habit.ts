import { DAY_MS } from './limits';

/** 2^(-1/14) and 2^(-1/30): what is left of a habit after one day. */
const LEFT_AFTER_A_DAY_14 = 0.9516951530106196;
const LEFT_AFTER_A_DAY_30 = 0.9771599684342459;
/** Beyond this many days nothing is left: 2^(-400/14) is below 3 in a thousand million. */
const DAYS_MAX = 400;

const LEFT_14 = powers(LEFT_AFTER_A_DAY_14);
const LEFT_30 = powers(LEFT_AFTER_A_DAY_30);
const WEIGHT_14 = sums(LEFT_14);

function powers(factor: number): Float64Array {
  const table = new Float64Array(DAYS_MAX + 1);
  let left = 1;
  for (let days = 0; days <= DAYS_MAX; days++) {
    table[days] = left;
    left *= factor;
  }
  return table;
}

function sums(table: Float64Array): Float64Array {
  const result = new Float64Array(table.length + 1);
  for (let i = 0; i < table.length; i++) result[i + 1] = result[i]! + table[i]!;
  return result;
}

/** Number of the UTC day of an event time. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** What is left of a daily count or sum after `days` days (half-life 14 days). */
export function left14(days: number): number {
  return days <= DAYS_MAX ? LEFT_14[days]! : 0;
}

/** What is left of the largest amount after `days` days (half-life 30 days). */
export function left30(days: number): number {
  return days <= DAYS_MAX ? LEFT_30[days]! : 0;
}

/** Sum of the weights of the last `days` days: the divisor that makes a decayed sum a mean per day. */
export function weight14(days: number): number {
  return WEIGHT_14[days <= DAYS_MAX ? days : DAYS_MAX + 1]!;
}
