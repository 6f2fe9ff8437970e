import type { BenchContext } from '../context';
import { type Spread, spreadOf } from '../measuring/statistics';
import { untilRecorded } from '../pipeline/recorderLag';
import { runBacklog } from '../pipeline/runBacklog';

/** The case-recorder alone: `legs` and `decisions` hold a backlog, everything else is idle. */
export interface RecorderResult {
  readonly transfers: number;
  /** From the launch of its process until ledger and decisions are recorded. */
  readonly transfersPerSecond: Spread;
}

const RECORDED_MS_MAX = 240_000;

export async function measureRecorder(context: BenchContext): Promise<RecorderResult> {
  const { quick, say } = context;
  const pipeline = await context.pipeline();
  const { processes } = pipeline;
  const [recorder] = processes.instances('case-recorder');
  if (recorder === undefined) throw new RangeError('the pipeline has no case-recorder');
  const transfers = quick ? 100_000 : 300_000;
  const rates: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    await untilRecorded(processes, RECORDED_MS_MAX);
    await recorder.stop();
    await runBacklog(pipeline, transfers);
    const startedAt = Date.now();
    await recorder.start();
    const seconds = ((await untilRecorded(processes, RECORDED_MS_MAX)) - startedAt) / 1_000;
    say(`case-recorder alone, round ${round + 1}: ${Math.round(transfers / seconds)} transfers/s`);
    rates.push(transfers / seconds);
  }
  return { transfers, transfersPerSecond: spreadOf(rates) };
}
