import { isCurrency } from '@sluice/domain';
import { z } from 'zod';

type Issue = { readonly code?: string | undefined; readonly input?: unknown; readonly keys?: unknown };

/** Says what is allowed, and whether the value is missing or wrong. */
export function allowed(what: string): { error: (issue: Issue) => string } {
  return {
    error: (issue) => (issue.input === undefined ? `is missing; it must be ${what}` : `must be ${what}`),
  };
}

/** An object with these keys and no others; a key that is not known is named together with those that are. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const keys = Object.keys(shape);
  const known = keys.length === 0 ? 'no keys are allowed here' : `allowed are ${keys.join(', ')}`;
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return `has unknown keys ${issue.keys.join(', ')}; ${known}`;
      return issue.input === undefined ? `is missing; ${known}` : `must be an object; ${known}`;
    },
  });
}

/** A whole number within bounds, both included. */
export function whole(min: number, max: number): z.ZodType<number> {
  const what = allowed(`a whole number from ${min} to ${max}`);
  return z.int(what).min(min, what).max(max, what);
}

export function text(lengthMax: number): z.ZodType<string> {
  const what = allowed(`a text of 1 to ${lengthMax} characters`);
  return z.string(what).min(1, what).max(lengthMax, what);
}

/** A table whose keys are `default` (always there) and ISO 4217 codes. */
export function byCurrency(value: z.ZodType<number>): z.ZodType<Record<string, number>> {
  return z
    .record(z.string(), value, allowed('an object with `default` and currency codes'))
    .superRefine((table, context) => {
      if (table.default === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['default'],
          message: 'is missing; it serves every currency not named',
        });
      }
      for (const key of Object.keys(table)) {
        if (key === 'default' || isCurrency(key)) continue;
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'must be `default` or an ISO 4217 currency code',
        });
      }
    });
}
