export interface FoundProgram {
  /** What to run: a path, or a name that the PATH resolves. */
  readonly command: string;
  readonly version: string;
}

export type Prerequisite =
  | { readonly ok: true; readonly value: FoundProgram }
  | { readonly ok: false; readonly problem: { readonly code: string; readonly sentence: string } };

type Environment = Readonly<Record<string, string | undefined>>;

/** Codes: NODE_TOO_OLD. */
export function checkNode(version?: string): Prerequisite;

/** From JAVA_HOME, else from the PATH. Codes: JAVA_MISSING, JAVA_TOO_OLD. */
export function findJava(env?: Environment): Prerequisite;

/** From the PATH. Codes: MAVEN_MISSING, MAVEN_TOO_OLD. */
export function findMaven(env?: Environment): Prerequisite;
