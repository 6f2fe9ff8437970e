import {
  periodOf,
  resolveOptions,
  SYNTHETIC_BANK_DEFAULTS,
  type SyntheticBankSettings,
} from '@sluice/scenarios';
import { createFasterClock, type FasterClock } from './fasterClock';

/** Settings of a run as a person gives them; simulated time ends when the run ends. */
export interface RunSettings {
  /** Simulated ms per real ms. */
  readonly factor: number;
  readonly bank?: Omit<SyntheticBankSettings, 'endsAt'>;
  /** How long the core waits for a decision and for a stop-payment command, in real ms; latencies are not sped up. */
  readonly decisionWaitMs?: number;
  readonly commandWaitMs?: number;
  /** Wall clock, epoch ms. */
  readonly wallNow?: () => number;
  readonly realNow?: () => number;
}

export interface Run {
  readonly settings: SyntheticBankSettings;
  readonly clock: FasterClock;
  /** How long the live period takes, real ms. */
  readonly durationMs: number;
}

export const DECISION_WAIT_MS = 4_000;
export const COMMAND_WAIT_MS = 10_000;

/**
 * The bank's settings and clock for a run that begins about now: simulated time starts in the past and ends when the
 * live period has been played, so that no event lies ahead of the real time at which it is published.
 */
export function planRun(run: RunSettings): Run {
  const { factor } = run;
  const liveMs = run.bank?.liveMs ?? SYNTHETIC_BANK_DEFAULTS.liveMs;
  const durationMs = liveMs / factor;
  const endsAt = Math.floor((run.wallNow ?? Date.now)() + durationMs);
  const given = run.bank?.core ?? {};
  const settings: SyntheticBankSettings = {
    ...run.bank,
    endsAt,
    core: {
      decideWithinMs: Math.ceil((run.decisionWaitMs ?? DECISION_WAIT_MS) * factor),
      commandWithinMs: Math.ceil((run.commandWaitMs ?? COMMAND_WAIT_MS) * factor),
      ...given,
    },
  };
  const period = periodOf(resolveOptions(settings));
  const clock = createFasterClock({
    startsAt: period.liveFrom,
    endsAt,
    factor,
    ...(run.realNow === undefined ? {} : { realNow: run.realNow }),
  });
  return { settings, clock, durationMs };
}
