import fc from 'fast-check';
import { fixedSchedule } from './schedule';

describe('a fixed schedule', () => {
  it('has its first transfer due at its start and the next ones evenly after it', () => {
    const schedule = fixedSchedule({ startAt: 1_000, ratePerSecond: 1_000, total: 5 });
    expect([0, 1, 4].map((number) => schedule.dueAt(number))).toEqual([1_000, 1_001, 1_004]);
  });

  it('has nothing due before its start, and everything after its end', () => {
    const schedule = fixedSchedule({ startAt: 1_000, ratePerSecond: 500, total: 10 });
    expect([999.9, 1_000, 1_002, 1_018, 99_999].map((now) => schedule.dueBy(now))).toEqual([0, 1, 2, 10, 10]);
  });

  it('lets whoever looks late find all that became due meanwhile', () => {
    const schedule = fixedSchedule({ startAt: 0, ratePerSecond: 10_000, total: 100_000 });
    expect(schedule.dueBy(250)).toBe(2_501);
  });

  it('counts as due just what its due times say, at any rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        (ratePerSecond, startAt, after) => {
          const schedule = fixedSchedule({ startAt, ratePerSecond, total: 50_000 });
          const count = schedule.dueBy(startAt + after);
          const before = (number: number): boolean => schedule.dueAt(number) <= startAt + after;
          expect(count === 0 || before(count - 1)).toBe(true);
          expect(count === schedule.total || !before(count)).toBe(true);
        },
      ),
    );
  });

  it('refuses a rate of nothing', () => {
    expect(() => fixedSchedule({ startAt: 0, ratePerSecond: 0, total: 1 })).toThrow(RangeError);
  });
});
