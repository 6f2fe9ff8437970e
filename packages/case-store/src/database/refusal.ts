import { causes, codeOf } from './errorCauses';

/**
 * One sentence where the server refuses whom or what DATABASE_URL names (SQLSTATE 28…, 3D000, 42501), and what to do;
 * null for everything else. It never holds the password.
 */
export function refusalSentence(error: unknown): string | null {
  for (const cause of causes(error)) {
    const code = codeOf(cause);
    // pg itself, without a code, where the server asks for a password and the address has none.
    if (code?.startsWith('28') || (code === null && cause.message.startsWith('SASL:')))
      return 'The database of DATABASE_URL refuses the user or the password; correct them in DATABASE_URL.';
    if (code === '3D000')
      return `There is no database${quoted(cause.message)} on that server; create it, or correct DATABASE_URL.`;
    if (code === '42501')
      return `The user of DATABASE_URL has no permission for this (${cause.message}); grant it, or name another user.`;
  }
  return null;
}

/** What the server quotes in its message, in whichever language it speaks. */
function quoted(message: string): string {
  const name = /["«„“]\s?(.+?)\s?["»”“]/.exec(message)?.[1];
  return name === undefined ? ' of that name' : ` ${name}`;
}
