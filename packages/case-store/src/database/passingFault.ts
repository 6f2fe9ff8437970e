import { isNativeError } from 'node:util/types';

// SQLSTATE classes that another try may mend: connection, transaction rollback (deadlock, serialisation), insufficient
// resources, object not in the prerequisite state (locks), operator intervention (shutdown, cancel), system error.
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
const NETWORK_CODES = /^(E[A-Z]+|ERR_SOCKET_\w+)$/;

/**
 * True where a failure of the database passes by itself or by an operator's hand (away, restarting, full, deadlock);
 * false for what is wrong with the statement or its rows, which would fail again for ever.
 */
export function isPassingFault(error: unknown): boolean {
  for (const cause of causes(error)) {
    const code = codeOf(cause);
    if (code !== null && SQLSTATE.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
    if (code !== null && NETWORK_CODES.test(code)) return true;
    // What pg says, without a code, of a connection that broke or could not be had in time.
    if (
      /connection (terminated|timeout|ended|error)|timeout exceeded when trying to connect|query read timeout/i.test(
        cause.message,
      )
    )
      return true;
  }
  return false;
}

/** True where the database has not been migrated: SQLSTATE undefined_table or undefined_function. */
export function lacksTables(error: unknown): boolean {
  return causes(error).some((cause) => ['42P01', '42883'].includes(codeOf(cause) ?? ''));
}

/** The error and what it wraps: drizzle puts the driver's own error inside, Node the failure of each address. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  const open = [error];
  while (open.length > 0) {
    const cause = open.shift();
    // Not instanceof: a test runner gives each test file an Error of its own.
    if (!isNativeError(cause)) continue;
    chain.push(cause);
    open.push(cause.cause);
    if ('errors' in cause && Array.isArray(cause.errors)) open.push(...cause.errors);
  }
  return chain;
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
