/** ERROR: the file does not do what it says. NOTICE: on purpose perhaps, but worth a second look. */
export interface LintFinding {
  readonly severity: 'ERROR' | 'NOTICE';
  readonly code:
    | 'RULE_ABSENT'
    | 'RULE_NEVER_FIRES'
    | 'BAND_ADDS_NOTHING'
    | 'LIST_RULE_OFF'
    | 'FAMILY_COUNTS_NOTHING'
    | 'THRESHOLD_UNREACHABLE'
    | 'OUTCOME_NOBODY_GETS';
  /** Where in the file. */
  readonly path: string;
  readonly sentence: string;
}

export function lintError(code: LintFinding['code'], path: string, sentence: string): LintFinding {
  return { severity: 'ERROR', code, path, sentence };
}

export function lintNotice(code: LintFinding['code'], path: string, sentence: string): LintFinding {
  return { severity: 'NOTICE', code, path, sentence };
}
