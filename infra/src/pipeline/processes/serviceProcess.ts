import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../stack/ports';
import { type GuardedProcess, runGuarded, type SignalName } from '../../stack/process/guardedProcess';
import { lastWords, tailOf } from '../../stack/process/logFile';
import { bundleOf, type ServiceName } from './serviceProgram';

/** What an instance says of itself on /readyz; `ready` false with an empty detail where it does not answer. */
export interface InstanceHealth {
  readonly ready: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One running process of a service. */
export interface ServiceProcess {
  readonly healthPort: number;
  /** Wall clock at which it was launched, epoch ms. */
  readonly launchedAt: number;
  /** Resolves with its status as a shell tells it: 128 + n after signal n. */
  readonly exited: Promise<number>;
  hasExited(): boolean;
  signal(name: SignalName): void;
  /** Null: it does not answer. */
  health(): Promise<InstanceHealth | null>;
  /** Prometheus text; null: it does not answer. */
  metrics(): Promise<string | null>;
}

export interface LaunchOptions {
  readonly name: ServiceName;
  /** For people: `detector`, `detector-2`; names the log file. */
  readonly title: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Nice value, 0 to 19. */
  readonly niceness: number;
}

const ORPHAN_GRACE_S = 5;
const ASK_MS_MAX = 2_000;

export function logFileOf(folder: string, title: string): string {
  return join(folder, `${title}.log`);
}

/** The lines of an instance's log that say what is wrong. */
export function lastWordsOf(folder: string, title: string): string {
  return lastWords(tailOf(logFileOf(folder, title)));
}

/** Runs a service's bundle under a guard that ends it when this process dies, however it dies. */
export async function launchService(options: LaunchOptions): Promise<ServiceProcess> {
  const [healthPort = 0] = await freePorts(1);
  const logFile = logFileOf(options.folder, options.title);
  const guarded = runGuarded(
    {
      command: 'nice',
      // The log file is there for whoever looks at the list of processes; the service does not read it.
      args: ['-n', String(options.niceness), process.execPath, bundleOf(options.name), logFile],
      env: { ...options.env, HEALTH_PORT: String(healthPort) },
    },
    logFile,
    { signal: 'TERM', graceS: ORPHAN_GRACE_S, remove: null },
  );
  nicenessOfSession(guarded, options.niceness);
  return {
    healthPort,
    launchedAt: Date.now(),
    exited: guarded.exited,
    hasExited: guarded.hasExited,
    signal: guarded.signal,
    async health() {
      const answer = await ask(healthPort, '/readyz');
      if (answer === null) return null;
      const { ready, ...detail } = JSON.parse(answer) as Record<string, unknown>;
      return { ready: ready === true, detail };
    },
    metrics: () => ask(healthPort, '/metrics'),
  };
}

/**
 * Where Linux schedules by session (autogroup), the nice value of a process counts only among those of its own session,
 * and each service has one to itself: the session's own value must be set as well.
 */
function nicenessOfSession({ pid }: GuardedProcess, niceness: number): void {
  if (niceness === 0 || pid === 0) return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // No such file: macOS, or a kernel that schedules by process, where `nice` has done it already.
  }
}

async function ask(port: number, page: string): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${page}`, {
      signal: AbortSignal.timeout(ASK_MS_MAX),
    });
    return await answer.text();
  } catch {
    // Not up yet, gone, or stopped by a signal.
    return null;
  }
}
