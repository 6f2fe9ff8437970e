import { setTimeout as delay } from 'node:timers/promises';
import type { SignalName } from '../../stack/process/guardedProcess';
import { failureIn } from '../failureIn';
import {
  type InstanceHealth,
  lastWordsOf,
  launchService,
  logFileOf,
  type ServiceProcess,
} from './serviceProcess';
import type { ServiceName } from './serviceProgram';

/** That a process ended without having been told to leave, and how long it took to be back. Times are epoch ms. */
export interface Death {
  readonly service: ServiceName;
  readonly title: string;
  readonly at: number;
  /** As a shell tells it: 137 after SIGKILL. */
  readonly status: number;
  /** When it was ready again; null: not yet, or nobody starts it again. */
  readyAt: number | null;
}

export interface InstanceOptions {
  readonly service: ServiceName;
  /** `detector`, `detector-2` …; names its log file. */
  readonly title: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly niceness: number;
  /** Starts it again when it has died, as a cluster would. */
  readonly supervised: boolean;
  readonly onDeath: (death: Death) => void;
}

/** One place of a service in the pipeline: a process that runs, or ran and will be started again. */
export interface Instance {
  readonly service: ServiceName;
  readonly title: string;
  readonly logFile: string;
  /** Null: it does not run, or does not answer. */
  health(): Promise<InstanceHealth | null>;
  metrics(): Promise<string | null>;
  isRunning(): boolean;
  /** Sentence about what stopped it, as last seen; null where it works. */
  failure(): string | null;
  start(): Promise<void>;
  /** Resolves once it is ready; throws where it has died or a bug has stopped it, or after `withinMs`. */
  untilReady(withinMs: number): Promise<void>;
  signal(name: SignalName): void;
  /** SIGTERM, SIGKILL after 10 s; it is not started again. */
  stop(): Promise<void>;
}

const POLL_MS = 50;
const LOOK_MS = 500;
const STOP_MS_MAX = 10_000;
const RESTART_WAIT_MS = [0, 250, 500, 1_000, 2_000] as const;
/** What lives this long has started well: the next restart does not wait. */
const STEADY_MS = 10_000;

/** An instance that is not started yet. */
export function instanceOf(options: InstanceOptions): Instance {
  const { service, title, folder } = options;
  let current: ServiceProcess | null = null;
  let leaving = false;
  let starting: Promise<void> = Promise.resolve();
  let failure: string | null = null;
  let quickDeaths = 0;
  let lastDeath: Death | null = null;

  function start(): Promise<void> {
    leaving = false;
    starting = launch();
    return starting;
  }

  async function launch(): Promise<void> {
    const launched = await launchService({ ...options, name: service });
    current = launched;
    void launched.exited.then((status) => ended(launched, status));
    void watch(launched);
  }

  /** Looks at its health from its launch to its end. */
  async function watch(launched: ServiceProcess): Promise<void> {
    let wasReady = false;
    while (!launched.hasExited()) {
      const health = await launched.health();
      if (health !== null) {
        failure = failureIn(health.detail);
        if (health.ready && !wasReady && lastDeath !== null) lastDeath.readyAt ??= Date.now();
        wasReady ||= health.ready;
      }
      await delay(wasReady ? LOOK_MS : POLL_MS, undefined, { ref: false });
    }
  }

  async function ended(launched: ServiceProcess, status: number): Promise<void> {
    if (current !== launched) return;
    current = null;
    if (leaving) return;
    lastDeath = { service, title, at: Date.now(), status, readyAt: null };
    options.onDeath(lastDeath);
    if (!options.supervised) {
      failure = `it ended with status ${status}; ${logFileOf(folder, title)} ends: ${lastWordsOf(folder, title)}`;
      return;
    }
    quickDeaths = Date.now() - launched.launchedAt < STEADY_MS ? quickDeaths + 1 : 0;
    await delay(RESTART_WAIT_MS[Math.min(quickDeaths, RESTART_WAIT_MS.length - 1)]);
    if (leaving) return;
    await start().catch((error: unknown) => {
      failure = `it could not be started again: ${error instanceof Error ? error.message : String(error)}`;
    });
  }

  return {
    service,
    title,
    logFile: logFileOf(folder, title),
    health: async () => (await current?.health()) ?? null,
    metrics: async () => (await current?.metrics()) ?? null,
    isRunning: () => current !== null,
    failure: () => failure,
    start,
    async untilReady(withinMs) {
      const until = Date.now() + withinMs;
      for (;;) {
        if ((await current?.health())?.ready === true) return;
        const why = failure ?? (Date.now() > until ? `it is not ready after ${withinMs} ms` : null);
        if (why !== null) throw new Error(`${title}: ${why}; its log: ${logFileOf(folder, title)}`);
        await delay(POLL_MS);
      }
    },
    signal: (name) => current?.signal(name),
    async stop() {
      leaving = true;
      // One that is being launched again after its death is waited for, lest it stay behind.
      await starting.catch(() => undefined);
      const leaver = current;
      if (leaver === null) return;
      // One that was paused could not hear SIGTERM.
      leaver.signal('CONT');
      leaver.signal('TERM');
      const force = setTimeout(() => leaver.signal('KILL'), STOP_MS_MAX);
      await leaver.exited;
      clearTimeout(force);
      current = null;
    },
  };
}
