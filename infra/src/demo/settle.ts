import { sleep } from '@sluice/stream-runtime';
import type { SyntheticBankService } from '@sluice/synthetic-bank';
import { catchUp } from '../pipeline/catchUp';
import type { Pipeline } from '../pipeline/startPipeline';

// Longer than a round of the fund-tracer.
const QUIET_MS = 600;
const QUIET_ROUNDS = 3;

/** After the last transfer, stops, traces and books still move: waits until nothing does. */
export async function settle(
  pipeline: Pipeline,
  bank: SyntheticBankService,
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  let before = '';
  for (let quiet = 0; quiet < QUIET_ROUNDS && Date.now() < until; ) {
    await catchUp(pipeline, withinMs);
    const now = JSON.stringify([
      bank.statistics().answers,
      pipeline.services['case-recorder'].counts,
      pipeline.services['stop-payment'].totals(),
      pipeline.services['fund-tracer'].counts,
    ]);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await sleep(QUIET_MS);
  }
}
