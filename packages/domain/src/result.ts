/** An expected failure is a value: a code and one sentence that says what, where and what to do. */
export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

/** `C` is the code; a function that states which codes it gives narrows it. */
export interface Problem<C extends string = string> {
  readonly code: C;
  readonly sentence: string;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<const C extends string>(
  code: C,
  sentence: string,
): { readonly ok: false; readonly problem: Problem<C> } {
  return { ok: false, problem: { code, sentence } };
}
