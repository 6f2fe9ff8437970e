import type { StopDuration } from './policyPack';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * When a stop of this duration ends that begins at `fromMs` (epoch ms). Business days are Monday to Friday of the UTC
 * calendar and bank holidays count as business days: both can only end a stop earlier than the law allows, never later.
 */
export function endOf(duration: StopDuration, fromMs: number): number {
  if (duration.kind === 'FIXED') return fromMs + duration.ms;
  let day = Math.floor(fromMs / DAY_MS);
  for (let left = duration.days; left > 0; ) {
    day += 1;
    if (isBusinessDay(day)) left -= 1;
  }
  return day * DAY_MS + duration.dayEndsAtUtcHour * HOUR_MS;
}

// Day 0 of the epoch, 1 January 1970, was a Thursday.
function isBusinessDay(dayOfEpoch: number): boolean {
  const weekday = (((dayOfEpoch + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}
