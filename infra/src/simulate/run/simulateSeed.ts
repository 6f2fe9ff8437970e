import { type EventCodec, offlineEventCodec } from '@sluice/event-codec';
import { silentLogger } from '@sluice/stream-runtime';
import {
  type BrokerEvent,
  connectSimulated,
  type SimulatedCluster,
  simulatedCluster,
} from '@sluice/stream-runtime/src/testing/simulatedKafka';
import { type Checked, checkRun } from '../check/checkRun';
import { planDisturbances } from '../faults/disturber';
import { type FaultCounts, noFaults } from '../faults/faultKinds';
import { drawFaultPlan, type FaultPlan } from '../faults/faultPlan';
import { seededFaults } from '../faults/seededFaults';
import type { Sabotage } from '../sabotage/sabotage';
import { drawWorkload, type Meaning, type Publication, type Workload } from '../workload/timeline';
import { SeededRandom } from '../world/seededRandom';
import { VirtualWorld } from '../world/virtualWorld';
import { type Fleet, fleetOf } from './fleet';
import { isQuiet, whatIsOpen } from './quiescence';
import { simulatedTopics } from './topics';
import { startTrace, type Trace } from './trace';

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
  /** Given the trace at the start, so that a log can be written into it. */
  readonly onTrace?: (trace: Trace) => void;
  /** Breaks the runtime on purpose, to see that it is found. */
  readonly sabotage?: Sabotage;
}

/** Virtual time begins here: a Monday in 2026, UTC. */
const START_AT = Date.UTC(2026, 0, 5, 9);
const QUIET_MS_MAX = 90_000;
const SUPERVISE_MS = 400;
const LOOK_MS = 50;

/** The real one, kept before any world puts its own in place. */
const afterThisTick = setImmediate;

let codec: EventCodec | null = null;

