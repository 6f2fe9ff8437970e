import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Result } from '@sluice/domain';
import type { Environment } from '../settings/environment';
import { EXIT_CODE_SETTINGS } from '../settings/settingsOrExit';
import { simulatedTime, type TimePlan } from './simulatedTime';

/** Names the file from which a service takes the time of a run that is faster than the wall's clock, such as a demo. */
export const CLOCK_FILE_VARIABLE = 'SLUICE_CLOCK_FILE';

/** What stands in the clock file, as JSON. */
export interface ClockFile extends TimePlan {
  /** Wall clock at which simulated time was started, epoch ms; null: not yet. */
  readonly startedAt: number | null;
}

/** Lays the clock file anew in one step, so that no reader sees half of it. */
export function writeClockFile(file: string, clock: ClockFile): void {
  writeFileSync(`${file}.new`, JSON.stringify(clock));
  renameSync(`${file}.new`, file);
}

/**
 * The time at which a service works, epoch ms: the wall's own or, where SLUICE_CLOCK_FILE names a file, the simulated time
 * that it tells. A service that is started again in the middle of a run goes on with the same time.
 */
export function runClock(env: Environment, wallNow: () => number = Date.now): Result<() => number> {
  const file = env[CLOCK_FILE_VARIABLE]?.trim();
  if (file === undefined || file === '') return { ok: true, value: wallNow };
  const first = readClockFile(file);
  if (!first.ok) return first;
  let clock = first.value;
  return {
    ok: true,
    value: () => {
      if (clock.startedAt === null) {
        const again = readClockFile(file);
        if (again.ok) clock = again.value;
        if (clock.startedAt === null) return clock.startsAt;
      }
      const now = wallNow();
      return simulatedTime(clock, Math.max(0, now - clock.startedAt), now);
    },
  };
}

/** For `main`: the clock, or one sentence on standard error and the exit code of wrong settings. */
export function runClockOrExit(env: Environment): () => number {
  const clock = runClock(env);
  if (clock.ok) return clock.value;
  process.stderr.write(`${clock.problem.code}: ${clock.problem.sentence}\n`);
  process.exit(EXIT_CODE_SETTINGS);
}

function readClockFile(file: string): Result<ClockFile> {
  const wrong = (why: string): Result<ClockFile> => ({
    ok: false,
    problem: {
      code: 'SETTING_FILE',
      sentence: `${CLOCK_FILE_VARIABLE} names ${JSON.stringify(file)}, which ${why}: unset it to work in real time.`,
    },
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return wrong(`cannot be read as JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isClockFile(parsed)) return wrong('holds no startsAt, endsAt, factor of 1 or more and startedAt');
  return { ok: true, value: parsed };
}

function isClockFile(value: unknown): value is ClockFile {
  if (typeof value !== 'object' || value === null) return false;
  const { startsAt, endsAt, factor, startedAt } = value as Partial<Record<keyof ClockFile, unknown>>;
  return (
    Number.isFinite(startsAt) &&
    Number.isFinite(endsAt) &&
    typeof factor === 'number' &&
    factor >= 1 &&
    (startedAt === null || Number.isFinite(startedAt))
  );
}
