import type { Silence } from './loadSettings';

/** Finds per partition the longest time without an answer: how long whoever owns the partition was away. */
export function trackSilences(partitions: number, startAt: number) {
  const last = new Float64Array(partitions).fill(startAt);
  const longest = Array.from({ length: partitions }, (_, partition) => ({
    partition,
    from: startAt,
    to: startAt,
  }));
  return {
    /** An answer of the partition came at `at`, epoch ms. */
    heard(partition: number, at: number): void {
      const since = last[partition];
      const known = longest[partition];
      if (since === undefined || known === undefined) throw new RangeError(`no partition ${partition}`);
      if (at - since > known.to - known.from) longest[partition] = { partition, from: since, to: at };
      last[partition] = Math.max(since, at);
    },
    silences: (): readonly Silence[] => longest,
  };
}
