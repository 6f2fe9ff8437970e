import fc from 'fast-check';
import { shareOut } from './shareOut';

describe('giving frozen money back to several victims', () => {
  it('goes directly to whom it is traced to', () => {
    expect(
      shareOut(100, [
        { account: 'x', tracedMinor: 70, lossMinor: 200 },
        { account: 'y', tracedMinor: 30, lossMinor: 30 },
      ]),
    ).toEqual([
      { account: 'x', amountMinor: 70 },
      { account: 'y', amountMinor: 30 },
    ]);
  });

  it('goes by loss where no trace tells whose it is', () => {
    expect(
      shareOut(100, [
        { account: 'x', tracedMinor: 0, lossMinor: 300 },
        { account: 'y', tracedMinor: 0, lossMinor: 100 },
      ]),
    ).toEqual([
      { account: 'x', amountMinor: 75 },
      { account: 'y', amountMinor: 25 },
    ]);
  });

  it('never gives more than there is, nor more than was lost', () => {
    const claim = fc.record({
      account: fc.string(),
      tracedMinor: fc.nat({ max: 500 }),
      lossMinor: fc.nat({ max: 500 }),
    });
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), fc.array(claim, { maxLength: 6 }), (amountMinor, claims) => {
        const named = claims.map((claim, index) => ({ ...claim, account: `v${index}` }));
        const paid = shareOut(amountMinor, named);
        const loss = named.reduce((sum, { lossMinor }) => sum + lossMinor, 0);
        expect(paid.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(Math.min(amountMinor, loss));
        for (const part of paid)
          expect(part.amountMinor).toBeLessThanOrEqual(
            named.find(({ account }) => account === part.account)!.lossMinor,
          );
      }),
    );
  });
});
