import type { LogPosition } from '@sluice/case-store';

/** Next offsets by partition, from a map of the runtime. */
export function positionOf(offsets: ReadonlyMap<number, bigint>): LogPosition {
  return Object.fromEntries([...offsets].sort(([a], [b]) => a - b).map(([at, next]) => [at, Number(next)]));
}

/**
 * Whether `reached` has come to `end` in every partition. A partition that nobody has read counts as passed where it has
 * nothing to read: its log begins at or beyond the end.
 */
export function hasPassed(
  end: LogPosition,
  reached: ReadonlyMap<number, bigint | null>,
  start: ReadonlyMap<number, bigint>,
): boolean {
  return Object.entries(end).every(([partition, next]) => {
    const at = reached.get(Number(partition)) ?? null;
    return Number(at ?? start.get(Number(partition)) ?? 0n) >= next;
  });
}
