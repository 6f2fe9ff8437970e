import { type StopPaymentClock, TOPICS } from '@sluice/domain';
import { encodeInboxEntry } from '@sluice/event-codec';
import type { PolicyPack } from '@sluice/stop-payment-lifecycle';
import { type Logger, type OutgoingRecord, reasonOf, type SerialProducer } from '@sluice/stream-runtime';
import { type OwnedPartition, takeDueAlarms } from '../owner/ownedPartition';

export interface StopClockParts {
  readonly partitions: () => readonly OwnedPartition[];
  readonly producer: SerialProducer;
  readonly policy: PolicyPack;
  readonly clock: () => number;
  readonly log: Logger;
  /** How often the alarms are looked at, real ms. */
  readonly intervalMs: number;
}

/**
 * Writes a CLOCK entry into the inbox for every alarm that is due. The owner then decides by what it knows at that
 * place in the inbox, so an alarm that comes twice, or too late, does nothing.
 */
export function startStopClock(parts: StopClockParts): { stop(): Promise<void> } {
  const { partitions, producer, policy, clock, log } = parts;
  let ringing: Promise<void> | null = null;

  async function ring(): Promise<void> {
    const now = clock();
    const rung = partitions().flatMap((owned) =>
      takeDueAlarms(owned, now, policy).map((alarm) => ({ owned, alarm })),
    );
    if (rung.length === 0) return;
    const records = rung.map(({ owned, alarm }): OutgoingRecord => {
      const entry: StopPaymentClock = {
        type: 'CLOCK',
        account: alarm.account,
        stopPaymentId: alarm.stopPaymentId,
        alarm: alarm.alarm,
        dueFor: alarm.dueFor,
        at: now,
      };
      return { key: alarm.account, value: encodeInboxEntry(entry), partition: owned.partition };
    });
    try {
      await producer.send([{ topic: TOPICS.stopPaymentInbox, records }]);
    } catch (error) {
      for (const { owned, alarm } of rung) owned.alarms.add(alarm);
      log.warn(
        { reason: reasonOf(error), alarms: rung.length },
        'alarms not written, they are due again at once',
      );
    }
  }

  const timer = setInterval(() => {
    ringing ??= ring().finally(() => {
      ringing = null;
    });
  }, parts.intervalMs);

  return {
    async stop() {
      clearInterval(timer);
      await ringing;
    },
  };
}
