import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// A quarter of a second on a core of its own; machines that test are busy.
const PER_SEED_MS_MAX = 4_000;
const ROOT = join(__dirname, '../../../..');

interface Told {
  readonly failed: readonly { readonly seed: number; readonly problems: readonly string[] }[];
  readonly transfers: number;
  readonly decisions: number;
  readonly repeats: number;
}

/**
 * A test that runs `count` seeds from `from` on; every one of them must hold. They run as the command does, since another
 * compiler settles promises in another order: what fails here fails again there.
 */
export function holdsForSeeds(from: number, count: number): void {
  it(
    `seeds ${from} to ${from + count - 1}: nothing is lost, nothing stands twice, and every state is that of a clean fold`,
    async () => {
      const report = await simulate('--from', String(from), '--seeds', String(count));
      const failed = report.failed.map(
        ({ seed, problems }) => `npm run simulate -- --seed ${seed}: ${problems[0]}`,
      );
      expect(failed).toEqual([]);
      // The seeds would hold as well if nothing ever happened in them.
      expect(report.decisions).toBe(report.transfers);
      expect(report.transfers).toBeGreaterThanOrEqual(30 * count);
      expect(report.repeats).toBeGreaterThan(0);
    },
    count * PER_SEED_MS_MAX,
  );
}

async function simulate(...options: string[]): Promise<Told> {
  const main = join(ROOT, 'infra/src/simulate/main.ts');
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', main, ...options, '--json'], {
    cwd: ROOT,
  });
  // Exit code 1 says that seeds failed; which, its last line tells.
  const { stdout } = await run.catch((error: { stdout?: string }) => {
    if (typeof error.stdout === 'string' && error.stdout !== '') return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout.trim().split('\n').pop() ?? ''); // the form that main.ts prints
}
