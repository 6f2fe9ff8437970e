const FENCED_TYPES: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Kafka's name of a protocol error, as kafkajs gives it; '' for any other error. */
export function errorTypeOf(error: unknown): string {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : '';
}

/** Another producer has taken over the transactionalId; kafkajs wraps what ended its retries. */
export function isFenced(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FENCED_TYPES.has(errorTypeOf(error)) || isFenced(error.cause);
}
