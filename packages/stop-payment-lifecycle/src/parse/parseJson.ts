import { ok, type Result, refuse } from '@sluice/domain';
import type { z } from 'zod';

/** JSON of a known shape, or a refusal with `code` whose sentence begins with `what` and says what is wrong where. */
export function parseJson<T>(json: string, schema: z.ZodType<T>, code: string, what: string): Result<T> {
  let candidate: unknown;
  try {
    candidate = JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, which may hold personal data.
    return refuse(code, `${what} is not JSON.`);
  }
  const parsed = schema.safeParse(candidate);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`);
  return refuse(code, `${what} is malformed: ${issues.join('; ')}.`);
}
