import { badInstant, INSTANT_MAX, INSTANT_MIN, isInstant } from './instant';

describe('times', () => {
  it('lie between 1850 and 9999, in whole milliseconds', () => {
    expect([INSTANT_MIN, -72_950_400_000, 0, 1_760_000_000_000, INSTANT_MAX].every(isInstant)).toBe(true);
    expect([INSTANT_MIN - 1, INSTANT_MAX + 1, 2 ** 53 - 1, 1.5, Number.NaN].some(isInstant)).toBe(false);
    expect(new Date(INSTANT_MIN).toISOString()).toBe('1850-01-01T00:00:00.000Z');
    expect(new Date(INSTANT_MAX).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });

  it('are found by name wherever a record holds one that is none', () => {
    expect(badInstant({ openedAt: 5, at: 7, answerBy: 9, orderedBy: 'bob', expiresAt: null })).toBeNull();
    expect(badInstant({ openedAt: -(2 ** 53) + 1 })).toBe('openedAt');
    expect(badInstant({ items: [{ at: 1 }, { at: 2 ** 53 - 1 }] })).toBe('items.at');
    expect(badInstant({ amountMinor: -1 })).toBeNull();
  });
});
