import { formatMajor, minorDigits } from '@sluice/domain';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** `48,000.00 EUR`. Decayed amounts are rounded to the minor unit. */
export function money(amountMinor: number, currency: string): string {
  const rounded = Math.round(amountMinor);
  const text =
    rounded >= 0 && rounded < QUICK_MAX ? quickMajor(rounded, currency) : formatMajor(rounded, currency);
  return `${text} ${currency}`;
}

// Below this a division by up to 1,000 leaves no doubt about the whole part.
const QUICK_MAX = 1e12;
const MINOR_PER_MAJOR = [1, 10, 100, 1_000] as const;

/** What `formatMajor` writes, without big integers and patterns: every sentence of a reason has an amount or two. */
function quickMajor(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const scale = MINOR_PER_MAJOR[digits];
  if (scale === undefined) return formatMajor(amountMinor, currency);
  const whole = Math.floor(amountMinor / scale);
  if (digits === 0) return grouped(whole);
  return `${grouped(whole)}.${String(scale + amountMinor - whole * scale).slice(1)}`;
}

function grouped(whole: number): string {
  if (whole < 1_000) return String(whole);
  const thousands = Math.floor(whole / 1_000);
  return `${grouped(thousands)},${String(1_000 + whole - thousands * 1_000).slice(1)}`;
}

/** `1 payment`, `3 payments`. */
export function counted(count: number, noun: string): string {
  const whole = Math.round(count);
  return `${whole} ${noun}${whole === 1 ? '' : 's'}`;
}

/** A length of time in its largest whole unit: `40 seconds`, `4 minutes`, `3 hours`, `6 days`. */
export function span(ms: number): string {
  if (ms < MINUTE_MS) return counted(Math.floor(ms / 1000), 'second');
  if (ms < HOUR_MS) return counted(Math.floor(ms / MINUTE_MS), 'minute');
  if (ms < 2 * DAY_MS) return counted(Math.floor(ms / HOUR_MS), 'hour');
  return counted(Math.floor(ms / DAY_MS), 'day');
}

/** `93%`. */
export function percent(value: number): string {
  return `${Math.floor(value)}%`;
}

/** `5.3 times`, and whole where it is large. */
export function times(value: number): string {
  if (value >= 10) return `${Math.floor(value)} times`;
  // Digit by digit: to find the shortest text of a fraction takes longer than all else in a sentence.
  const tenths = Math.floor(value * 10);
  const whole = Math.floor(tenths / 10);
  return tenths === whole * 10 ? `${whole} times` : `${whole}.${tenths - whole * 10} times`;
}
