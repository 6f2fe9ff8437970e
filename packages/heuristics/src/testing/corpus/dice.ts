/** Numbers that look random and are the same in every run (xorshift32, Marsaglia 2003). */
export interface Dice {
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** True in `percent` of all throws. */
  chance(percent: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** `value` in `percent` of all throws, else null. */
  maybe<T>(percent: number, value: T): T | null;
}

export function diceOf(seed: number): Dice {
  let state = seed | 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return {
    whole: (min, max) => min + next(max - min + 1),
    chance: (percent) => next(100) < percent,
    pick<T>(values: readonly T[]): T {
      const value = values[next(values.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
    maybe: (percent, value) => (next(100) < percent ? value : null),
  };
}
