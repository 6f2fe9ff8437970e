import { TOPICS } from '@sluice/domain';
import { connectSimulated } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import { checkImages } from '../check/checkImages';
import type { CleanFold } from '../check/cleanFold';
import { planDisturbances } from '../faults/disturber';
import type { FaultKind } from '../faults/faultKinds';
import type { Publication } from '../workload/timeline';
import { publish, type Run } from './prepareRun';
import { isQuiet, whatIsOpen } from './quiescence';

const QUIET_MS_MAX = 90_000;
/** What a service may take to stop, and some more. */
const STOP_MS_MAX = 15_000;
const IMAGES_MS_MAX = 60_000;
const SUPERVISE_MS = 400;
const LOOK_MS = 50;
/** What the bank says after the faults begin may trail them by this much. */
const TRAIL_MS = 2_001;

/**
 * Faults after which a partition may be without an image of its end: storage lost it, or an owner of before fenced the
 * one of now when it came back, which then writes none until it takes the partition over again.
 */
const MAY_COST_IMAGES: readonly FaultKind[] = [
  'checkpoint corrupted',
  'checkpoint lost',
  'request late',
  'broker away',
  'process added',
  'process killed',
  'process killed at a request',
  'process stopped cleanly',
  'process paused briefly',
  'process paused past its session',
  'group rebalanced',
];

/** Plays a run from its first record, through its faults, until all is quiet; says what is not. */
export async function playRun(run: Run): Promise<string[]> {
  const { world, workload, plan, fleet, trace } = run;
  const startAt = world.now();
  const schedule = (publications: readonly Publication[]): void => {
    for (const publication of publications) world.after(publication.atMs, () => publish(run, publication));
  };
  for (const publication of workload.publications.filter(({ atMs }) => atMs < 0)) publish(run, publication);
  schedule(workload.publications.filter(({ atMs }) => atMs >= 0));
  const supervise = (): void => {
    if (run.supervised === 'NO') return;
    // Once the faults are over nothing dies any more but what cannot start.
    fleet.supervise(run.supervised === 'DISTURBED' ? run.wanted : { intake: 1, detector: 1 });
    world.after(SUPERVISE_MS, supervise);
  };
  supervise();
  planDisturbances({ ...run, after: (delayMs, task) => world.after(delayMs, task) });
  await world.run(() => world.now() >= startAt + plan.activeMs + TRAIL_MS, plan.activeMs * 2 + 4_000);

  run.supervised = 'CALM';
  run.faults.end();
  for (const one of fleet.alive()) one.process.goOn();
  trace.note('all faults are over');
  for (const publication of workload.closing) publish(run, publication);
  const quiet = await world.run(
    everySoOften(run, () => fleet.failures().length > 0 || isQuiet(run)),
    QUIET_MS_MAX,
  );
  run.supervised = 'NO';
  return quiet ? [] : [`not quiet after ${QUIET_MS_MAX} ms: ${whatIsOpen(run)}`];
}

/** Stops everything as SIGTERM does, and restores every partition as the next owner would. */
export async function stopAndRestore(run: Run, folds: readonly CleanFold[]): Promise<string[]> {
  const { world, fleet, cluster, workload, counts, trace } = run;
  trace.note('everything stops');
  for (const one of fleet.alive()) fleet.stop(one);
  const ended = await world.run(
    everySoOften(run, () => fleet.alive().length === 0),
    STOP_MS_MAX,
  );
  if (!ended)
    return [`${fleet.alive().map(({ process }) => process.name)} not stopped after ${STOP_MS_MAX} ms`];
  const host = world.process('successor');
  let problems: string[] | null = null;
  host.receive(0, () => {
    connectSimulated(cluster, host)
      .then((connection) =>
        checkImages({
          connection,
          partitions: workload.partitions,
          folds,
          ends: cluster.topics.all(TOPICS.legs).map(({ endOffset }) => endOffset),
          mayBeMissing: MAY_COST_IMAGES.some((kind) => counts[kind] > 0),
        }),
      )
      .then((found) => {
        problems = found;
      }, world.fail);
  });
  await world.run(() => problems !== null, IMAGES_MS_MAX);
  return problems ?? [`the images cannot be read within ${IMAGES_MS_MAX} ms`];
}

function everySoOften({ world }: Run, holds: () => boolean): () => boolean {
  let lookAt = 0;
  return () => {
    if (world.now() < lookAt) return false;
    lookAt = world.now() + LOOK_MS;
    return holds();
  };
}
