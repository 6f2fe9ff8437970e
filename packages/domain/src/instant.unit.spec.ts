import { badInstant, INSTANT_MAX, isInstant } from './instant';

describe('times', () => {
  it('lie between 1970 and 9999, in whole milliseconds', () => {
    expect([0, 1_760_000_000_000, INSTANT_MAX].every(isInstant)).toBe(true);
    expect([-1, INSTANT_MAX + 1, 2 ** 53 - 1, 1.5, Number.NaN].some(isInstant)).toBe(false);
    expect(new Date(INSTANT_MAX).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });

  it('are found by name wherever a record holds one that is none', () => {
    expect(badInstant({ openedAt: 5, at: 7, answerBy: 9, orderedBy: 'bob', expiresAt: null })).toBeNull();
    expect(badInstant({ openedAt: -1 })).toBe('openedAt');
    expect(badInstant({ items: [{ at: 1 }, { at: 2 ** 53 - 1 }] })).toBe('items.at');
    expect(badInstant({ amountMinor: -1 })).toBeNull();
  });
});
