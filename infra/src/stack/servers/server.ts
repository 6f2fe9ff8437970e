import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '../../../plain/lockFile.cjs';
import { type PortName, portTaken } from '../ports';
import {
  type Command,
  endProcess,
  type GuardedProcess,
  runGuarded,
  type SignalName,
} from '../process/guardedProcess';
import type { GuardRecord } from '../process/leftovers';
import { lastWords, rotateLog, tailOf } from '../process/logFile';
import { StackError } from '../stackError';

export type ServerName = 'kafka' | 'registry' | 'postgres';

/** One server of a stack. All of its methods may be called in any state, and again. */
export interface ServerHandle {
  readonly name: ServerName;
  readonly logFile: string;
  isRunning(): boolean;
  /** On the same port and data as before; resolves when it answers. */
  start(): Promise<void>;
  /** As an operator stops it: what was acknowledged is kept. */
  stop(): Promise<void>;
  /** SIGKILL, as a machine dies. */
  kill(): Promise<void>;
}

/** What the stack has of a server. */
export interface Server extends ServerHandle {
  /** Ends it at once: its data are thrown away. */
  throwAway(): Promise<void>;
}

/** How to run one kind of server. */
export interface ServerRecipe {
  readonly name: ServerName;
  /** For sentences: Kafka, the schema registry, PostgreSQL. */
  readonly title: string;
  readonly logFile: string;
  readonly ports: Readonly<Partial<Record<PortName, number>>>;
  /** Makes its files where they are missing, and says how it is started. */
  prepare(): Promise<Command>;
  /** Whether it answers; asked again and again. */
  isReady(): Promise<boolean>;
  /** Once it answers: whatever is left to do before others may use it. */
  finish?(): Promise<void>;
  /** Whether what its log says of a failed start will pass, so that it is worth another try. */
  isPassing?(log: string): boolean;
  readonly readyMsMax: number;
  readonly stopSignal: SignalName;
  /** Ends it at once, its children too, where the data will be thrown away. */
  readonly throwAwaySignal: SignalName;
}

/** What the stack around it asks of a server. */
export interface ServerCare {
  /** The data need not survive: it may be ended by force. */
  readonly ephemeral: boolean;
  /** The folder to delete where this process dies; null: data are kept. */
  readonly removeOrphaned: string | null;
  /** From the signal to SIGKILL, where it is stopped. Default: 15 s. */
  readonly stopMsMax?: number;
  onGuard(guard: GuardRecord): void;
  /** It ended without having been told to. */
  onUnexpectedEnd(error: StackError): void;
}

const STOP_MS_MAX = 15_000;
const ORPHAN_GRACE_S = 8;
const POLL_MS = 25;
const TRIES_MAX = 50;
const TRY_AGAIN_MS = 100;

/** A server that is not started yet. */
export function serverOf(recipe: ServerRecipe, care: ServerCare): Server {
  let running: GuardedProcess | null = null;
  // The last one that was launched; it may be on its way out still.
  let latest: GuardedProcess | null = null;
  let turn: Promise<void> = Promise.resolve();

  /** Starts and stops that are asked for at once are done one after the other. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function start(): Promise<void> {
    for (let tries = 1; running === null; tries++) {
      await latest?.exited;
      const process = await launch(recipe, care);
      running = process;
      latest = process;
      try {
        await untilReady(recipe, process);
        await recipe.finish?.();
        void process.exited.then((status) => ended(process, status));
      } catch (error) {
        await end(recipe.throwAwaySignal);
        if (tries === TRIES_MAX || !recipe.isPassing?.(tailOf(recipe.logFile))) throw error;
        await delay(TRY_AGAIN_MS);
      }
    }
  }

  function ended(process: GuardedProcess, status: number): void {
    if (running !== process) return;
    running = null;
    care.onUnexpectedEnd(failed(recipe, `ended by itself with status ${status}`));
  }

  async function end(signal: SignalName): Promise<void> {
    running = null;
    if (latest === null || latest.hasExited()) return;
    await endProcess(latest, signal, care.stopMsMax ?? STOP_MS_MAX);
  }

  return {
    name: recipe.name,
    logFile: recipe.logFile,
    isRunning: () => running !== null,
    start: () => inTurn(start),
    stop: () => inTurn(() => end(recipe.stopSignal)),
    kill: () => end('KILL'),
    throwAway: () => end(recipe.throwAwaySignal),
  };
}

async function launch(recipe: ServerRecipe, care: ServerCare): Promise<GuardedProcess> {
  const command = await recipe.prepare();
  rotateLog(recipe.logFile);
  const process = runGuarded(command, recipe.logFile, {
    signal: care.ephemeral ? recipe.throwAwaySignal : recipe.stopSignal,
    graceS: ORPHAN_GRACE_S,
    remove: care.removeOrphaned,
  });
  care.onGuard({ pid: process.pid, identity: processIdentity(process.pid) });
  return process;
}

async function untilReady(recipe: ServerRecipe, process: GuardedProcess): Promise<void> {
  const deadline = Date.now() + recipe.readyMsMax;
  for (;;) {
    if (process.hasExited()) throw failed(recipe, `ended with status ${await process.exited} while starting`);
    if (await recipe.isReady()) return;
    if (Date.now() > deadline) {
      throw new StackError(
        'SERVER_SLOW',
        `${recipe.title} did not answer within ${recipe.readyMsMax / 1000} s of its start: see ${recipe.logFile}, which ends: ${lastWords(tailOf(recipe.logFile))}`,
      );
    }
    await delay(POLL_MS);
  }
}

/** What its log says is wrong, in our words where we know it, else in its own. */
function failed(recipe: ServerRecipe, how: string): StackError {
  const log = tailOf(recipe.logFile);
  if (/address already in use/i.test(log)) {
    const entries = Object.entries(recipe.ports) as [PortName, number][];
    const [name, port] = entries.find(([, port]) => log.includes(String(port))) ?? entries[0]!;
    return portTaken(name, port);
  }
  if (/no space left on device|disk quota exceeded/i.test(log)) {
    return new StackError(
      'DATA_FOLDER_FULL',
      `${recipe.title} ${how}, as the disk of its data is full: free some space, or choose a folder on another disk with SLUICE_STACK_DATA. Its log is ${recipe.logFile}.`,
    );
  }
  return new StackError(
    'SERVER_FAILED',
    `${recipe.title} ${how}: see ${recipe.logFile}, which ends: ${lastWords(log) || '(nothing)'}`,
  );
}
