import { sleep } from '@sluice/stream-runtime';
import type { Instance, PipelineProcesses } from '../../pipeline/processes';
import type { Stack } from '../../stack';
import { nameOf, type PlannedFault } from './fault';
import { seededRandom } from './random';

/** A fault as it was done. Times are epoch ms. */
export interface InflictedFault {
  readonly fault: PlannedFault;
  /** Which instance or server. */
  readonly title: string;
  readonly at: number;
  /** When it was over: the target answers again, or has left; null: it did not within 2 minutes. */
  readonly overAt: number | null;
}

const ALIVE_AGAIN_MS_MAX = 120_000;
const POLL_MS = 20;

export interface InflictOptions {
  readonly stack: Stack;
  readonly pipeline: PipelineProcesses;
  readonly faults: readonly PlannedFault[];
  readonly seed: number;
  readonly say: (sentence: string) => void;
}

/** Does every fault at its time, those of one target one after the other; resolves when all are over and everything runs. */
export async function inflictFaults(options: InflictOptions): Promise<InflictedFault[]> {
  const { stack, pipeline, say } = options;
  const random = seededRandom(options.seed ^ 0x5eed);
  const turns = new Map<string, Promise<unknown>>();
  const startedAt = Date.now();

  const one = async (fault: PlannedFault): Promise<InflictedFault> => {
    switch (fault.kind) {
      case 'STOP':
      case 'CRASH': {
        const server = stack[fault.target];
        const at = Date.now();
        await (fault.kind === 'STOP' ? server.stop() : server.kill());
        await sleep(fault.lastsMs);
        await server.start();
        return { fault, title: fault.target, at, overAt: Date.now() };
      }
      case 'KILL': {
        const victim = await oneThatRuns(pipeline, fault, random);
        const deaths = pipeline.deaths().length;
        const at = Date.now();
        victim.signal('KILL');
        const isBack = await until(() =>
          pipeline
            .deaths()
            .slice(deaths)
            .some(({ title, readyAt }) => title === victim.title && readyAt !== null),
        );
        return { fault, title: victim.title, at, overAt: isBack ? Date.now() : null };
      }
      case 'ZOMBIE': {
        const victim = await oneThatRuns(pipeline, fault, random);
        const at = Date.now();
        victim.signal('STOP');
        await sleep(fault.lastsMs);
        victim.signal('CONT');
        return { fault, title: victim.title, at, overAt: Date.now() };
      }
      case 'JOIN': {
        const at = Date.now();
        const { title } = await pipeline.add(fault.target);
        return { fault, title, at, overAt: Date.now() };
      }
      case 'LEAVE': {
        const at = Date.now();
        const title = pipeline.instances(fault.target).at(-1)?.title ?? fault.target;
        await pipeline.remove(fault.target);
        return { fault, title, at, overAt: Date.now() };
      }
    }
  };

  return Promise.all(
    options.faults.map(async (fault) => {
      await sleep(Math.max(0, startedAt + fault.atMs - Date.now()));
      const turn = (turns.get(fault.target) ?? Promise.resolve()).then(() => one(fault));
      turns.set(fault.target, turn);
      const done = await turn;
      const how =
        done.overAt === null ? 'not over' : `over after ${((done.overAt - done.at) / 1000).toFixed(1)} s`;
      say(`${clock(done.at - startedAt)} ${nameOf(fault)} (${done.title}), ${how}`);
      return done;
    }),
  );
}

async function oneThatRuns(
  pipeline: PipelineProcesses,
  { target }: PlannedFault,
  random: () => number,
): Promise<Instance> {
  const running = (): readonly Instance[] =>
    pipeline.instances().filter((instance) => instance.service === target && instance.isRunning());
  await until(() => running().length > 0);
  const candidates = running();
  const victim = candidates[Math.floor(random() * candidates.length)];
  if (victim === undefined) throw new Error(`no ${target} ran for ${ALIVE_AGAIN_MS_MAX / 1000} s`);
  return victim;
}

/** Whether it came to hold within 2 minutes. */
async function until(holds: () => boolean): Promise<boolean> {
  for (const end = Date.now() + ALIVE_AGAIN_MS_MAX; Date.now() < end; await sleep(POLL_MS)) {
    if (holds()) return true;
  }
  return false;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
