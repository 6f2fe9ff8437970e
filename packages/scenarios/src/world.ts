import type { CoreState } from './core/coreState';
import type { Population } from './population/population';

/** The bank's core and the people around it: what every habit and every script acts on. */
export interface World {
  readonly core: CoreState;
  readonly population: Population;
}

/** Plans `act` for `at`, unless that lies before the past begins or after payments have ended. */
export function planPayment(world: World, at: number, act: () => void): void {
  const { period, queue, clock } = world.core;
  if (at < Math.max(period.historyFrom, clock.now) || at >= period.paymentsUntil) return;
  queue.plan(at, act);
}
