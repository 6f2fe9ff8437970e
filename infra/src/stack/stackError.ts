import type { Problem } from '@sluice/domain';

/** Why a stack, or a part of it, is not there; each code comes with one sentence that says what, where and what to do. */
export type StackErrorCode =
  | 'PLATFORM_UNSUPPORTED'
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  | 'MAVEN_MISSING'
  | 'MAVEN_TOO_OLD'
  | 'INSTALL_FAILED'
  | 'POSTGRES_BINARIES_MISSING'
  | 'POSTGRES_USER_MISSING'
  | 'DATA_FOLDER_NAME'
  | 'DATA_FOLDER_UNWRITABLE'
  | 'DATA_FOLDER_FULL'
  | 'STACK_RUNNING'
  | 'SETTING_INVALID'
  | 'PORT_TAKEN'
  | 'SERVER_FAILED'
  | 'SERVER_SLOW';

/** Thrown by `startStack` and by the handles of its servers; `message` is the sentence. */
export class StackError extends Error {
  override readonly name = 'StackError';

  constructor(
    readonly code: StackErrorCode,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
  }
}

/** The value of an expected result, or its problem as a StackError. */
export function orThrow<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem },
): T {
  if (result.ok) return result.value;
  // The prerequisites refuse with the codes above only.
  throw new StackError(result.problem.code as StackErrorCode, result.problem.sentence);
}
