import { recorderPosition } from '@sluice/case-store';
import { DETECTOR_GROUP } from '@sluice/detector';
import { TOPICS, type TopicName } from '@sluice/domain';
import { INTAKE_GROUP } from '@sluice/intake';
import { sleep } from '@sluice/stream-runtime';
import type { RunningPipeline } from './runningPipeline';

const POLL_MS = 100;

/** A part of the pipeline did not catch up in time, or a bug stopped it. */
export class CatchUpError extends Error {
  override readonly name = 'CatchUpError';
}

/**
 * Waits until the pipeline has handled everything that is published now: intake its inputs, the detector `legs`, the
 * recorder what it records. Fails where a service has stopped.
 */
export async function catchUp(pipeline: RunningPipeline, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  const wait = async (what: string, behind: () => Promise<string | null>): Promise<void> => {
    for (;;) {
      const late = await behind();
      if (late === null) return;
      const failure = pipeline.failure();
      if (failure !== null) throw new CatchUpError(failure);
      if (Date.now() > until) throw new CatchUpError(`${what} is still behind after ${withinMs} ms: ${late}`);
      await sleep(POLL_MS);
    }
  };
  for (const topic of [
    TOPICS.rules,
    TOPICS.accounts,
    TOPICS.watchlist,
    TOPICS.transferHistory,
    TOPICS.transfers,
  ]) {
    await wait('intake', () => groupBehind(pipeline, INTAKE_GROUP, topic));
  }
  // A debit becomes a credit in the same log: twice, so that what the first round wrote is read as well.
  for (let round = 0; round < 2; round++)
    await wait('the detector', () => groupBehind(pipeline, DETECTOR_GROUP, TOPICS.legs));
  for (const topic of [TOPICS.legs, TOPICS.decisions])
    await wait('the case-recorder', () => recorderBehind(pipeline, topic));
}

async function groupBehind(
  { connection }: RunningPipeline,
  group: string,
  topic: TopicName,
): Promise<string | null> {
  const ends = await connection.endOffsets(topic);
  const starts = await connection.startOffsets(topic);
  const committed = await connection.committedOffsets(group, topic);
  for (const [partition, end] of ends) {
    const done = committed.get(partition) ?? starts.get(partition) ?? 0n;
    if (end > done) return `${topic}/${partition} at ${done} of ${end}`;
  }
  return null;
}

async function recorderBehind(
  { connection, store }: RunningPipeline,
  topic: TopicName,
): Promise<string | null> {
  const ends = await connection.endOffsets(topic);
  const rows = await store.db.select().from(recorderPosition);
  const reached = new Map(
    rows.filter((row) => row.topic === topic).map((row) => [row.partition, BigInt(row.nextOffset ?? 0)]),
  );
  for (const [partition, end] of ends) {
    const done = reached.get(partition) ?? 0n;
    if (end > done) return `${topic}/${partition} at ${done} of ${end}`;
  }
  return null;
}
