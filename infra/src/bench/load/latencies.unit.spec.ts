import { trackLatencies } from './latencies';
import { fixedSchedule } from './schedule';

const RATE = 1_000;
const SECONDS = 10;
const schedule = fixedSchedule({ startAt: 0, ratePerSecond: RATE, total: RATE * SECONDS });

describe('latencies from the due time', () => {
  it('are a few ms where every decision comes 5 ms after its transfer was due', () => {
    const latencies = trackLatencies(schedule, 0);
    for (let number = 0; number < schedule.total; number++)
      latencies.arrived(number, schedule.dueAt(number) + 5);
    const { count, p50, p999, max } = latencies.percentiles(20_000);
    expect({ count, p50, p999, max }).toEqual({ count: 10_000, p50: 5, p999: 5, max: 5 });
  });

  it('show a receiver that stalled for a second in all that was due meanwhile, though it answered each at once afterwards', () => {
    const latencies = trackLatencies(schedule, 0);
    for (let number = 0; number < schedule.total; number++) {
      const due = schedule.dueAt(number);
      const stalled = due >= 3_000 && due < 4_000;
      latencies.arrived(number, stalled ? 4_001 : due + 1);
    }
    const { p50, p99, p999, max } = latencies.percentiles(20_000);
    expect(p50).toBe(1);
    // A tenth of all was due in that second, evenly: the highest hundredth of all waited 900 ms and more.
    expect(p99).toBeGreaterThan(890);
    expect(p99).toBeLessThan(910);
    expect(p999).toBeGreaterThan(980);
    expect(max).toBeCloseTo(1_001, -1);
  });

  it('count a transfer that nobody answered with the time that it has waited', () => {
    const latencies = trackLatencies(schedule, 0);
    for (let number = 0; number < schedule.total; number++)
      if (number !== 0) latencies.arrived(number, schedule.dueAt(number) + 1);
    expect(latencies.missing()).toBe(1);
    expect(latencies.percentiles(30_000).max).toBeCloseTo(30_000, -2);
    expect(latencies.percentiles(30_000).count).toBe(10_000);
  });

  it('take the first answer only, and count the others', () => {
    const latencies = trackLatencies(schedule, 0);
    expect(latencies.arrived(7, schedule.dueAt(7) + 2)).toBe(true);
    expect(latencies.arrived(7, schedule.dueAt(7) + 900)).toBe(false);
    expect(latencies.repeated).toBe(1);
    expect(latencies.answered).toBe(1);
  });

  it('leave the warm-up out of the percentiles, not out of what is awaited', () => {
    const latencies = trackLatencies(schedule, 5_000);
    for (let number = 0; number < schedule.total; number++)
      latencies.arrived(number, schedule.dueAt(number) + (number < 5_000 ? 500 : 3));
    expect(latencies.percentiles(20_000)).toMatchObject({ count: 5_000, max: 3 });
    expect(latencies.missing()).toBe(0);
  });

  it('await only those that will have an answer, as of stop-payments', () => {
    const held = (number: number): boolean => number % 100 === 0;
    const latencies = trackLatencies(schedule, 0, held);
    expect(latencies.missing()).toBe(100);
    expect(latencies.arrived(1, 10)).toBe(false);
    for (let number = 0; number < schedule.total; number += 100)
      latencies.arrived(number, schedule.dueAt(number) + 20);
    expect(latencies.percentiles(20_000)).toMatchObject({ count: 100, p99: 20 });
    expect(latencies.missing()).toBe(0);
  });

  it('do not take numbers of another run for theirs', () => {
    const latencies = trackLatencies(schedule, 0);
    expect(latencies.arrived(-1, 5)).toBe(false);
    expect(latencies.arrived(schedule.total, 5)).toBe(false);
    expect(latencies.answered).toBe(0);
  });
});
