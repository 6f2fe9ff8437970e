import { ok, type Problem, type Result } from '@sluice/domain';
import type { z } from 'zod';
import type { Rules } from './rules';
import { rulesSchema } from './schema';

/** Largest rules file in characters: it travels in one log entry to every partition. */
export const RULES_LENGTH_MAX = 200_000;

/**
 * Parses and checks a rules file. Problems: RULES_TOO_LARGE, RULES_NOT_JSON, and one RULES_INVALID for each place that is wrong,
 * with its path and what is allowed there.
 */
export function parseRules(text: string): Result<Rules, readonly Problem[]> {
  const json = parseJson(text);
  return json.ok ? checkRules(json.value, '') : json;
}

/** The same for rules that are already parsed JSON; `at` is put in front of each path. */
export function checkRules(json: unknown, at: string): Result<Rules, readonly Problem[]> {
  const parsed = rulesSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return { ok: false, problem: problemsOf(parsed.error, 'RULES_INVALID', at) };
}

export function parseJson(text: string): Result<unknown, readonly Problem[]> {
  if (text.length > RULES_LENGTH_MAX) {
    const sentence = `The rules file has ${text.length} characters, at most ${RULES_LENGTH_MAX} are allowed: shorten its texts.`;
    return { ok: false, problem: [{ code: 'RULES_TOO_LARGE', sentence }] };
  }
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: [{ code: 'RULES_NOT_JSON', sentence: `The rules file is not JSON: ${why}.` }],
    };
  }
}

/** One problem per place: `rules["victim.drains-balance"].bands[0].points: must be a whole number from 0 to 1000`. */
export function problemsOf(error: z.ZodError, code: string, at: string): readonly Problem[] {
  return error.issues.map((issue) => ({
    code,
    sentence: `${pathWords(at, issue.path) || 'the file'}: ${issue.message}.`,
  }));
}

function pathWords(at: string, path: readonly PropertyKey[]): string {
  let words = at;
  for (const key of path) {
    if (typeof key === 'number') words += `[${key}]`;
    else if (/^[A-Za-z_]\w*$/.test(String(key))) words += words === '' ? String(key) : `.${String(key)}`;
    else words += `["${String(key)}"]`;
  }
  return words;
}
