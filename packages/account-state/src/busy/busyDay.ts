import { IN_COUNT, IN_MINOR, OUT_COUNT, OUT_MAX, OUT_MINOR } from '../record/habitPlaces';
import {
  B_COARSE,
  B_COARSE_BASE,
  B_CREDIT,
  B_CREDIT_MINOR,
  B_DAY,
  B_DAY_IN,
  B_DAY_IN_MINOR,
  B_DAY_OUT,
  B_DAY_OUT_MAX,
  B_DAY_OUT_MINOR,
  type BusyBlock,
} from './busyBlock';

const TWO_32 = 4_294_967_296;

/** Counts a leg that is no longer single in the totals of its day; only the newest such day has totals. */
export function countInDay(busy: BusyBlock, day: number, isIn: boolean, homeMinor: number): void {
  const { words, doubles, at } = busy;
  if (day + 1 < words[at + B_DAY]!) return;
  const minors = at >>> 1;
  if (day + 1 > words[at + B_DAY]!) {
    words[at + B_DAY] = day + 1;
    words[at + B_DAY_OUT] = 0;
    words[at + B_DAY_IN] = 0;
    for (const place of [B_DAY_OUT_MINOR, B_DAY_IN_MINOR, B_DAY_OUT_MAX]) doubles[minors + place / 2] = 0;
  }
  if (isIn) {
    words[at + B_DAY_IN] = words[at + B_DAY_IN]! + 1;
    doubles[minors + B_DAY_IN_MINOR / 2]! += homeMinor;
    return;
  }
  words[at + B_DAY_OUT] = words[at + B_DAY_OUT]! + 1;
  doubles[minors + B_DAY_OUT_MINOR / 2]! += homeMinor;
  const largest = minors + B_DAY_OUT_MAX / 2;
  if (homeMinor > doubles[largest]!) doubles[largest] = homeMinor;
}

/** True where there are totals of a day from `openDay` on. */
export function hasDayTotals(busy: BusyBlock, openDay: number): boolean {
  return busy.words[busy.at + B_DAY]! > openDay;
}

/** The words of the day's totals, to be put into another block. */
export function takeDayTotals(busy: BusyBlock): Uint32Array {
  return busy.words.slice(busy.at + B_DAY, busy.at + B_COARSE);
}

export function putDayTotals(busy: BusyBlock, totals: Uint32Array): void {
  const base = busy.words[busy.at + B_COARSE_BASE]!;
  busy.words.set(totals, busy.at + B_DAY);
  busy.words[busy.at + B_COARSE_BASE] = base;
}

/** Adds the day's totals of the open block to `into`, in the places of a habit. */
export function addDayTotals(busy: BusyBlock, day: number, into: Float64Array): void {
  const { words, doubles, at } = busy;
  if (words[at + B_DAY] !== day + 1) return;
  const minors = at >>> 1;
  into[OUT_COUNT]! += words[at + B_DAY_OUT]!;
  into[OUT_MINOR]! += doubles[minors + B_DAY_OUT_MINOR / 2]!;
  into[IN_COUNT]! += words[at + B_DAY_IN]!;
  into[IN_MINOR]! += doubles[minors + B_DAY_IN_MINOR / 2]!;
  into[OUT_MAX] = Math.max(into[OUT_MAX]!, doubles[minors + B_DAY_OUT_MAX / 2]!);
}

/** Remembers a credit that is no longer single, where it is not older than the one remembered. */
export function rememberCredit(
  busy: BusyBlock,
  eventTime: number,
  currency: number,
  amountMinor: number,
): void {
  if (eventTime < creditTime(busy)) return;
  const { words, doubles, at } = busy;
  words[at + B_CREDIT] = eventTime;
  words[at + B_CREDIT + 1] = Math.floor(eventTime / TWO_32) | (currency << 10);
  doubles[(at + B_CREDIT_MINOR) >>> 1] = amountMinor;
}

/** Event time of the credit that `rememberCredit` kept, 0 where there is none. */
export function creditTime(busy: BusyBlock): number {
  return busy.words[busy.at + B_CREDIT]! + (busy.words[busy.at + B_CREDIT + 1]! & 0x3ff) * TWO_32;
}

export function creditCurrency(busy: BusyBlock): number {
  return busy.words[busy.at + B_CREDIT + 1]! >>> 10;
}

export function setCreditCurrency(busy: BusyBlock, currency: number): void {
  const word = busy.at + B_CREDIT + 1;
  busy.words[word] = (busy.words[word]! & 0x3ff) | (currency << 10);
}

export function creditMinor(busy: BusyBlock): number {
  return busy.doubles[(busy.at + B_CREDIT_MINOR) >>> 1]!;
}
