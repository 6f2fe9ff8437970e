/** An expected failure is a value: a code and one sentence that says what, where and what to do. */
export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

export interface Problem {
  readonly code: string;
  readonly sentence: string;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(code: string, sentence: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code, sentence } };
}
