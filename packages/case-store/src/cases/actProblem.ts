import type { Problem } from '@sluice/domain';

/** The most characters of a person's reference, and of a note or reason. */
const PERSON_LENGTH_MAX = 64;
const TEXT_LENGTH_MAX = 2000;

/** What a person says about a case; `by` and `to` name people, `note` and `reason` are sentences. */
export interface Said {
  readonly by: string;
  readonly to?: string;
  readonly note?: string;
  readonly reason?: string;
}

/** What is wrong with it: what says nothing or too much must not enter the audit trail, which nobody can mend. */
export function actProblem(said: Said): Problem<'CASE_ACT_INVALID'> | null {
  return (
    textProblem('by', said.by, PERSON_LENGTH_MAX) ??
    textProblem('to', said.to, PERSON_LENGTH_MAX) ??
    textProblem('note', said.note, TEXT_LENGTH_MAX) ??
    textProblem('reason', said.reason, TEXT_LENGTH_MAX)
  );
}

function textProblem(
  name: keyof Said,
  text: string | undefined,
  most: number,
): Problem<'CASE_ACT_INVALID'> | null {
  if (text === undefined) return null;
  const what = name === 'by' || name === 'to' ? 'name a person' : 'say something';
  if (text.trim() === '') return invalid(`\`${name}\` must ${what}; it is blank.`);
  const { length } = text.trim();
  if (length > most) return invalid(`\`${name}\` has ${length} characters; at most ${most} are taken.`);
  return null;
}

function invalid(sentence: string): Problem<'CASE_ACT_INVALID'> {
  return { code: 'CASE_ACT_INVALID', sentence };
}
