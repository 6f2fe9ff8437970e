import { isNativeError } from 'node:util/types';

/** The error and what it wraps: drizzle puts the driver's own error inside, Node the failure of each address. */
export function causes(error: unknown): Error[] {
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

/** SQLSTATE of the server, code of Node, or null. */
export function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
