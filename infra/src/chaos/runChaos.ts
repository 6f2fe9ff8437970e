import { join } from 'node:path';
import { createLogger } from '@sluice/observability';
import { type SyntheticBankService, startSyntheticBank } from '@sluice/synthetic-bank';
import { withClockFile } from '../demo/clockFile';
import { settle } from '../demo/settle';
import { catchUp } from '../pipeline/catchUp';
import { type PipelineProcesses, startPipelineProcesses } from '../pipeline/processes';
import type { Stack } from '../stack';
import { checkEverything } from './checkEverything';
import { type InflictedFault, inflictFaults } from './faults/inflictFaults';
import { planFaults } from './faults/planFaults';
import { planLoad } from './load/planLoad';
import type { ChaosOptions } from './options';
import { type ChaosResult, resultOf } from './result';

const CATCH_UP_MS_MAX = 300_000;
const MINUTE_MS = 60_000;

/** Runs the pipeline on a stack under load, does the faults, waits until all is quiet, and checks what came of it. */
export async function runChaos(
  stack: Stack,
  options: ChaosOptions,
  say: (sentence: string) => void,
): Promise<ChaosResult> {
  const log = createLogger('chaos', 'silent');
  const load = planLoad({ ...options, wallNow: Date.now });
  const { clock, file: clockFile } = withClockFile(load.clock, stack.dataDir);
  const pipeline = await startPipelineProcesses({
    addresses: stack,
    log,
    folder: join(stack.dataDir, 'logs'),
    clockFile,
    supervised: true,
    idTable: { horizonMs: load.idHorizonMs },
    onProgress: say,
  });
  try {
    say(
      `All services are up. A bank of ${load.customers} customers publishes its past, then ${options.rate} transfers/s for ${options.minutes.toFixed(1)} minutes, ${Math.round(load.clock.factor)} times as fast as life.`,
    );
    const bank = await startSyntheticBank({
      connection: pipeline.connection,
      codec: pipeline.codec,
      log,
      settings: load.settings,
      clock,
      drainMs: CATCH_UP_MS_MAX,
      beforeLive: () => catchUp(pipeline, CATCH_UP_MS_MAX),
    });
    say('The past is known; the bank opens, and faults begin.');
    let inflicted: readonly InflictedFault[];
    let restless: string | null = null;
    try {
      inflicted = await inflictFaults({
        stack,
        pipeline,
        say,
        seed: options.seed,
        faults: planFaults({
          seed: options.seed,
          faults: options.faults,
          withinMs: options.minutes * MINUTE_MS,
        }),
      });
      say('All faults are over; waiting until everything is decided, answered, recorded and traced …');
      restless = await untilQuiet(pipeline, bank);
    } finally {
      await bank.stop();
    }
    restless ??= await quietly(() => settle(pipeline, bank, CATCH_UP_MS_MAX));
    say(
      `${restless === null ? 'All is quiet' : 'It does not come to rest'}: reading every topic and every table back …`,
    );
    const checked = await checkEverything(pipeline, bank.statistics());
    return resultOf({ options, inflicted, checked, failure: pipeline.failure(), restless });
  } finally {
    await pipeline.stop();
  }
}

/** Null once all is decided and nothing moves any more; else what keeps it, and the checks then name what is missing. */
async function untilQuiet(pipeline: PipelineProcesses, bank: SyntheticBankService): Promise<string | null> {
  return quietly(async () => {
    for (const instance of pipeline.instances()) await instance.untilReady(CATCH_UP_MS_MAX);
    await bank.done;
    await settle(pipeline, bank, CATCH_UP_MS_MAX);
  });
}

/** Null, or the sentence of the error. */
async function quietly(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
