import type { RecordBatch, RecordSlice } from './recordBatch';

/** The most bytes of one round over all partitions: a third of what a broker takes as one request (socket.request.max.bytes). */
const ROUND_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Divides batches into rounds, each one send: at most one slice of a partition in a round, the slices of a partition in
 * order, at most `bytesMax` a round (or one slice that is larger).
 */
export function* sendRounds(
  batches: readonly RecordBatch[],
  bytesMax = ROUND_BYTES_MAX,
): Generator<readonly RecordSlice[]> {
  const waiting = new Map<string, RecordSlice[]>();
  for (const batch of batches) {
    if (batch.count === 0) continue;
    const key = `${batch.topic}/${batch.partition}`;
    const slices = waiting.get(key);
    if (slices === undefined) waiting.set(key, [...batch.slices()]);
    else slices.push(...batch.slices());
  }
  while (waiting.size > 0) {
    const round: RecordSlice[] = [];
    let bytes = 0;
    for (const [key, slices] of waiting) {
      const next = slices[0]!;
      if (round.length > 0 && bytes + next.bytes.length > bytesMax) continue;
      round.push(next);
      bytes += next.bytes.length;
      slices.shift();
      if (slices.length === 0) waiting.delete(key);
    }
    yield round;
  }
}
