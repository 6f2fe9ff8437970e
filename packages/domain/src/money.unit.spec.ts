import * as fc from 'fast-check';
import { AMOUNT_MINOR_MAX, currencies, formatMajor, isCurrency, minorDigits } from './money';

describe('an amount in words for people', () => {
  it.each([
    [4_800_000, 'EUR', '48,000.00'],
    [5, 'EUR', '0.05'],
    [0, 'GBP', '0.00'],
    [-123_456, 'CNY', '-1,234.56'],
    [48_000, 'JPY', '48,000'],
    [0, 'JPY', '0'],
    [-7, 'KRW', '-7'],
    [1_234_567, 'BHD', '1,234.567'],
    [1, 'KWD', '0.001'],
    [999, 'TND', '0.999'],
    [AMOUNT_MINOR_MAX, 'USD', '90,071,992,547,409.91'],
  ])('%d minor units of %s are %s', (amountMinor, currency, words) => {
    expect(formatMajor(amountMinor, currency)).toBe(words);
  });

  it('has no grouping in files', () => {
    expect(formatMajor(123_456_789, 'EUR', false)).toBe('1234567.89');
  });

  it('takes a sum that has outgrown a double', () => {
    expect(formatMajor(90_071_992_547_409_930n, 'EUR', false)).toBe('900719925474099.30');
  });

  it('loses nothing: without the point it is the amount again', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...currencies().keys()), (amountMinor, currency) => {
        const words = formatMajor(amountMinor, currency);
        expect(Number(words.replace(/[.,]/g, ''))).toBe(amountMinor);
        expect(words.split('.')[1]?.length ?? 0).toBe(minorDigits(currency));
      }),
    );
  });

  it('is never made of a fraction of a minor unit', () => {
    expect(() => formatMajor(0.5, 'EUR')).toThrow(RangeError);
  });
});

describe('a currency', () => {
  it('is an active ISO 4217 code in capital letters', () => {
    expect(['EUR', 'JPY', 'BHD', 'CNY'].every(isCurrency)).toBe(true);
    expect(['', 'eur', 'EURO', 'XXX', 'XAU', 'BTC', 'DEM', '978', 'constructor'].some(isCurrency)).toBe(
      false,
    );
  });

  it('outside ISO 4217 has no minor digits, and says so', () => {
    expect(() => minorDigits('BTC')).toThrow('BTC is not an ISO 4217 currency code');
  });

  it('has 0, 2 or 3 minor digits', () => {
    for (const [code, digits] of currencies()) {
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3]).toContain(digits);
    }
    expect(['JPY', 'ISK', 'CLP'].map(minorDigits)).toEqual([0, 0, 0]);
    expect(['BHD', 'IQD', 'OMR'].map(minorDigits)).toEqual([3, 3, 3]);
  });
});
