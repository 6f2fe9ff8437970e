import { parseSettings } from './parseSettings';
import type { Need, Settings } from './settings';

/** Exit code of a program that was started with settings it cannot work with. */
export const EXIT_CODE_SETTINGS = 2;

/**
 * For `main`: the settings from `process.env`, or, where something is wrong, every problem as a sentence on standard
 * error and exit code 2.
 */
export function settingsOrExit<const N extends readonly Need[]>(
  needs: N,
  serviceName?: string,
): Settings<N[number]> {
  const parsed = parseSettings(process.env, needs, serviceName);
  if (parsed.ok) return parsed.value;
  for (const problem of parsed.problem) process.stderr.write(`${problem.code}: ${problem.sentence}\n`);
  process.exit(EXIT_CODE_SETTINGS);
}
