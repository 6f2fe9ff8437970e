import { TOPICS } from '@sluice/domain';
import { sleep } from '@sluice/stream-runtime';
import { CatchUpError } from '../../pipeline/catchUp';
import { type CpuTimes, cpuBetween, cpuNow } from '../measuring/cpuByService';
import type { BenchPipeline } from './benchPipeline';
import { appendedBetween, readBetween } from './readBetween';
import { tallyDecisions } from './tallyDecisions';

/** One backlog, from the first transfer admitted to the last decision. */
export interface BacklogRound {
  readonly transfers: number;
  /** When the first debit stood in `legs`, epoch ms. */
  readonly admittedAt: number;
  /** From the first debit in `legs` to the last decision's append time. */
  readonly seconds: number;
  /** From the launch of intake's process to the last decision. */
  readonly secondsFromLaunch: number;
  /** CPU time in these seconds, µs, by process. */
  readonly cpu: CpuTimes;
  readonly outcomes: Readonly<Record<string, number>>;
}

const POLL_MS = 20;
const DECIDED_MS_MAX = 240_000;

/**
 * Publishes transfers while intake is down, starts it, and waits until each has its decision. Throws where a transfer has
 * none or a record of `decisions` is no first decision of one of them.
 */
export async function runBacklog(pipeline: BenchPipeline, transfers: number): Promise<BacklogRound> {
  const { processes } = pipeline;
  const { connection } = processes;
  const [intake] = processes.instances('intake');
  if (intake === undefined) throw new RangeError('a backlog wants an intake');
  await intake.stop();
  const { run } = await pipeline.publish(transfers);
  const decisionsBefore = await connection.endOffsets(TOPICS.decisions);
  const legsBefore = await connection.endOffsets(TOPICS.legs);

  const launchedAt = Date.now();
  await intake.start();
  let cpuBefore = cpuNow();
  let admittedAt = launchedAt;
  for (;;) {
    // Taken before each look, so that the last one is no later than the first debit.
    const at = Date.now();
    const cpu = cpuNow();
    if (appendedBetween(legsBefore, await connection.endOffsets(TOPICS.legs)) > 0) break;
    admittedAt = at;
    cpuBefore = cpu;
    failWhere(processes.failure(), launchedAt);
    await sleep(POLL_MS);
  }
  let decisionsAfter = decisionsBefore;
  for (;;) {
    decisionsAfter = await connection.endOffsets(TOPICS.decisions);
    if (appendedBetween(decisionsBefore, decisionsAfter) >= transfers) break;
    failWhere(processes.failure(), launchedAt);
    await sleep(POLL_MS);
  }
  const cpu = cpuBetween(cpuBefore, cpuNow());

  const tally = tallyDecisions(run, transfers);
  await readBetween(connection, TOPICS.decisions, decisionsBefore, decisionsAfter, ({ value, timestamp }) => {
    const decoded = value === null ? null : processes.codec.decisions.decodeSync(value);
    if (decoded?.ok !== true) throw new Error('a decision cannot be read');
    tally.note(decoded.value, timestamp);
  });
  const { outcomes, lastAt } = tally.result();
  return {
    transfers,
    admittedAt,
    seconds: (lastAt - admittedAt) / 1_000,
    secondsFromLaunch: (lastAt - launchedAt) / 1_000,
    cpu,
    outcomes,
  };
}

function failWhere(failure: string | null, since: number): void {
  if (failure !== null) throw new CatchUpError(failure);
  if (Date.now() - since > DECIDED_MS_MAX)
    throw new CatchUpError(
      `not every transfer is decided ${DECIDED_MS_MAX / 1_000} s after intake was started`,
    );
}
