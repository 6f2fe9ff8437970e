import { partitionOf } from '@sluice/domain';
import type { InflictedFault } from './faults/inflictFaults';
import type { DecisionTime } from './read/readTopics';

/** How long decisions stayed away after a fault. */
export interface Recovery {
  readonly fault: string;
  readonly title: string;
  /** From the fault to the next decision of any account, seconds; null: none came. */
  readonly firstSeconds: number | null;
  /** Until accounts of every partition of the log are decided again, seconds; null: a partition had none. */
  readonly everywhereSeconds: number | null;
}

/** What was on its way to the broker when its sender died still arrives: decisions this soon after are not of a successor. */
const ON_ITS_WAY_MS = 100;

/** For each kill of a detector, an intake or the broker: from then to the next decision, by the broker's clock. */
export function recoveries(
  inflicted: readonly InflictedFault[],
  decisions: readonly DecisionTime[],
  partitions: number,
): Recovery[] {
  const byPartition = Array.from({ length: partitions }, (): number[] => []);
  for (const { creditorAccount, decidedAt } of decisions)
    byPartition[partitionOf(creditorAccount, partitions)]!.push(decidedAt);
  for (const times of byPartition) times.sort((a, b) => a - b);
  return inflicted
    .filter(({ fault: { kind, target } }) =>
      kind === 'KILL' ? target === 'detector' || target === 'intake' : kind === 'CRASH' && target === 'kafka',
    )
    .map(({ fault, title, at }) => {
      const next = byPartition.map((times) => firstAfter(times, at + ON_ITS_WAY_MS));
      const known = next.filter((time) => time !== null);
      return {
        fault: `${fault.kind} ${fault.target}`,
        title,
        firstSeconds: known.length === 0 ? null : (Math.min(...known) - at) / 1000,
        everywhereSeconds: known.length < partitions ? null : (Math.max(...known) - at) / 1000,
      };
    });
}

function firstAfter(sorted: readonly number[], at: number): number | null {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? null;
}

/** Median and maximum; null where there is nothing. */
export function spread(values: readonly (number | null)[]): { median: number | null; max: number | null } {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return { median: percentile(sorted, 0.5), max: sorted.at(-1) ?? null };
}

/** Nearest rank of sorted values; null where there is none. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}
