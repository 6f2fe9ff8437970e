import { join } from 'node:path';
import { formatMajor } from '@sluice/domain';
import type { Logger } from '@sluice/observability';
import { HOUR, runWithoutSluice, type StoryEvent } from '@sluice/scenarios';
import { sleep } from '@sluice/stream-runtime';
import { planRun, type SyntheticBankService, startSyntheticBank } from '@sluice/synthetic-bank';
import { CatchUpError, catchUp } from '../pipeline/catchUp';
import { startPipelineProcesses } from '../pipeline/processes';
import type { RunningPipeline } from '../pipeline/runningPipeline';
import type { Stack } from '../stack';
import { withClockFile } from './clockFile';
import { createLiveLine } from './liveLine';
import { moneyPath } from './moneyPath';
import { clock as clockTime, createNarrator } from './narrate';
import { DEFAULT_CUSTOMERS, type DemoOptions } from './options';
import { settle } from './settle';
import { type DemoTotals, demoTotals, problemsOf, unseenIn } from './totals';

export interface DemoRun {
  readonly totals: DemoTotals;
  /** What should hold and does not; empty where all is well. */
  readonly problems: readonly string[];
  /** Ends the bank and the services. */
  stop(): Promise<void>;
}

/** Publishing the past takes about this long; simulated time is laid so that it ends when the run does. */
const PAST_MS_ESTIMATED = 20_000;
const CATCH_UP_MS_MAX = 120_000;
const LIVE_LINE_MS = 500;
// A simulated 72 h: the run begins two days back, and the id table must not take its first hours for forgotten.
const ID_HORIZON_MS = 72 * HOUR;
// On a busy machine decisions take longer; the core's patience is real time, as latencies are.
const DECISION_WAIT_MS = 8_000;
const CURRENCY = 'EUR';

/** Starts the pipeline on a stack, lets the synthetic bank live, tells it, and counts. What runs is left running. */
export async function runDemo(
  stack: Pick<Stack, 'brokers' | 'registryUrl' | 'databaseUrl' | 'dataDir'>,
  options: DemoOptions,
  log: Logger,
  out: NodeJS.WriteStream,
): Promise<DemoRun> {
  const factor = (options.hours * HOUR) / (options.seconds * 1_000);
  const run = planRun({
    factor,
    bank: {
      seed: options.seed,
      customers: options.customers,
      fraudCases: options.fraudCases,
      liveMs: options.hours * HOUR,
      currency: CURRENCY,
    },
    decisionWaitMs: DECISION_WAIT_MS,
    wallNow: () => Date.now() + PAST_MS_ESTIMATED,
  });
  const live = createLiveLine(out, () => performance.now());
  live.say(
    `Seed ${options.seed}: ${options.customers} customers, ${options.fraudCases} frauds, ${options.hours} simulated hours in ${options.seconds} s: the clock runs ${Math.round(factor)} times as fast`,
  );
  live.say('(event times, answers of people and ends of stops are simulated; latencies are real)');
  const withoutSluice = runWithoutSluice(run.settings);
  const { clock, file: clockFile } = withClockFile(run.clock, stack.dataDir);
  const pipeline = await startPipelineProcesses({
    addresses: stack,
    log,
    folder: join(stack.dataDir, 'logs'),
    clockFile,
    idTable: { horizonMs: ID_HORIZON_MS },
    onProgress: (sentence) => live.say(sentence),
  });
  live.say('All services are up. Publishing 30 days of the past …');

  let service: SyntheticBankService | null = null;
  const narrator = createNarrator({
    factor,
    latencyMs: (id) => service?.latencyMsOf(id) ?? null,
    pathTo: (account) => moneyPath(pipeline.store, account),
  });
  let telling: Promise<void> = Promise.resolve();
  const tell = async (event: StoryEvent): Promise<void> => {
    const line = await narrator.tell(event);
    if (line !== null) live.say(line);
  };
  const running = await startSyntheticBank({
    connection: pipeline.connection,
    codec: pipeline.codec,
    log,
    settings: run.settings,
    clock,
    onStory: (event) => {
      // The past has stories too, which nobody watched.
      if (event.at < clock.startsAt) return;
      telling = telling.then(() => tell(event));
    },
    beforeLive: async () => {
      await catchUp(pipeline, CATCH_UP_MS_MAX);
      live.say(
        `The past is known. It is ${new Date(clock.startsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC: the bank opens.`,
      );
    },
  });
  service = running;

  const showing = showFigures(pipeline, running, clock.now, live);
  try {
    await Promise.race([running.done, showing.failed]);
    await settle(pipeline, running, CATCH_UP_MS_MAX);
  } finally {
    await showing.stop();
  }
  await telling;
  const statistics = running.statistics();
  // Where the stack stays up, so does the bank core: it goes on obeying what people order.
  if (options.once) await running.stop();
  await catchUp(pipeline, CATCH_UP_MS_MAX);
  const totals = await demoTotals(pipeline, statistics, {
    seed: options.seed,
    factor: Math.round(factor),
    currency: CURRENCY,
    leftSightWithoutSluiceMinor: withoutSluice.leftSightMinor,
  });
  live.clear();
  for (const line of summary(totals, statistics.longestHonestHoldMs, statistics.honestReleased))
    live.say(line);
  return {
    totals,
    problems: [
      ...problemsOf(totals, pipeline.failure()),
      ...(options.customers >= DEFAULT_CUSTOMERS ? unseenIn(totals) : []),
    ],
    async stop() {
      if (!options.once) await running.stop();
      await pipeline.stop();
    },
  };
}