/** Runs one seed from its first record to quiet, and checks what stands then. */
export async function simulateSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  codec ??= offlineEventCodec();
  const world = new VirtualWorld(seed, START_AT);
  const trace = startTrace(() => world.now(), options.keepTrace === true);
  options.onTrace?.(trace);
  const plan = drawFaultPlan(new SeededRandom(seed, 'plan'));
  const counts = noFaults();
  const workload = drawWorkload(new SeededRandom(seed, 'workload'), codec, START_AT, plan.activeMs);
  const events: CommitEvent[] = [];
  const problems: string[] = [];
  world.install();
  let undo = options.sabotage?.install?.();
  const repair = (): void => {
    undo?.();
    undo = undefined;
  };
  const rejections: string[] = [];
  const rejected = (reason: unknown): void =>
    void rejections.push(`a rejection that nobody handles, which ends a process: ${String(reason)}`);
  process.on('unhandledRejection', rejected);
  try {
    const run = prepare({
      seed,
      world,
      trace,
      plan,
      counts,
      workload,
      codec,
      events,
      sabotage: options.sabotage,
    });
    await play(run);
    // Rejections that nobody handled are told when the tick is over.
    await new Promise<void>((resolve) => afterThisTick(resolve));
    problems.push(...rejections);
    problems.push(...run.fleet.failures());
    repair();
    const checked = checkRun({ ...run, codec, commits: events });
    problems.push(...checked.problems);
    return result(checked.totals);
  } catch (error) {
    problems.push(
      `the run broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return result({ transfers: 0, decisions: 0, legs: 0, repeats: 0, deadLetters: 0 });
  } finally {
    repair();
    world.uninstall();
    process.off('unhandledRejection', rejected);
  }

  function result(totals: Checked['totals']): SeedResult {
    for (const problem of problems) trace.note(problem);
    const { steps } = world;
    const virtualMs = world.now() - START_AT;
    return {
      seed,
      problems,
      faults: counts,
      traceHash: trace.hash(),
      trace: trace.lines,
      virtualMs,
      steps,
      totals,
    };
  }

  async function play(run: Run): Promise<void> {
    const within = (publications: readonly Publication[]): void => {
      for (const publication of publications) world.after(publication.atMs, () => publish(run, publication));
    };
    for (const publication of workload.publications.filter(({ atMs }) => atMs < 0)) publish(run, publication);
    within(workload.publications.filter(({ atMs }) => atMs >= 0));
    let disturbed = true;
    const supervise = (): void => {
      run.fleet.supervise(run.wanted);
      if (disturbed) world.after(SUPERVISE_MS, supervise);
    };
    supervise();
    planDisturbances({ ...run, after: (delayMs, task) => world.after(delayMs, task) });
    await world.run(() => world.now() >= START_AT + plan.activeMs + 2_001, plan.activeMs * 2 + 4_000);
    disturbed = false;
    run.faults.end();
    for (const one of run.fleet.alive()) one.process.goOn();
    // Whoever cannot start without the broker may still be giving up; the supervisor goes on until all is quiet.
    const keepAlive = (): void => {
      run.fleet.supervise({ intake: 1, detector: 1 });
      world.after(SUPERVISE_MS, keepAlive);
    };
    keepAlive();
    trace.note('all faults are over');
    within(workload.closing);
    let lookAt = 0;
    const isOver = (): boolean => {
      if (world.now() < lookAt) return false;
      lookAt = world.now() + LOOK_MS;
      return run.fleet.failures().length > 0 || isQuiet(run);
    };
    const quiet = await world.run(isOver, QUIET_MS_MAX);
    if (!quiet) problems.push(`not quiet after ${QUIET_MS_MAX} ms: ${whatIsOpen(run)}`);
  }
}

/** One commit, and how far every log stood when it was taken. */
export interface CommitEvent {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly ends: ReadonlyMap<string, number>;
}

/** Everything of one run. */
export interface Run {
  readonly workload: Workload;
  readonly cluster: SimulatedCluster;
  readonly fleet: Fleet;
  readonly faults: ReturnType<typeof seededFaults>;
  readonly plan: FaultPlan;
  readonly random: SeededRandom;
  readonly counts: FaultCounts;
  readonly trace: Trace;
  readonly wanted: { readonly intake: number; readonly detector: number };
  /** Highest offset ever committed, by `group topic/partition`. */
  readonly reached: ReadonlyMap<string, number>;
  /** What each record of the bank is meant to be, by `topic/partition@offset`. */
  readonly meanings: Map<string, Meaning>;
}

interface Preparation {
  readonly seed: number;
  readonly world: VirtualWorld;
  readonly trace: Trace;
  readonly plan: FaultPlan;
  readonly counts: FaultCounts;
  readonly workload: Workload;
  readonly codec: EventCodec;
  readonly events: CommitEvent[];
  readonly sabotage: Sabotage | undefined;
}

function prepare(given: Preparation): Run {
  const { seed, world, trace, plan, counts, workload, events, sabotage } = given;
  const random = new SeededRandom(seed, 'disturbances');
  const faults = seededFaults({
    plan,
    counts,
    trace,
    random: new SeededRandom(seed, 'faults'),
    kill: (host) => fleet.kill(host),
  });
  const cluster: SimulatedCluster = simulatedCluster({
    topics: simulatedTopics(workload.partitions),
    time: { now: () => world.now(), after: (delayMs, run) => world.after(delayMs, run) },
    faults,
    onEvent(event) {
      trace.note(lineOf(event));
      if (event.kind !== 'COMMIT') return;
      events.push({ ...event, ends: endsOf(cluster) });
      const place = `${event.groupId} ${event.topic}/${event.partition}`;
      reached.set(place, Math.max(reached.get(place) ?? 0, event.offset));
    },
  });
  const fleet = fleetOf({
    codec: given.codec,
    partitions: workload.partitions,
    log: silentLogger,
    trace,
    process: (name) => world.process(name),
    connect: async (host) => {
      const connection = await connectSimulated(cluster, host);
      return sabotage?.connection?.(connection, { cluster, host }) ?? connection;
    },
  });
  const reached = new Map<string, number>();
  const wanted = { intake: random.between(1, 2), detector: random.between(1, 2) };
  return {
    workload,
    cluster,
    fleet,
    faults,
    plan,
    random,
    counts,
    trace,
    wanted,
    reached,
    meanings: new Map(),
  };
}

function publish({ cluster, meanings }: Run, { topic, partition, key, value, meaning }: Publication): void {
  const record = { key: key === null ? null : Buffer.from(key), value, headers: {} };
  const offset = cluster.publish(topic, partition, [record]);
  meanings.set(`${topic}/${partition}@${offset}`, meaning);
}

function endsOf({ topics }: SimulatedCluster): ReadonlyMap<string, number> {
  return new Map(
    topics.names.flatMap((topic) =>
      topics.all(topic).map((log, partition) => [`${topic}/${partition}`, log.endOffset] as const),
    ),
  );
}

function lineOf(event: BrokerEvent): string {
  switch (event.kind) {
    case 'APPEND':
      return `${event.host} appends ${event.records} to ${event.topic}/${event.partition}@${event.baseOffset}`;
    case 'COMMIT':
      return `${event.groupId} commits ${event.topic}/${event.partition}@${event.offset}`;
    case 'GENERATION':
      // Readers' groups are named after the Node process and differ between runs.
      return `generation ${event.generation} of ${event.groupId.replace(/^(sluice-reader).*/, '$1')}: ${event.hosts.join(', ')}`;
  }
}
