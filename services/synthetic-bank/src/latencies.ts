/** Real times from publishing to decision, every one kept, so that percentiles are exact. */
export interface Latencies {
  add(latencyMs: number): void;
  readonly count: number;
  /** The smallest latency that at least the share `p` of all does not exceed (nearest rank); null where there is none. */
  percentile(p: number): number | null;
}

export function createLatencies(): Latencies {
  let values = new Float64Array(1_024);
  let count = 0;
  let sorted = true;
  return {
    add(latencyMs) {
      if (count === values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[count++] = latencyMs;
      sorted = false;
    },
    get count() {
      return count;
    },
    percentile(p) {
      if (count === 0) return null;
      if (!sorted) values.subarray(0, count).sort();
      sorted = true;
      return values[Math.max(0, Math.ceil(p * count) - 1)]!;
    },
  };
}
