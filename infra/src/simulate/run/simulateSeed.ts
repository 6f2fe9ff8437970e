import { type EventCodec, offlineEventCodec } from '@sluice/event-codec';
import { type Checked, checkRun } from '../check/checkRun';
import { type FaultCounts, noFaults } from '../faults/faultKinds';
import { drawFaultPlan } from '../faults/faultPlan';
import type { Sabotage } from '../sabotage/sabotage';
import { drawWorkload } from '../workload/timeline';
import { SeededRandom } from '../world/seededRandom';
import { VirtualWorld } from '../world/virtualWorld';
import { playRun, stopAndRestore } from './playRun';
import { prepareRun } from './prepareRun';
import { startTrace } from './trace';

export interface SeedResult {
  readonly seed: number;
  /** One sentence each; none where every property holds. */
  readonly problems: readonly string[];
  readonly faults: FaultCounts;
  readonly traceHash: string;
  readonly trace: readonly string[];
  readonly virtualMs: number;
  readonly steps: number;
  readonly totals: Checked['totals'];
}

export interface SeedOptions {
  readonly keepTrace?: boolean;
  /** Breaks the runtime on purpose, to see that it is found. */
  readonly sabotage?: Sabotage;
}

/** Virtual time begins here: a Monday in 2026, UTC. */
const START_AT = Date.UTC(2026, 0, 5, 9);
const NOTHING: Checked['totals'] = { transfers: 0, decisions: 0, legs: 0, repeats: 0, deadLetters: 0 };
/** The real one, kept before any world puts its own in place. */
const afterThisTick = setImmediate;

let codec: EventCodec | null = null;

/** Runs one seed from its first record to quiet, and checks what stands then. One at a time in a Node process. */
export async function simulateSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  codec ??= offlineEventCodec();
  const { sabotage, keepTrace = false } = options;
  const world = new VirtualWorld(seed, START_AT);
  const trace = startTrace(() => world.now(), keepTrace);
  const plan = drawFaultPlan(new SeededRandom(seed, 'plan'));
  const counts = noFaults();
  const workload = drawWorkload(new SeededRandom(seed, 'workload'), codec, START_AT, plan.activeMs);
  const problems: string[] = [];
  let totals = NOTHING;
  const rejected = (reason: unknown): void =>
    void problems.push(`a rejection that nobody handles, which ends a process: ${String(reason)}`);
  process.on('unhandledRejection', rejected);
  world.install();
  let repair = sabotage?.install?.();
  const mend = (): void => {
    repair?.();
    repair = undefined;
  };
  try {
    const run = prepareRun({ seed, world, trace, keepTrace, plan, counts, workload, codec, sabotage });
    problems.push(...(await playRun(run)));
    // Rejections that nobody handled are told when the tick is over.
    await new Promise<void>((resolve) => afterThisTick(resolve));
    problems.push(...run.fleet.failures());
    mend();
    const checked = checkRun(run);
    problems.push(...checked.problems);
    totals = checked.totals;
    if (problems.length === 0) problems.push(...(await stopAndRestore(run, checked.folds)));
  } catch (error) {
    problems.push(
      `the run broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    mend();
    world.uninstall();
    process.off('unhandledRejection', rejected);
  }
  for (const problem of problems) trace.note(problem);
  return {
    seed,
    problems,
    faults: counts,
    traceHash: trace.hash(),
    trace: trace.lines,
    virtualMs: world.now() - START_AT,
    steps: world.steps,
    totals,
  };
}
