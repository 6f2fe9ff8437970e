/** Several rounds of one figure. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

/** Median and spread; the mean of the middle two where the number of rounds is even. Throws where there are none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const { length } = sorted;
  const low = sorted[(length - 1) >> 1];
  const high = sorted[length >> 1];
  if (low === undefined || high === undefined) throw new RangeError('no round, no median');
  return { median: (low + high) / 2, min: sorted[0]!, max: sorted[length - 1]!, rounds: length };
}