async function recorderLag(pipeline: RunningPipeline): Promise<number> {
  const instances = await pipeline.health('case-recorder');
  return instances.reduce((sum, { detail }) => sum + Number(detail.lag ?? 0), 0);
}

function showFigures(
  pipeline: RunningPipeline,
  running: SyntheticBankService,
  simulatedNow: () => number,
  live: ReturnType<typeof createLiveLine>,
): { readonly failed: Promise<never>; stop(): Promise<void> } {
  let stopped = false;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  let decidedBefore = 0;
  let shownAt = performance.now();
  const loop = (async () => {
    while (!stopped) {
      await sleep(LIVE_LINE_MS);
      const failure = pipeline.failure();
      if (failure !== null) fail(new CatchUpError(failure));
      const { decided, published, decisionLatencyMs } = running.statistics();
      const elapsed = (performance.now() - shownAt) / 1_000;
      const rate = Math.round((decided - decidedBefore) / elapsed);
      shownAt = performance.now();
      decidedBefore = decided;
      live.show(
        `${clockTime(simulatedNow())} ${published} records, ${decided} decided, ${rate}/s, waiting ${running.awaiting()}, p99 ${decisionLatencyMs.p99 ?? '-'} ms, recorder lag ${await recorderLag(pipeline)}`,
      );
    }
  })();
  return {
    failed,
    async stop() {
      stopped = true;
      await loop;
      live.clear();
    },
  };
}

function summary(totals: DemoTotals, longestHoldMs: number, released: number): string[] {
  const { recovery, currency, outcomes, stopPayments } = totals;
  const amount = (minor: number): string => formatMajor(minor, currency);
  const perTenThousand = ((totals.honestHeld * 10_000) / Math.max(1, totals.honestTransfers)).toFixed(1);
  const stopped = Math.round((totals.stolenStoppedMinor * 100) / Math.max(1, totals.stolenMinor));
  return [
    '',
    `Published ${totals.published} records = ${totals.decided} decided + ${totals.statuses} later statuses + ${totals.duplicates} duplicates + ${totals.deadLetters} dead letters`,
    `Outcomes  ALLOW ${outcomes.ALLOW}, REVIEW ${outcomes.REVIEW}, WARN ${outcomes.WARN}, HOLD ${outcomes.HOLD}; publish → decision p50 ${totals.decisionLatencyMs.p50} ms, p99 ${totals.decisionLatencyMs.p99} ms`,
    `Stops     ${stopPayments.issued} issued: ${stopPayments.executed} executed, ${stopPayments.partial} partial, ${stopPayments.tooLate} too late, ${stopPayments.recalled} recalled, ${stopPayments.released} released, ${stopPayments.returned} returned`,
    `Stolen    ${amount(totals.stolenMinor)} ${currency}, of which ${stopped}% never left, is frozen or is back: ${amount(totals.stolenStoppedMinor)}`,
    `Reported  ${amount(recovery.reportedMinor)} = never left ${amount(recovery.neverLeftMinor)} + returned ${amount(recovery.returnedMinor)} + frozen ${amount(recovery.frozenMinor)} + at rest ${amount(recovery.atRestMinor)} + left sight ${amount(recovery.leftSightMinor)} + untraced ${amount(recovery.untracedMinor)}   ${recovery.reports} cases, ${recovery.unbalancedCases} off`,
    `Same bank without Sluice: ${amount(totals.withoutSluice.leftSightMinor)} left sight.  Honest held: ${totals.honestHeld} of ${totals.honestTransfers} (${perTenThousand} per 10,000), longest ${Math.round(longestHoldMs / 60_000)} min, ${released} released`,
  ];
}
