/** How simulated time runs: it stands at `startsAt` until it is started, then runs `factor` times as fast as real time. */
export interface TimePlan {
  /** Epoch ms of simulated time. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Simulated ms per real ms, 1 or more. */
  readonly factor: number;
}

/**
 * Simulated time, epoch ms, `elapsedMs` of real time after the start: past `endsAt` it runs on until it has caught up with
 * the wall's clock, which it then keeps to, so that what is written after a run bears the time at which it happened.
 */
export function simulatedTime(
  { startsAt, endsAt, factor }: TimePlan,
  elapsedMs: number,
  wallNow: number,
): number {
  const simulated = startsAt + Math.floor(elapsedMs * factor);
  return simulated < endsAt ? simulated : Math.min(simulated, Math.max(endsAt, wallNow));
}
