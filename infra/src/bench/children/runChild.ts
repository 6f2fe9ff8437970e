import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../../plain/artifactFolder.cjs';

/** A measuring process failed; the message holds the end of what it said. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';
}

/** Programs that are run as processes of their own, by source file. */
export const PROGRAMS = {
  engine: 'infra/src/bench/engine/engineProcess',
  raw: 'infra/src/bench/raw/rawProcess',
  publish: 'infra/src/bench/load/publishProcess',
  load: 'infra/src/bench/load/loadProcess',
  accounts: 'packages/account-state/src/bench',
} as const;
export type ProgramName = keyof typeof PROGRAMS;

const OUT = join(ROOT, 'infra', 'dist', 'bench');
const SAID_MAX = 4_000;
let bundled: Promise<void> | null = null;

export interface ChildRun<T> {
  /** What it answered; rejects with ChildFailed. */
  readonly answer: Promise<T>;
  kill(): void;
}

export interface ChildOptions {
  /** Told each line that it says on standard error. */
  readonly onLine?: (line: string) => void;
}

/** Starts one of the bench's own programs with `settings`, which it reads by `settingsOf`. */
export function startChild<T>(
  name: ProgramName,
  settings: unknown,
  options: ChildOptions = {},
): Promise<ChildRun<T>> {
  return startProgram<T>(name, [JSON.stringify(settings)], options);
}

/**
 * Runs a program from an esbuild bundle, as services run (tsx turns each use of an import into a property read); its last
 * line, JSON, is the answer.
 */
export async function startProgram<T>(
  name: ProgramName,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<ChildRun<T>> {
  bundled ??= bundle();
  await bundled;
  const child = spawn(process.execPath, [join(OUT, `${basename(PROGRAMS[name])}.js`), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Nothing that this process started outlives it.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-SAID_MAX);
    for (const line of chunk.split('\n')) if (line.trim() !== '') options.onLine?.(line);
  });
  const answer = new Promise<T>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.removeListener('exit', end);
      const last = out.trim().split('\n').at(-1) ?? '';
      if (code !== 0)
        reject(new ChildFailed(`the ${name} process ended with ${code ?? signal}: ${said.trim()}`));
      else resolve(JSON.parse(last) as T); // written by `answer` with the same type
    });
  });
  // Whoever started it may look at it later than it fails.
  answer.catch(() => undefined);
  return { answer, kill: end };
}

/** `startChild`, to its end. */
export async function runChild<T>(...args: Parameters<typeof startChild>): Promise<T> {
  const run = await startChild<T>(...args);
  return run.answer;
}

/** The bundles lie as deep below the root as those of services: schemas are found from there. */
async function bundle(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const child = spawn(
    join(ROOT, 'node_modules', '.bin', 'esbuild'),
    [
      ...Object.values(PROGRAMS).map((program) => join(ROOT, `${program}.ts`)),
      '--bundle',
      '--platform=node',
      '--target=node20',
      '--external:pg-native',
      '--external:@node-rs/crc32',
      '--entry-names=[name]',
      `--outdir=${OUT}`,
      '--log-level=error',
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new ChildFailed(`the bench could not be bundled: ${said.trim()}`);
}
