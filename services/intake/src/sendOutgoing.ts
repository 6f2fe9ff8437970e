import { TOPICS } from '@sluice/domain';
import { toDeadLetterRecord } from '@sluice/event-codec';
import type { SerialProducer } from '@sluice/stream-runtime';
import type { Outgoing } from './outgoing';

/**
 * Sends everything that is in `out`, in one send; resolves when it is acknowledged. `appended` is told the entries by
 * partition, and what it returns when they are acknowledged.
 */
export async function sendOutgoing(
  producer: SerialProducer,
  out: Outgoing,
  appended: (entries: readonly number[]) => () => void,
): Promise<void> {
  const { frames, deadLetters, entries } = out.take();
  const acknowledged = appended(entries);
  await producer.send([
    {
      topic: TOPICS.legs,
      records: frames.flatMap(({ partition, frames: list }) =>
        list.map((value) => ({ key: null, value, partition })),
      ),
    },
    { topic: TOPICS.deadLetters, records: deadLetters.map(toDeadLetterRecord) },
  ]);
  acknowledged();
}
