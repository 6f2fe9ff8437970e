import { ok, type Result, refuse } from '@sluice/domain';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_MS = 86_400_000;

/** The zone's name as Intl knows it, or a refusal for one that it does not. */
export function parseZone(name: string): Result<string> {
  try {
    return ok(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
  } catch {
    return refuse('ZONE_UNKNOWN', `${name} is no time zone; use an IANA name such as Europe/Berlin, or UTC.`);
  }
}

/** The first instant (epoch ms) of the calendar day `date` (YYYY-MM-DD) in the zone. */
export function startOfDay(date: string, zone: string): Result<number> {
  const day = parseDay(date);
  if (day === null) return refuse('DATE_INVALID', `${date} is no date; write it as YYYY-MM-DD.`);
  return ok(firstInstantOf(day, zone));
}

/** The first instant of the day after `date`. */
export function endOfDay(date: string, zone: string): Result<number> {
  const day = parseDay(date);
  if (day === null) return refuse('DATE_INVALID', `${date} is no date; write it as YYYY-MM-DD.`);
  return ok(firstInstantOf(day + DAY_MS, zone));
}

/** `2026-03-02T10:42:07.000+01:00`. */
export function formatInZone(epochMs: number, zone: string): string {
  const offsetMs = offsetAt(epochMs, zone);
  const local = new Date(epochMs + offsetMs).toISOString().slice(0, -1);
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const sign = offsetMs < 0 ? '-' : '+';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Midnight UTC of the day, or null where the calendar has no such day. */
function parseDay(date: string): number | null {
  const match = DATE.exec(date);
  if (match === null) return null;
  const [, year, month, day] = match.map(Number);
  const midnight = Date.UTC(year!, month! - 1, day!);
  return new Date(midnight).toISOString().startsWith(date) ? midnight : null;
}

/**
 * The first instant at which the zone's calendar shows the day. Midnight may come twice or not at all where clocks change
 * at midnight; the offsets before and after the change are tried, and the earliest instant that shows the day counts.
 */
function firstInstantOf(midnight: number, zone: string): number {
  const offsets = [offsetAt(midnight - DAY_MS, zone), offsetAt(midnight + DAY_MS, zone)];
  const shown = (instant: number) => instant + offsetAt(instant, zone);
  const candidates = offsets
    .map((offset) => midnight - offset)
    .filter((instant) => shown(instant) >= midnight);
  return Math.min(...candidates);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC at an instant, ms. */
function offsetAt(epochMs: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(
    part.get('year')!,
    part.get('month')! - 1,
    part.get('day')!,
    part.get('hour')!,
    part.get('minute')!,
    part.get('second')!,
  );
  // formatToParts leaves the milliseconds away.
  return local - Math.floor(epochMs / 1000) * 1000;
}
