/** The consumer group of the inbox; its offsets are committed in the transactions of the partition owners. */
export const STOP_PAYMENT_GROUP = 'stop-payment';

/** The consumer group that forwards the core's answers and people's orders into the inbox. */
export const FORWARDER_GROUP = 'stop-payment-forwarder';

/** Whoever owns an inbox partition writes under this id, so that an older owner is fenced. */
export function transactionalIdOf(partition: number): string {
  return `stop-payment-${partition}`;
}
