import { causes, codeOf } from './errorCauses';

// SQLSTATE classes that another try may mend: connection, transaction rollback (deadlock, serialisation), insufficient
// resources, object not in the prerequisite state (locks), operator intervention (shutdown, cancel), system error.
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
// By name: files fail with codes of the same form (ENOENT, EACCES, ENOSPC), and no database mends those.
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTCONN',
  'ENOTFOUND',
  'EPIPE',
  'ERR_SOCKET_CLOSED',
  'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_STREAM_DESTROYED',
  'ETIMEDOUT',
]);

/**
 * True where a failure of the database passes by itself or by an operator's hand (away, restarting, full, deadlock);
 * false for what is wrong with the statement or its rows, which would fail again for ever.
 */
export function isPassingFault(error: unknown): boolean {
  for (const cause of causes(error)) {
    const code = codeOf(cause);
    if (code !== null && SQLSTATE.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
    if (code !== null && (NETWORK_CODES.has(code) || isConnect(cause))) return true;
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

/** Whatever keeps a connection from being made, such as ENOENT of a socket file while the server is away. */
function isConnect(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'connect';
}
