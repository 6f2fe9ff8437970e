import { FencedError, reasonOf, TransactionFailedError, TransientError } from '@sluice/stream-runtime';

/**
 * A TransientError for what passes: another owner came in between, a transaction is in doubt, the cluster is away. Any
 * other error as it is: a bug.
 */
export function passing(error: unknown, what: string): unknown {
  const passes =
    error instanceof FencedError ||
    error instanceof TransactionFailedError ||
    (error instanceof Error && error.name.startsWith('KafkaJS'));
  return passes ? new TransientError(`${what}: ${reasonOf(error)}`) : error;
}
