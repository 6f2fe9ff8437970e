import type { Result } from '@sluice/domain';
import { type Environment, EXIT_CODE_SETTINGS } from '@sluice/observability';

/** Whether `transfers` rests while the detector has much to do: SLUICE_BACK_PRESSURE, `on` (unset, blank) or `off`. */
export function backPressureFrom(env: Environment): Result<boolean> {
  const text = env.SLUICE_BACK_PRESSURE?.trim().toLowerCase() ?? '';
  if (text === '' || text === 'on') return { ok: true, value: true };
  if (text === 'off') return { ok: true, value: false };
  return {
    ok: false,
    problem: {
      code: 'SETTING_INVALID',
      sentence: `SLUICE_BACK_PRESSURE holds ${JSON.stringify(text)}: it must be on or off.`,
    },
  };
}

/** For `main`: the setting, or one sentence on standard error and the exit code of wrong settings. */
export function backPressureOrExit(env: Environment): boolean {
  const setting = backPressureFrom(env);
  if (setting.ok) return setting.value;
  process.stderr.write(`${setting.problem.code}: ${setting.problem.sentence}\n`);
  process.exit(EXIT_CODE_SETTINGS);
}
