import { endOfDay, formatInZone, parseZone, startOfDay } from './zone';

function begin(date: string, zone: string): string {
  const result = startOfDay(date, zone);
  if (!result.ok) throw new Error(result.problem.sentence);
  return new Date(result.value).toISOString();
}

describe('days in a time zone', () => {
  it.each([
    ['2026-03-02', 'UTC', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02', 'Europe/Berlin', '2026-03-01T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-03-02', 'Asia/Shanghai', '2026-03-01T16:00:00.000Z'],
    ['2026-03-02', 'Asia/Kolkata', '2026-03-01T18:30:00.000Z'],
    ['2026-03-02', 'Pacific/Kiritimati', '2026-03-01T10:00:00.000Z'],
    ['2026-03-02', 'Pacific/Pago_Pago', '2026-03-02T11:00:00.000Z'],
  ])('%s in %s begins at %s', (date, zone, instant) => {
    expect(begin(date, zone)).toBe(instant);
  });

  it('last 23 and 25 hours where the clocks change', () => {
    const hours = (date: string, zone: string) => {
      const [from, to] = [startOfDay(date, zone), endOfDay(date, zone)];
      return from.ok && to.ok ? (to.value - from.value) / 3_600_000 : Number.NaN;
    };
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(hours('2026-03-30', 'Europe/Berlin')).toBe(24);
  });

  it('begin after the gap where there is no midnight', () => {
    // Chile puts its clocks forward at midnight: 6 September 2026 begins at 01:00.
    expect(formatInZone(Date.parse(begin('2026-09-06', 'America/Santiago')), 'America/Santiago')).toBe(
      '2026-09-06T01:00:00.000-03:00',
    );
  });

  it('follow one another without gap or overlap through every change of clocks', () => {
    for (const zone of [
      'Europe/Berlin',
      'America/Santiago',
      'America/Havana',
      'Asia/Beirut',
      'Australia/Lord_Howe',
    ]) {
      for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
        const date = new Date(day).toISOString().slice(0, 10);
        const next = new Date(day + 86_400_000).toISOString().slice(0, 10);
        const end = endOfDay(date, zone);
        expect(end.ok && new Date(end.value).toISOString()).toBe(begin(next, zone));
        expect(formatInZone(Date.parse(begin(date, zone)), zone).slice(0, 10)).toBe(date);
        expect(formatInZone(Date.parse(begin(date, zone)) - 1, zone).slice(0, 10) < date).toBe(true);
      }
    }
  });

  it('are refused where the calendar has no such day', () => {
    for (const date of ['2026-02-30', '2026-13-01', '26-01-01', 'yesterday', '2026-1-1']) {
      expect(startOfDay(date, 'UTC')).toMatchObject({ ok: false, problem: { code: 'DATE_INVALID' } });
      expect(endOfDay(date, 'UTC')).toMatchObject({ ok: false, problem: { code: 'DATE_INVALID' } });
    }
  });
});

describe('time zones', () => {
  it('are known by their IANA names', () => {
    expect(parseZone('Europe/Berlin')).toEqual({ ok: true, value: 'Europe/Berlin' });
    expect(parseZone('Mars/Olympus')).toMatchObject({ ok: false, problem: { code: 'ZONE_UNKNOWN' } });
  });

  it('print an instant with its offset, to the millisecond', () => {
    expect(formatInZone(Date.UTC(2026, 2, 2, 9, 42, 7, 5), 'Asia/Kolkata')).toBe(
      '2026-03-02T15:12:07.005+05:30',
    );
    expect(formatInZone(Date.UTC(1969, 11, 31, 23, 59, 59, 999), 'UTC')).toBe(
      '1969-12-31T23:59:59.999+00:00',
    );
    expect(formatInZone(Date.UTC(2026, 2, 2, 1), 'America/New_York')).toBe('2026-03-01T20:00:00.000-05:00');
  });
});
