import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm test`: everything that must hold, in the order in which a failure is cheapest to see: format and lint, the
 * direction of dependencies, types, builds, then unit, integration and end-to-end tests on embedded stacks that the tests
 * start themselves. Ends with `N passed, N failed`; exit code 0 only where nothing failed.
 */
const WORKERS = Math.max(1, Math.min(2, availableParallelism()));
const ROOT = join(__dirname, '..', '..', '..');
const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  {
    name: 'lint, types and builds',
    command: ['turbo', 'run', 'lint', 'typecheck', 'build', '--output-logs=errors-only'],
  },
];

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Whole runs of the pipeline keep real time: they get the machine for themselves. */
const STAGES: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  {
    name: 'unit and integration tests',
    args: ['--selectProjects', 'unit', 'int', '--maxWorkers', String(WORKERS)],
  },
  { name: 'end-to-end tests', args: ['--selectProjects', 'e2e', '--runInBand'] },
];

async function runJest(args: readonly string[]): Promise<{ passed: number; failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  const resultsFile = join(folder, 'results.json');
  try {
    await run(['jest', ...args, '--forceExit', '--json', `--outputFile=${resultsFile}`]);
    const results = JSON.parse(readFileSync(resultsFile, 'utf8')) as JestResults;
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    };
  } catch (error) {
    process.stderr.write(
      `the tests did not run to their end: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(join(ROOT, 'node_modules', '.bin', program), args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  let passed = 0;
  let failed = 0;
  if (only.length === 0) {
    for (const { name, command } of CHECKS) {
      process.stdout.write(`\n— ${name}\n`);
      if ((await run(command)) === 0) passed += 1;
      else failed += 1;
    }
  }
  for (const stage of only.length === 0 ? STAGES : [{ name: 'tests', args: only }]) {
    process.stdout.write(`\n— ${stage.name}\n`);
    const results = await runJest(stage.args);
    passed += results.passed;
    failed += results.failed;
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

void main();
