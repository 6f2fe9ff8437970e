import { addMinor, mustHold } from './invariant';

/**
 * Shares `amountMinor` out in proportion to `weights`, in whole minor units that add up exactly: largest remainder, ties to the
 * earlier weight (the earlier credit). Weights are integers ≥ 0 with a sum above 0, unless the amount is 0.
 */
export function shareByWeight(amountMinor: number, weights: readonly number[]): number[] {
  if (amountMinor === 0) return weights.map(() => 0);
  const total = weights.reduce(addMinor, 0);
  mustHold(total > 0, () => `${amountMinor} cannot be shared over nothing`);
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  // Products beyond 2^53 need big integers; almost all sums of money do not.
  const shares =
    largest <= Number.MAX_SAFE_INTEGER / amountMinor
      ? weights.map((weight) => wholeShare(amountMinor, weight, total))
      : weights.map((weight) => wholeShareOfLarge(amountMinor, weight, total));
  let left = amountMinor - shares.reduce((sum, share) => sum + share.whole, 0);
  const byRemainder = shares
    .map((share, index) => ({ remainder: share.remainder, index }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const parts = shares.map((share) => share.whole);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    parts[index]! += 1;
    left -= 1;
  }
  return parts;
}

interface Share {
  readonly whole: number;
  /** Numerator of what was cut off, over the sum of the weights. */
  readonly remainder: number;
}

function wholeShare(amountMinor: number, weight: number, total: number): Share {
  const product = amountMinor * weight;
  const remainder = product % total;
  return { whole: (product - remainder) / total, remainder };
}

function wholeShareOfLarge(amountMinor: number, weight: number, total: number): Share {
  const product = BigInt(amountMinor) * BigInt(weight);
  return { whole: Number(product / BigInt(total)), remainder: Number(product % BigInt(total)) };
}
