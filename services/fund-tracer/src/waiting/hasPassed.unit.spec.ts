import { hasPassed, positionOf } from './hasPassed';

const at = (...offsets: (bigint | null)[]) =>
  new Map(offsets.map((offset, partition) => [partition, offset]));
const fromZero = new Map([
  [0, 0n],
  [1, 0n],
]);

describe('whether the ledger has passed a log position', () => {
  const end = positionOf(
    new Map([
      [1, 7n],
      [0, 5n],
    ]),
  );

  it('is so when every partition has been read to it, or beyond', () => {
    expect(hasPassed(end, at(5n, 7n), fromZero)).toBe(true);
    expect(hasPassed(end, at(9n, 7n), fromZero)).toBe(true);
    expect(hasPassed(end, at(5n, 6n), fromZero)).toBe(false);
  });

  it('is not so while nobody has read a partition that has records', () => {
    expect(hasPassed(end, at(5n, null), fromZero)).toBe(false);
    expect(hasPassed(end, new Map(), fromZero)).toBe(false);
  });

  it('is so where there is nothing to read: an empty partition, or one whose records are all gone', () => {
    expect(hasPassed({ 0: 0 }, new Map(), fromZero)).toBe(true);
    expect(
      hasPassed(
        end,
        at(5n, null),
        new Map([
          [0, 0n],
          [1, 7n],
        ]),
      ),
    ).toBe(true);
  });
});
