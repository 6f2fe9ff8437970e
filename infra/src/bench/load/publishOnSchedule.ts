import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS } from '@sluice/domain';
import type { ClusterConnection, OutgoingRecord, SerialProducer } from '@sluice/stream-runtime';
import type { Histogram } from 'hdr-histogram-js';
import { newHistogram, record } from './latencies';
import type { Schedule } from './schedule';

/** What is due within so long goes out in one send. */
const TICK_MS = 2;
/** A send may take longer than a tick: the next goes out on another connection. */
const PRODUCERS = 4;

/**
 * Publishes `records[n]` when transfer n is due. A send that is late does not move the schedule: what became due meanwhile
 * goes out with the next one. Resolves when all is acknowledged, with the time from due to acknowledged.
 */
export async function publishOnSchedule(
  connection: ClusterConnection,
  schedule: Schedule,
  warmUp: number,
  records: readonly OutgoingRecord[],
  now: () => number,
): Promise<Histogram> {
  const producers: SerialProducer[] = [];
  for (let i = 0; i < PRODUCERS; i++) producers.push(await connection.producer(`bench-load-${i}`));
  const idle = [...producers];
  const acknowledged = newHistogram();
  let failed: unknown = null;

  const send = async (from: number, to: number, producer: SerialProducer): Promise<void> => {
    await producer.send([{ topic: TOPICS.transfers, records: records.slice(from, to) }]);
    const at = now();
    for (let number = Math.max(from, warmUp); number < to; number++)
      record(acknowledged, at - schedule.dueAt(number));
    idle.push(producer);
  };

  let sent = 0;
  while (sent < schedule.total && failed === null) {
    const due = schedule.dueBy(now());
    const producer = due > sent ? idle.pop() : undefined;
    if (producer !== undefined) {
      send(sent, due, producer).catch((error: unknown) => {
        failed = error;
      });
      sent = due;
    }
    await delay(TICK_MS);
  }
  while (idle.length < PRODUCERS && failed === null) await delay(TICK_MS);
  if (failed !== null) throw failed;
  for (const producer of producers) await producer.close();
  return acknowledged;
}
