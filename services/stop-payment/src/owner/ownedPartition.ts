import type { StopPaymentEvent } from '@sluice/domain';
import {
  type AlarmQueue,
  alarmsOf,
  createAlarmQueue,
  createBook,
  isActive,
  type PolicyPack,
  type StopPaymentAlarm,
  type StopPaymentBook,
} from '@sluice/stop-payment-lifecycle';
import type { TransactionalProducer } from '@sluice/stream-runtime';

/** One inbox partition that this instance owns, with everything that its events say. */
export interface OwnedPartition {
  readonly partition: number;
  readonly producer: TransactionalProducer;
  readonly book: StopPaymentBook;
  readonly alarms: AlarmQueue;
  /** Offset of the next inbox record; null stands for the first that there is. */
  next: bigint | null;
}

/** A partition before its events are folded. */
export function emptyPartition(
  partition: number,
  producer: TransactionalProducer,
  next: bigint | null,
): OwnedPartition {
  return { partition, producer, book: createBook(), alarms: createAlarmQueue(), next };
}

/** Folds one event and sets the alarms that it calls for. */
export function applyEvent(owned: OwnedPartition, event: StopPaymentEvent, policy: PolicyPack): void {
  const before = owned.book.get(event.stopPaymentId);
  const wasWatched = before !== undefined && isActive(before.facts.state);
  const stop = owned.book.apply(event);
  if (stop === null || (wasWatched && before.facts.expiresAt === stop.facts.expiresAt)) return;
  for (const alarm of alarmsOf(stop, policy)) owned.alarms.add(alarm);
}

/** Takes out what is due at `now` and still holds: a renewed or ended stop leaves stale alarms behind. */
export function takeDueAlarms(owned: OwnedPartition, now: number, policy: PolicyPack): StopPaymentAlarm[] {
  return owned.alarms.takeDue(now).filter(({ stopPaymentId, alarm, dueFor }) => {
    const stop = owned.book.get(stopPaymentId);
    return (
      stop !== undefined &&
      alarmsOf(stop, policy).some((owed) => owed.alarm === alarm && owed.dueFor === dueFor)
    );
  });
}
