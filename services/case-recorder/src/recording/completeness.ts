import type { RecorderPosition } from '@sluice/case-store';
import type { KafkaConnection, RunningConsumer } from '@sluice/stream-runtime';

/** How far our clock may be from the brokers': a partition counts as complete only up to this long ago. */
export const CLOCK_SKEW_MS_MAX = 1_000;

/** More than this many offsets are not looked into: they are records that wait, not what transactions leave behind. */
const MARKERS_MAX = 1_000n;

/** How far each partition is recorded for certain; asked again and again. */
export type AskCompleteness = () => Promise<RecorderPosition[]>;

/**
 * Of every assigned partition that is recorded to its end: that all of what was appended until a moment before the question
 * is recorded. Reports as of an instant rest on it, also where nothing is appended for hours.
 */
export function askCompleteness(
  connection: KafkaConnection,
  consumer: RunningConsumer,
  wallClock: () => number,
): AskCompleteness {
  const nothingAfter = emptinessCheck(connection);
  return async () => {
    if (consumer.state() !== 'running') return [];
    const asked = wallClock();
    const complete: RecorderPosition[] = [];
    for (const topic of new Set(consumer.assigned().map((at) => at.topic))) {
      const ends = await connection.endOffsets(topic);
      // Asked after the ends: what is assigned now and recorded beyond them.
      const positions = consumer.positions();
      for (const [partition, end] of ends) {
        const position = positions.get(`${topic}/${partition}`);
        if (position === undefined) continue;
        if (position < end && !(await nothingAfter(topic, partition, position, end))) continue;
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
  };
}

/**
 * Whether there is nothing to record between a position and the end: markers and aborted records of transactions take
 * offsets that no reader is ever handed. Looked into where a position has stood still since the last question, and once.
 */
function emptinessCheck(connection: KafkaConnection) {
  const lastAsked = new Map<string, string>();
  const empty = new Map<string, string>();
  return async (topic: string, partition: number, position: bigint, end: bigint): Promise<boolean> => {
    const name = `${topic}/${partition}`;
    const range = `${position}-${end}`;
    if (empty.get(name) === range) return true;
    const stoodStill = lastAsked.get(name) === range;
    lastAsked.set(name, range);
    if (!stoodStill || end - position > MARKERS_MAX) return false;
    let records = 0;
    await connection.readToEnd(topic, {
      partitions: [partition],
      from: position,
      isolation: 'read_committed',
      onRecord: () => {
        records += 1;
      },
    });
    if (records > 0) return false;
    empty.set(name, range);
    return true;
  };
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
