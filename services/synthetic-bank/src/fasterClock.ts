import { simulatedTime } from '@sluice/observability';

/**
 * Simulated time on a faster clock: it stands at `startsAt` until `start()`, then runs `factor` times as fast as real
 * time up to `endsAt` and on until it has caught up with the wall's clock, which it then keeps to: what is written
 * after a run bears the time at which it happened.
 */
export interface FasterClock {
  /** Simulated time, epoch ms. Whoever needs the time of the run (expiry, warnings, human delays) asks this clock. */
  now(): number;
  /** Lets time run; a second call does nothing. */
  start(): void;
  readonly factor: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface FasterClockOptions {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly factor: number;
  /** Real time in ms, steady; default the process's own. */
  readonly realNow?: () => number;
  /** The wall's clock, epoch ms. */
  readonly wallNow?: () => number;
}

export function createFasterClock(options: FasterClockOptions): FasterClock {
  const { startsAt, endsAt, factor } = options;
  if (!(factor >= 1) || !(endsAt > startsAt)) {
    throw new RangeError(
      `a faster clock needs a factor of 1 or more and an end after its start, not factor ${factor} and ${endsAt - startsAt} ms`,
    );
  }
  const realNow = options.realNow ?? (() => performance.now());
  const wallNow = options.wallNow ?? Date.now;
  let startedAt: number | null = null;
  return {
    factor,
    startsAt,
    endsAt,
    start() {
      startedAt ??= realNow();
    },
    now() {
      if (startedAt === null) return startsAt;
      return simulatedTime({ startsAt, endsAt, factor }, realNow() - startedAt, wallNow());
    },
  };
}
