// SQLSTATE classes that another try may mend: connection, transaction rollback (deadlock, serialisation), insufficient
// resources, object not in the prerequisite state (locks), operator intervention (shutdown, cancel), system error.
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58']);
const NETWORK_CODES = /^(E[A-Z]+|ERR_SOCKET_\w+)$/;

/**
 * True where a failure of the database passes by itself or by an operator's hand (away, restarting, full, deadlock);
 * false for what is wrong with the statement or its rows, which would fail again for ever.
 */
export function isPassingFault(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
    if (code !== null && /^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
    if (code !== null && NETWORK_CODES.test(code)) return true;
    // What pg says, without a code, of a connection that broke or could not be had in time.
    if (/connection (terminated|timeout|ended)|timeout exceeded when trying to connect/i.test(cause.message))
      return true;
  }
  return false;
}
