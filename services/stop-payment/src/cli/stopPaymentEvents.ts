import { keyHashOfStopPaymentId, type StopPaymentEvent, TOPICS } from '@sluice/domain';
import { decodeStopPaymentEvent } from '@sluice/event-codec';
import type { KafkaConnection } from '@sluice/stream-runtime';

/** The events of some partitions from given offsets on, committed ones only; FENCE records are none. */
async function readEvents(
  connection: KafkaConnection,
  at: { readonly partitions?: readonly number[]; readonly from?: bigint },
  onEvent: (event: StopPaymentEvent) => void,
): Promise<void> {
  await connection.readToEnd(TOPICS.stopPaymentEvents, {
    isolation: 'read_committed',
    ...(at.partitions === undefined ? {} : { partitions: at.partitions }),
    ...(at.from === undefined ? {} : { from: at.from }),
    onRecord({ key, value }) {
      if (key === null || value === null) return;
      const event = decodeStopPaymentEvent(value);
      if (event.ok) onEvent(event.value);
    },
  });
}

/** The last event of a stop-payment, found by the account's hash that its id begins with; null where there is none. */
export async function findStopPayment(
  connection: KafkaConnection,
  stopPaymentId: string,
): Promise<StopPaymentEvent | null> {
  const keyHash = keyHashOfStopPaymentId(stopPaymentId);
  if (keyHash === null) return null;
  const count = await connection.partitionCount(TOPICS.stopPaymentEvents);
  let last: StopPaymentEvent | null = null;
  await readEvents(connection, { partitions: [keyHash % count] }, (event) => {
    if (event.stopPaymentId === stopPaymentId) last = event;
  });
  return last;
}

/** The last event of every stop-payment of a transfer. */
export async function findStopPaymentsOf(
  connection: KafkaConnection,
  transferId: string,
): Promise<readonly StopPaymentEvent[]> {
  const last = new Map<string, StopPaymentEvent>();
  await readEvents(connection, {}, (event) => {
    if (event.transferId === transferId) last.set(event.stopPaymentId, event);
  });
  return [...last.values()];
}

/** What an order led to, once it shows up: its last event of those that came with it. Null when the time is over. */
export async function awaitOrder(
  connection: KafkaConnection,
  orderId: string,
  where: { readonly partition: number; readonly from: bigint; readonly timeoutMs: number },
  pause: () => Promise<void>,
): Promise<StopPaymentEvent | null> {
  const end = Date.now() + where.timeoutMs;
  for (;;) {
    let own: string | null = null;
    let last: StopPaymentEvent | null = null;
    await readEvents(connection, { partitions: [where.partition], from: where.from }, (event) => {
      if (event.entry?.type === 'ORDER' && event.entry.order.orderId === orderId) own = event.stopPaymentId;
      // The first event carries the order; those that it caused besides follow without an entry.
      else if (event.entry !== undefined) return;
      if (event.stopPaymentId === own) last = event;
    });
    if (last !== null || Date.now() > end) return last;
    await pause();
  }
}
