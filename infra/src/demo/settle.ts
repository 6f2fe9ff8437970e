import { TOPICS } from '@sluice/domain';
import { sleep } from '@sluice/stream-runtime';
import type { SyntheticBankService } from '@sluice/synthetic-bank';
import { catchUp } from '../pipeline/catchUp';
import type { RunningPipeline } from '../pipeline/runningPipeline';

// Longer than a round of the fund-tracer.
const QUIET_MS = 600;
const QUIET_ROUNDS = 3;
/** Where stops, orders and reports leave their traces. */
const MOVING = [TOPICS.stopPayments, TOPICS.stopPaymentEvents, TOPICS.orders, TOPICS.fraudReports] as const;

/** After the last transfer, stops, traces and books still move: waits until nothing does. */
export async function settle(
  pipeline: RunningPipeline,
  bank: SyntheticBankService,
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  let before = '';
  for (let quiet = 0; quiet < QUIET_ROUNDS && Date.now() < until; ) {
    await catchUp(pipeline, withinMs);
    const ends = await Promise.all(MOVING.map((topic) => pipeline.connection.endOffsets(topic)));
    const now = JSON.stringify([
      bank.statistics().answers,
      ends.map((of) => [...of.values()].map(String)),
      await pipeline.health('case-recorder'),
      await pipeline.health('fund-tracer'),
    ]);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await sleep(QUIET_MS);
  }
}
