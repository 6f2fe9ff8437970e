import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ARTIFACTS, type ArtifactName, artifactFolder, pomOf } from '../../../plain/artifactFolder.cjs';
import { type HeldLock, tryLock } from '../../../plain/lockFile.cjs';
import { findMaven } from '../../../plain/prerequisites.cjs';
import { prepareDataFolder } from '../dataFolder';
import { type Command, runGuarded } from '../process/guardedProcess';
import { lastWords, rotateLog, tailOf } from '../process/logFile';
import { orThrow, StackError } from '../stackError';

/** What is installed from Maven once and used by every stack of this checkout. */
export interface Artifact {
  readonly name: ArtifactName;
  /** For sentences. */
  readonly title: string;
  /** After Maven has filled `folder`: whatever else makes it complete. */
  complete(folder: string, run: RunStep): Promise<void>;
}

/** Runs a step of the installation; throws INSTALL_FAILED with its last words where it fails. */
export type RunStep = (what: string, command: Command) => Promise<void>;

export interface InstallOptions {
  /** Told what takes time, in a sentence. */
  readonly onProgress: (sentence: string) => void;
  readonly signal: AbortSignal | undefined;
}

const LOCK_POLL_MS = 100;

/**
 * The folder of an artifact, fetched and completed first where it is not there. It is made under another name and moved
 * to its own when complete, by one process at a time: starts that run at once, or are killed in the middle, leave no half
 * of it.
 */
export async function ensureInstalled(artifact: Artifact, options: InstallOptions): Promise<string> {
  const folder = artifactFolder(artifact.name);
  // One lock for all: two Mavens at once may spoil each other's local repository.
  await makeOnce(folder, 'maven', options, () => install(artifact, folder, options));
  return folder;
}

/** Has `make` make the file or folder unless it is there; one process of this checkout at a time for each lock. */
export async function makeOnce(
  path: string,
  lockName: string,
  options: InstallOptions,
  make: () => Promise<void>,
): Promise<void> {
  if (existsSync(path)) return;
  prepareDataFolder(ARTIFACTS);
  const lock = await waitForLock(join(ARTIFACTS, `${lockName}.lock`), options);
  try {
    if (!existsSync(path)) await make();
  } finally {
    lock.release();
  }
}

async function waitForLock(file: string, { onProgress, signal }: InstallOptions): Promise<HeldLock> {
  for (let told = false; ; ) {
    signal?.throwIfAborted();
    const attempt = tryLock(file);
    if (attempt.locked) return attempt.lock;
    if (!told && attempt.heldByPid !== process.pid) {
      told = true;
      onProgress(`Waiting for process ${attempt.heldByPid}, which is installing for this checkout.`);
    }
    await delay(LOCK_POLL_MS);
  }
}

async function install(artifact: Artifact, folder: string, options: InstallOptions): Promise<void> {
  const maven = orThrow(findMaven());
  const staging = join(ARTIFACTS, `.${artifact.name}-new`);
  const log = join(ARTIFACTS, `${artifact.name}.log`);
  // Only the holder of the lock is here: what lies there was left by one that was killed.
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging);
  rotateLog(log);
  const run = stepRunner(artifact, log, options.signal);
  options.onProgress(`Fetching ${artifact.title} from Maven (once for this checkout) …`);
  await run('Maven', {
    command: maven.command,
    args: [
      '--quiet',
      '--batch-mode',
      '--file',
      pomOf(artifact.name),
      `-Dsluice.install=${staging}`,
      'generate-resources',
    ],
  });
  await artifact.complete(staging, run);
  renameSync(staging, folder);
}

function stepRunner(artifact: Artifact, log: string, signal: AbortSignal | undefined): RunStep {
  return async (what, command) => {
    signal?.throwIfAborted();
    const step = runGuarded(command, log, { signal: 'KILL', graceS: 1, remove: null });
    const abort = (): void => step.signal('KILL');
    signal?.addEventListener('abort', abort);
    const status = await step.exited;
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    if (status === 0) return;
    throw new StackError(
      'INSTALL_FAILED',
      `${artifact.title} could not be installed, ${what} ended with status ${status}: check the network, Maven's settings and the disk, and start again. The log ${log} ends: ${lastWords(tailOf(log))}`,
    );
  };
}
