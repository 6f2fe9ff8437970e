import {
  FencedError,
  type KafkaConnection,
  type Logger,
  reasonOf,
  TransactionFailedError,
  TransientError,
  untilItWorks,
} from '@sluice/stream-runtime';

/** What passes: another owner came in between, a transaction is in doubt, the cluster is away or electing leaders. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof TransientError ||
    error instanceof FencedError ||
    error instanceof TransactionFailedError ||
    (error instanceof Error && error.name.startsWith('KafkaJS'))
  );
}

/** A TransientError for what passes; any other error as it is: a bug. */
export function passing(error: unknown, what: string): unknown {
  if (error instanceof TransientError || !isPassing(error)) return error;
  return new TransientError(`${what}: ${reasonOf(error)}`);
}

/** Asked at the start, when the topics may just have been created and still have no leaders. */
export function partitionCountOf(connection: KafkaConnection, topic: string, log: Logger): Promise<number> {
  return untilItWorks(() => connection.partitionCount(topic), {
    what: `partitions of ${topic}`,
    log,
    isFinal: (error) => !isPassing(error),
  });
}
