import type { Result } from '@sluice/domain';
import { type Environment, EXIT_CODE_SETTINGS } from '@sluice/observability';
import type { IdTableOptions } from './ids/idTable';

const HOUR_MS = 3_600_000;
const HOURS_MAX = 24 * 365;

/** How long transferIds are remembered: SLUICE_ID_HORIZON_HOURS, whole hours; the table's own default where unset or blank. */
export function idTableFrom(env: Environment): Result<IdTableOptions> {
  const text = env.SLUICE_ID_HORIZON_HOURS?.trim() ?? '';
  if (text === '') return { ok: true, value: {} };
  const hours = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (hours >= 1 && hours <= HOURS_MAX) return { ok: true, value: { horizonMs: hours * HOUR_MS } };
  return {
    ok: false,
    problem: {
      code: 'SETTING_INVALID',
      sentence: `SLUICE_ID_HORIZON_HOURS holds ${JSON.stringify(text)}: it must be whole hours from 1 to ${HOURS_MAX}.`,
    },
  };
}

/** For `main`: the setting, or one sentence on standard error and the exit code of wrong settings. */
export function idTableOrExit(env: Environment): IdTableOptions {
  const setting = idTableFrom(env);
  if (setting.ok) return setting.value;
  process.stderr.write(`${setting.problem.code}: ${setting.problem.sentence}\n`);
  process.exit(EXIT_CODE_SETTINGS);
}
