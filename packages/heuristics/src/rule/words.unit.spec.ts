import { currencies, formatMajor } from '@sluice/domain';
import fc from 'fast-check';
import { money, times } from './words';

describe('an amount in a sentence', () => {
  test('reads as amounts do everywhere, in every currency', () => {
    const codes = [...currencies().keys()];
    const amount = fc.oneof(
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.maxSafeNat(),
      fc.integer({ min: -1_000_000, max: 0 }),
    );
    fc.assert(
      fc.property(amount, fc.constantFrom(...codes), (amountMinor, currency) => {
        expect(money(amountMinor, currency)).toBe(`${formatMajor(amountMinor, currency)} ${currency}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a decayed amount is rounded to the minor unit', () => {
    expect(money(123_456.5, 'EUR')).toBe('1,234.57 EUR');
    expect(money(-0.2, 'EUR')).toBe('0.00 EUR');
    expect(money(999.9999, 'JPY')).toBe('1,000 JPY');
  });
});

describe('a multiple in a sentence', () => {
  test('has a tenth where it is below ten, cut and not rounded', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 12, noNaN: true }), (value) => {
        const cut = value >= 10 ? Math.floor(value) : Math.floor(value * 10) / 10;
        expect(times(value)).toBe(`${cut} times`);
      }),
    );
    expect([times(5.37), times(5), times(9.99), times(123.4)]).toEqual([
      '5.3 times',
      '5 times',
      '9.9 times',
      '123 times',
    ]);
  });
});
