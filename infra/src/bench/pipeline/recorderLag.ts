import { recorderPosition } from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import { sleep } from '@sluice/stream-runtime';
import type { RunningPipeline } from '../../pipeline/runningPipeline';

const POLL_MS = 100;
const RECORDED = [TOPICS.legs, TOPICS.decisions] as const;

/** Records of `legs` (frames) and `decisions` that stand in the log and not yet in the case store. */
export async function recorderLag({ connection, store }: RunningPipeline): Promise<number> {
  const rows = await store.db.select().from(recorderPosition);
  let waiting = 0;
  for (const topic of RECORDED) {
    for (const [partition, end] of await connection.endOffsets(topic)) {
      const row = rows.find((one) => one.topic === topic && one.partition === partition);
      waiting += Math.max(0, Number(end) - Number(row?.nextOffset ?? 0));
    }
  }
  return waiting;
}

/** Waits until the recorder has recorded all that stands in the log now; the time, epoch ms. */
export async function untilRecorded(pipeline: RunningPipeline, withinMs: number): Promise<number> {
  const until = Date.now() + withinMs;
  for (;;) {
    if ((await recorderLag(pipeline)) === 0) return Date.now();
    const failure = pipeline.failure();
    if (failure !== null) throw new Error(failure);
    if (Date.now() > until) throw new Error(`the case-recorder is still behind after ${withinMs / 1_000} s`);
    await sleep(POLL_MS);
  }
}
