/** Stops the trace where something does not hold that must: a bug, never a matter of input. */
export function mustHold(holds: boolean, sentence: () => string): void {
  if (!holds) throw new Error(`fund tracing: ${sentence()}`);
}

/** Adds minor units and refuses a sum that a double could no longer tell from its neighbour (2^53 - 1). */
export function addMinor(a: number, b: number): number {
  const sum = a + b;
  mustHold(Number.isSafeInteger(sum), () => `${a} + ${b} is beyond the largest exact amount`);
  return sum;
}
