import type { BenchContext } from '../context';
import { CPU_OWNERS, type CpuOwner } from '../measuring/cpuByService';
import { type Spread, spreadOf } from '../measuring/statistics';
import { recorderLag, untilRecorded } from '../pipeline/recorderLag';
import { type BacklogRound, runBacklog } from '../pipeline/runBacklog';

/** A backlog through the whole pipeline: transfers wait in Kafka, then intake is started. */
export interface BacklogResult {
  readonly transfers: number;
  /** From the first debit in the log to the last decision. */
  readonly transfersPerSecond: Spread;
  /** From the launch of intake's process. */
  readonly transfersPerSecondFromLaunch: Spread;
  /** CPU per transfer by process while decisions were made, µs, median of the rounds: the CPU budget. */
  readonly cpuMicroseconds: Readonly<Partial<Record<CpuOwner, number>>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly recorder: {
    /** Records of `legs` and `decisions` behind at the last decision. */
    readonly lag: Spread;
    /** Transfers into the ledger from the first debit until it has caught up. */
    readonly transfersPerSecond: Spread;
  };
}

const RECORDED_MS_MAX = 240_000;

interface Round extends BacklogRound {
  readonly lag: number;
  readonly recordedSeconds: number;
}

export async function measureBacklog(context: BenchContext): Promise<BacklogResult> {
  const { quick, say } = context;
  const pipeline = await context.pipeline();
  const transfers = quick ? 100_000 : 500_000;
  const rounds: Round[] = [];
  // The first warms the engines of broker and services.
  for (let round = 0; round <= (quick ? 1 : 5); round++) {
    const began = Date.now();
    const done = await runBacklog(pipeline, round === 0 ? transfers / 2 : transfers);
    const lag = await recorderLag(pipeline.processes);
    const recordedAt = await untilRecorded(pipeline.processes, RECORDED_MS_MAX);
    say(
      `backlog, round ${round}: ${done.transfers} transfers decided at ${rate(done.transfers, done.seconds)}/s, round of ${((Date.now() - began) / 1_000).toFixed(1)} s`,
    );
    if (round > 0) rounds.push({ ...done, lag, recordedSeconds: (recordedAt - done.admittedAt) / 1_000 });
  }
  return {
    transfers,
    transfersPerSecond: spreadOf(rounds.map(({ seconds }) => transfers / seconds)),
    transfersPerSecondFromLaunch: spreadOf(
      rounds.map(({ secondsFromLaunch }) => transfers / secondsFromLaunch),
    ),
    cpuMicroseconds: budget(rounds),
    outcomes: rounds[0]?.outcomes ?? {},
    recorder: {
      lag: spreadOf(rounds.map((round) => round.lag)),
      transfersPerSecond: spreadOf(rounds.map(({ recordedSeconds }) => transfers / recordedSeconds)),
    },
  };
}

function budget(rounds: readonly Round[]): BacklogResult['cpuMicroseconds'] {
  return Object.fromEntries(
    CPU_OWNERS.flatMap((owner) => {
      const { median } = spreadOf(rounds.map(({ cpu, transfers }) => cpu[owner] / transfers));
      return median === 0 ? [] : [[owner, Math.round(median * 100) / 100]];
    }),
  );
}

function rate(transfers: number, seconds: number): number {
  return Math.round(transfers / seconds);
}
