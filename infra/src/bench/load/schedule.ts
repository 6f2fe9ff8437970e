/**
 * A fixed schedule: transfer n is due at `startAt + n / rate`, whatever became of those before it. Latencies are counted
 * from the due time, so that a receiver that stalls shows in every transfer that was due meanwhile (what Gil Tene named
 * coordinated omission is the mistake of counting from a send that itself had to wait).
 */
export interface Schedule {
  readonly startAt: number;
  readonly total: number;
  /** When transfer `number` is due, ms on the clock of `startAt`. */
  dueAt(number: number): number;
  /** How many are due at `now`. */
  dueBy(now: number): number;
}

export function fixedSchedule(options: {
  /** ms on any clock; the first transfer is due then. */
  readonly startAt: number;
  readonly ratePerSecond: number;
  readonly total: number;
}): Schedule {
  const { startAt, ratePerSecond, total } = options;
  if (!(ratePerSecond > 0)) throw new RangeError(`${ratePerSecond} transfers a second is no rate`);
  const everyMs = 1_000 / ratePerSecond;
  const dueAt = (number: number): number => startAt + number * everyMs;
  return {
    startAt,
    total,
    dueAt,
    dueBy(now) {
      // The quotient may be rounded across a due time, either way: `dueAt` decides.
      let count = Math.max(0, Math.floor((now - startAt) / everyMs) + 1);
      while (count > 0 && dueAt(count - 1) > now) count -= 1;
      while (dueAt(count) <= now) count += 1;
      return Math.min(total, count);
    },
  };
}
