import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock } from '../../../plain/lockFile.cjs';
import { bundleOf, ROOT, SERVICE_NAMES, type ServiceName } from './serviceProgram';

const ASK_AGAIN_MS = 100;

/** The services could not be bundled. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/**
 * Sees to it that every service has a bundle that is newer than its sources, and builds where not; one build at a time in
 * a checkout, however many processes ask.
 *
 * @param say told in one line where something is built
 * @throws BuildError with what the build said
 */
export async function requireBundles(say: (sentence: string) => void): Promise<void> {
  if (staleBundles().length === 0) return;
  mkdirSync(join(ROOT, '.data'), { recursive: true });
  let attempt = tryLock(join(ROOT, '.data', 'build.lock'));
  while (!attempt.locked) {
    await delay(ASK_AGAIN_MS);
    attempt = tryLock(join(ROOT, '.data', 'build.lock'));
  }
  try {
    const stale = staleBundles();
    if (stale.length === 0) return;
    const began = Date.now();
    await build();
    // A build that comes from the cache bears the time at which it was first made.
    const now = new Date();
    for (const name of SERVICE_NAMES) utimesSync(bundleOf(name), now, now);
    say(
      `Built the services (${stale.join(', ')} had no bundle or an old one) in ${((Date.now() - began) / 1000).toFixed(1)} s.`,
    );
  } finally {
    attempt.lock.release();
  }
}

/** Services whose bundle is missing or older than a source that may be in it. */
export function staleBundles(): readonly ServiceName[] {
  const packages = newestSource(join(ROOT, 'packages'));
  return SERVICE_NAMES.filter((name) => {
    const built = statSync(bundleOf(name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return built < Math.max(packages, newestSource(join(ROOT, 'services', name)));
  });
}

/** When the newest TypeScript source or manifest below a folder was changed, epoch ms; tests do not count. */
function newestSource(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) newest = Math.max(newest, newestSource(path));
    } else if (entry.name === 'package.json' || /(?<!\.spec)\.ts$/.test(entry.name)) {
      newest = Math.max(newest, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    }
  }
  return newest;
}

const SKIPPED = new Set(['node_modules', 'dist', '.turbo', 'testing']);

function build(): Promise<void> {
  const child = spawn(
    join(ROOT, 'node_modules', '.bin', 'turbo'),
    [
      'run',
      'build',
      '--output-logs=errors-only',
      ...SERVICE_NAMES.map((name) => `--filter=./services/${name}`),
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new BuildError(`the services could not be built (npm run build): ${said.trim()}`));
    });
  });
}
