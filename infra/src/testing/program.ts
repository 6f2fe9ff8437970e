import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that a test has started, with what it has said so far. */
export interface Program {
  readonly child: ChildProcess;
  /** Standard output and standard error, in the order they came. */
  said(): string;
  /** Waits until the text has been said; throws with all that was said where the program ends first. */
  untilSaid(text: string): Promise<void>;
  /** The exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>;
}

const SAID_MS_MAX = 300_000;

export function startProgram(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string | undefined>> },
): Program {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const exited = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    child,
    said: () => text,
    exited,
    untilSaid: async (wanted) => {
      const deadline = Date.now() + SAID_MS_MAX;
      while (!text.includes(wanted)) {
        const isOver = child.exitCode !== null || child.signalCode !== null;
        if (isOver || Date.now() > deadline) throw new Error(`it never said ${wanted}, but: ${text}`);
        await delay(20);
      }
    },
  };
}
