import { monthlyMoments, periodOf } from './period';
import { randomStream } from './random';
import { DAY, HOUR, hourOf, MINUTE, momentOf, nextHourWithin, OFFICE, startOfDay } from './time';

const MIDNIGHT = Date.UTC(2026, 10, 24);

describe('the simulated calendar', () => {
  it('puts office work into office hours', () => {
    const random = randomStream(1, 'office');
    for (let i = 0; i < 500; i++) {
      const at = momentOf(random, MIDNIGHT, OFFICE);
      expect(hourOf(at)).toBeGreaterThanOrEqual(7);
      expect(hourOf(at)).toBeLessThan(18);
      expect(startOfDay(at)).toBe(MIDNIGHT);
    }
  });

  it('moves a moment to the next hours of its kind', () => {
    expect(nextHourWithin(MIDNIGHT + 7 * HOUR, 9, 18)).toBe(MIDNIGHT + 9 * HOUR);
    expect(nextHourWithin(MIDNIGHT + 12 * HOUR, 9, 18)).toBe(MIDNIGHT + 12 * HOUR);
    expect(nextHourWithin(MIDNIGHT + 20 * HOUR, 9, 18)).toBe(MIDNIGHT + DAY + 9 * HOUR);
    expect(nextHourWithin(MIDNIGHT + 13 * HOUR, 0, 5)).toBe(MIDNIGHT + DAY);
  });

  it('lets a payday fall into the live period, and the one before it into the past', () => {
    for (let hour = 0; hour < 24; hour++) {
      const period = periodOf({
        endsAt: MIDNIGHT + hour * HOUR,
        liveMs: 48 * HOUR,
        wrapUpMs: HOUR,
        historyDays: 30,
        historyCardDays: 7,
      });
      expect(period.payday).toBeGreaterThanOrEqual(period.liveFrom);
      expect(period.payday).toBeLessThan(period.paymentsUntil);
      const moments = monthlyMoments(period, period.payday);
      expect(moments).toHaveLength(2);
      expect(moments[0]).toBeLessThan(period.liveFrom);
    }
  });

  it('finds every month of an anchor that lies after the end of payments', () => {
    const period = periodOf({
      endsAt: MIDNIGHT,
      liveMs: DAY,
      wrapUpMs: 30 * MINUTE,
      historyDays: 30,
      historyCardDays: 7,
    });
    expect(monthlyMoments(period, MIDNIGHT + DAY)).toEqual([MIDNIGHT - 29 * DAY]);
  });
});
