import { amountBetween, bits, fraction, pickSeveral, randomStream, rounded, times, whole } from './random';

describe('the seeded streams', () => {
  it('give the same numbers for the same seed and label, and others for another label or seed', () => {
    const draw = (seed: number, label: string) => {
      const random = randomStream(seed, label);
      return [bits(random), bits(random), bits(random)];
    };
    expect(draw(1, 'person 1')).toEqual(draw(1, 'person 1'));
    expect(draw(1, 'person 1')).not.toEqual(draw(1, 'person 2'));
    expect(draw(1, 'person 1')).not.toEqual(draw(2, 'person 1'));
  });

  it('are uniform enough: 100,000 draws fill each tenth within 3%', () => {
    const random = randomStream(42, 'uniform');
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) tenths[Math.floor(fraction(random) * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(300);
  });

  it('count rare events with the mean that was asked for', () => {
    const random = randomStream(3, 'poisson');
    let total = 0;
    for (let i = 0; i < 50_000; i++) total += times(random, 0.3);
    expect(total / 50_000).toBeCloseTo(0.3, 1);
  });

  it('keep whole numbers and amounts within their bounds', () => {
    const random = randomStream(5, 'bounds');
    for (let i = 0; i < 1_000; i++) {
      expect(whole(random, 3, 5)).toBeGreaterThanOrEqual(3);
      expect(whole(random, 3, 5)).toBeLessThanOrEqual(5);
      const amount = amountBetween(random, 250, 14_000);
      expect(Number.isInteger(amount) && amount >= 250 && amount <= 14_000).toBe(true);
    }
    expect(rounded(12_345, 1_000)).toBe(12_000);
    expect(rounded(45, 100)).toBe(100);
  });

  it('never pick the same one twice where several different ones are asked for', () => {
    const random = randomStream(9, 'several');
    const picked = pickSeveral(random, [1, 2, 3, 4, 5], 4);
    expect(new Set(picked).size).toBe(4);
    expect(pickSeveral(random, [1, 2], 4)).toHaveLength(2);
  });
});
