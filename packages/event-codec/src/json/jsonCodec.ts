import { ok, type Problem, type Result, refuse } from '@sluice/domain';
import type { z } from 'zod';

/** The code of an internal record that is not what it should be, and what its reader says of it. */
export type JsonProblemCode = 'ENTRY_INVALID' | 'ORDER_INVALID';

export interface JsonCodec<T, C extends JsonProblemCode> {
  /** Throws TypeError where the value breaks its own type: a bug, not bad input. */
  encode(value: T): Buffer;
  decode(bytes: Buffer): Result<T, Problem<C>>;
}

/**
 * JSON with every known field checked on writing and on reading. Fields that the schema does not know are dropped, so
 * that a service of the version before reads what a newer one has added to.
 */
export function jsonCodec<T, C extends JsonProblemCode>(
  name: string,
  code: C,
  schema: z.ZodType<T>,
): JsonCodec<T, C> {
  return {
    encode: (value) => {
      const checked = schema.safeParse(value);
      if (!checked.success) throw new TypeError(`no ${name}: ${firstIssue(checked.error)}`);
      return Buffer.from(JSON.stringify(checked.data), 'utf8');
    },
    decode: (bytes) => {
      const parsed = parseJson(bytes);
      if (parsed === undefined)
        return refuse(code, `the bytes are no JSON; write the ${name} as JSON in UTF-8`);
      const checked = schema.safeParse(parsed);
      return checked.success
        ? ok(checked.data)
        : refuse(code, `not a ${name}: ${firstIssue(checked.error)}; correct it and publish it again`);
    },
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it is invalid';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'the whole' : path}: ${issue.message}`;
}
