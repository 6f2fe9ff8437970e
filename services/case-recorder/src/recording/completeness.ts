import type { RecorderPosition } from '@sluice/case-store';
import type { KafkaConnection, RunningConsumer } from '@sluice/stream-runtime';

/** How far our clock may be from the brokers': a partition counts as complete only up to this long ago. */
export const CLOCK_SKEW_MS_MAX = 1_000;

/**
 * Of every assigned partition that is recorded to its end: that all of what was appended until a moment before this call
 * is recorded. Reports as of an instant rest on it, also where nothing is appended for hours.
 */
export async function completePositions(
  connection: KafkaConnection,
  consumer: RunningConsumer,
  wallClock: () => number,
): Promise<RecorderPosition[]> {
  if (consumer.state() !== 'running') return [];
  const asked = wallClock();
  const complete: RecorderPosition[] = [];
  for (const topic of new Set(consumer.assigned().map((at) => at.topic))) {
    const ends = await connection.endOffsets(topic);
    // Asked after the ends: what is assigned now and recorded beyond them.
    const positions = consumer.positions();
    for (const [partition, end] of ends) {
      const position = positions.get(`${topic}/${partition}`);
      if (position === undefined || position < end) continue;
      complete.push({
        topic,
        partition,
        nextOffset: Number(position),
        appendTime: null,
        completeTo: asked - CLOCK_SKEW_MS_MAX,
      });
    }
  }
  return complete;
}

/** Where a poll ends in one partition. What comes later may carry the same millisecond, so that one is not complete. */
export function positionAfter(
  topic: string,
  partition: number,
  last: { readonly offset: bigint; readonly timestamp: number },
): RecorderPosition {
  return {
    topic,
    partition,
    nextOffset: Number(last.offset + 1n),
    appendTime: last.timestamp,
    completeTo: last.timestamp - 1,
  };
}
