import type { BenchContext } from '../context';
import type { Percentiles } from '../load/latencies';
import { type Spread, spreadOf } from '../measuring/statistics';
import { runLoad } from '../pipeline/runLoad';

/** From the due time of a transfer that is held to its first stop-payment command, as a read_committed reader gets it. */
export interface StopPaymentResult {
  readonly ratePerSecond: number;
  /** Share of the transfers that go to a BLOCKED account. */
  readonly heldShare: number;
  readonly p50: Spread;
  readonly p99: Spread;
  readonly max: Spread;
  readonly rounds: readonly Percentiles[];
}

const RATE_PER_SECOND = 1_000;
const HELD_SHARE = 0.02;

export async function measureStopPayment(context: BenchContext): Promise<StopPaymentResult> {
  const pipeline = await context.pipeline();
  const rounds: Percentiles[] = [];
  for (let round = 0; round < (context.quick ? 1 : 3); round++) {
    const { received } = await runLoad(pipeline, {
      ratePerSecond: RATE_PER_SECOND,
      blockedShare: HELD_SHARE,
      warmUpSeconds: context.quick ? 3 : 8,
      seconds: context.quick ? 10 : 30,
      answeredBy: 'STOP_PAYMENT',
    });
    rounds.push(received);
    context.say(
      `stop-payment at ${RATE_PER_SECOND}/s, round ${round + 1}: p50 ${received.p50} ms, p99 ${received.p99} ms over ${received.count} holds`,
    );
  }
  return {
    ratePerSecond: RATE_PER_SECOND,
    heldShare: HELD_SHARE,
    p50: spreadOf(rounds.map(({ p50 }) => p50)),
    p99: spreadOf(rounds.map(({ p99 }) => p99)),
    max: spreadOf(rounds.map(({ max }) => max)),
    rounds,
  };
}
