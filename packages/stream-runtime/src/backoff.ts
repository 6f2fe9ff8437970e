import type { Logger } from './logger';

export interface BackoffOptions {
  readonly what: string;
  readonly log: Logger;
  /** True where the caller is closing: the last error is thrown instead of another try. */
  readonly closing?: () => boolean;
  readonly onRetry?: (error: unknown) => void;
  /** Errors that another try cannot mend are thrown at once. */
  readonly isFinal?: (error: unknown) => boolean;
}

const FIRST_DELAY_MS = 50;
const DELAY_MS_MAX = 1_000;

/** Tries until it succeeds, waiting 50 ms, 100 ms, … up to 1 s between tries. */
export async function untilItWorks<T>(attempt: () => Promise<T>, options: BackoffOptions): Promise<T> {
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, DELAY_MS_MAX)) {
    try {
      return await attempt();
    } catch (error) {
      if (options.closing?.() === true || options.isFinal?.(error) === true) throw error;
      options.onRetry?.(error);
      options.log.warn({ what: options.what, delayMs, reason: reasonOf(error) }, 'failed, trying again');
      await sleep(delayMs);
    }
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What went wrong, for a log line. A database's error names the query and its values; its cause names neither. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('Failed query')) {
    return error.cause instanceof Error ? reasonOf(error.cause) : 'a database query failed';
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
