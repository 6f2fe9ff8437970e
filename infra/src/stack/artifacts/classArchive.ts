import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactName } from '../../../plain/artifactFolder.cjs';
import type { FoundProgram } from '../../../plain/prerequisites.cjs';
import { type ServerRecipe, serverOf } from '../servers/server';
import { type InstallOptions, makeOnce } from './install';

/** Java writes the archive as it ends: some seconds, on a busy machine many more. */
const WRITE_MS_MAX = 120_000;

export function archiveName(java: FoundProgram): string {
  return `classes-${java.version.replaceAll(/[^\w.-]/g, '_')}.jsa`;
}

/** A server to be started once for its class archive. */
export interface Rehearsal {
  readonly name: ArtifactName;
  /** For sentences. */
  readonly title: string;
  /** The archive to be made; its name has Java's version in it, as no other Java can use it. */
  readonly archive: string;
  /** The server in a folder of its own, told to record into `archive`. */
  recipeIn(folder: string, archive: string): Promise<ServerRecipe>;
  /** Something to do while it is up, so that the classes behind it are in the archive too. */
  use?(): Promise<void>;
}

/**
 * Makes sure that a class archive is there: the server is started once from where it will always be (the archive holds
 * only for the same class path) and stopped in order, upon which Java writes it. That costs some 10 s once, and saves 2 s
 * at every start.
 */
export async function ensureClassArchive(rehearsal: Rehearsal, options: InstallOptions): Promise<void> {
  await makeOnce(rehearsal.archive, `${rehearsal.name}-classes`, options, async () => {
    options.onProgress(`Preparing ${rehearsal.title} for quick starts (once) …`);
    const folder = mkdtempSync(join(tmpdir(), 'sluice-rehearsal-'));
    try {
      await record(rehearsal, folder, options.signal);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function record(rehearsal: Rehearsal, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const recorded = join(folder, 'classes.jsa');
  const server = serverOf(await rehearsal.recipeIn(folder, recorded), {
    ephemeral: true,
    removeOrphaned: folder,
    stopMsMax: WRITE_MS_MAX,
    onGuard: () => undefined,
    // What goes wrong between start and stop shows in `use`.
    onUnexpectedEnd: () => undefined,
  });
  const abort = (): void => void server.kill();
  signal?.addEventListener('abort', abort);
  try {
    await server.start();
    await rehearsal.use?.();
    await server.stop();
  } finally {
    signal?.removeEventListener('abort', abort);
    await server.throwAway();
    signal?.throwIfAborted();
  }
  // Copied beside its place first: a rename does not cross file systems.
  const beside = `${rehearsal.archive}.new`;
  rmSync(beside, { force: true });
  // A Java that writes none just starts more slowly; the empty file says that it was tried.
  if (existsSync(recorded)) copyFileSync(recorded, beside);
  else writeFileSync(beside, '');
  renameSync(beside, rehearsal.archive);
}
