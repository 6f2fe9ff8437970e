import fc from 'fast-check';
import { shareByWeight } from './share';

describe('sharing an amount out in whole minor units', () => {
  it('gives the odd units to the largest remainders', () => {
    expect(shareByWeight(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(shareByWeight(10, [5, 3, 1])).toEqual([6, 3, 1]);
    expect(shareByWeight(7, [0, 3, 0])).toEqual([0, 7, 0]);
  });

  it('stays exact where the product is beyond 2^53', () => {
    const billion = 1_000_000_000_000;
    expect(shareByWeight(billion, [billion, billion, billion + 1])).toEqual([
      333_333_333_333, 333_333_333_333, 333_333_333_334,
    ]);
  });

  it('adds up, and no share is off by a whole unit', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), weights, (amountMinor, shares) => {
        const total = shares.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const parts = shareByWeight(amountMinor, shares);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(amountMinor);
        parts.forEach((part, index) => {
          const off = BigInt(part) * BigInt(total) - BigInt(amountMinor) * BigInt(shares[index]!);
          expect(off < BigInt(total) && off > -BigInt(total)).toBe(true);
        });
      }),
    );
  });

  it('refuses to share something over nothing', () => {
    expect(() => shareByWeight(1, [0, 0])).toThrow('cannot be shared over nothing');
  });
});
