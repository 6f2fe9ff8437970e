import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { GUARD_SCRIPT } from './guardScript';

/** Signals that a server may be sent, as `kill -s` names them. */
export type SignalName = 'TERM' | 'INT' | 'QUIT' | 'KILL' | 'STOP' | 'CONT';

/** A program to run, each argument apart. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What becomes of the program when this process dies, however it dies. */
export interface OrphanCare {
  readonly signal: SignalName;
  /** Seconds from the signal to SIGKILL. */
  readonly graceS: number;
  /** A folder to delete then; null: keep everything. */
  readonly remove: string | null;
}

export interface GuardedProcess {
  /** The guard, leader of the process group that the program is in. */
  readonly pid: number;
  /** Resolves with the status as a shell tells it: 128 + n after signal n, 127 where it cannot be run. */
  readonly exited: Promise<number>;
  hasExited(): boolean;
  signal(name: SignalName): void;
}

/** Runs a program under a guard, its output appended to `logFile`, in a session of its own, so that Ctrl-C does not reach it. */
export function runGuarded(command: Command, logFile: string, orphan: OrphanCare): GuardedProcess {
  const log = openSync(logFile, 'a');
  const guard = spawn(
    '/bin/sh',
    [
      '-c',
      GUARD_SCRIPT,
      'sluice-guard',
      orphan.signal,
      String(orphan.graceS),
      orphan.remove ?? '',
      command.command,
      ...command.args,
    ],
    { cwd: '/', detached: true, stdio: ['pipe', log, log], env: { ...process.env, ...command.env } },
  );
  closeSync(log);
  let over = false;
  const exited = new Promise<number>((resolve) => {
    const end = (status: number): void => {
      over = true;
      resolve(status);
    };
    guard.once('error', () => end(127));
    guard.once('exit', (status) => end(status ?? 137));
  });
  // The guard may end while an order is on its way to it: nothing is left to be told.
  guard.stdin?.on('error', () => undefined);
  return {
    pid: guard.pid ?? 0,
    exited,
    hasExited: () => over,
    signal: (name) => {
      if (!over) guard.stdin?.write(`${name}\n`);
    },
  };
}

/** Ends a program: the signal, then SIGKILL where it has not gone after `withinMs`. Resolves when it is gone. */
export async function endProcess(
  running: GuardedProcess,
  signal: SignalName,
  withinMs: number,
): Promise<number> {
  running.signal(signal);
  const force = setTimeout(() => running.signal('KILL'), withinMs);
  const status = await running.exited;
  clearTimeout(force);
  return status;
}
