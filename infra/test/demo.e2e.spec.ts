import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DemoTotals } from '../src/demo/totals';

const ROOT = join(__dirname, '..', '..');

jest.setTimeout(420_000);

function runDemo(...args: string[]): Promise<{ code: number | null; lines: string[]; errors: string }> {
  const child = spawn(process.execPath, ['infra/bootstrap.mjs', 'tsx', 'infra/src/demo/main.ts', ...args], {
    cwd: ROOT,
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, lines: out.trimEnd().split('\n'), errors }));
  });
}

describe('npm run demo -- --once --json', () => {
  it('ends by itself with exit code 0, a story in plain words, and totals that add up', async () => {
    const { code, lines, errors } = await runDemo(
      '--once',
      '--json',
      '--seed',
      '5',
      '--customers',
      '800',
      '--fraud-cases',
      '16',
      '--hours',
      '24',
      '--seconds',
      '45',
    );
    expect(errors).toBe('');
    expect(code).toBe(0);
    const totals = JSON.parse(lines[lines.length - 1] ?? '') as DemoTotals;
    expect(totals.published).toBe(totals.decided + totals.statuses + totals.duplicates + totals.deadLetters);
    expect(totals.contradictingDecisions).toBe(0);
    expect(Object.values(totals.outcomes).reduce((sum, count) => sum + count, 0)).toBe(totals.decided);
    expect(totals.honestTransfers).toBeGreaterThan(1_000);
    expect(totals.honestHeld * 10_000).toBeLessThanOrEqual(10 * totals.honestTransfers);
    expect(totals.stolenMinor).toBeGreaterThan(0);
    expect(totals.stolenStoppedMinor).toBeGreaterThanOrEqual(0.6 * totals.stolenMinor);
    expect(totals.stolenStoppedMinor).toBeLessThanOrEqual(totals.stolenMinor);
    expect(totals.stopPayments.executed).toBeGreaterThan(0);
    const {
      reportedMinor,
      neverLeftMinor,
      returnedMinor,
      frozenMinor,
      atRestMinor,
      leftSightMinor,
      untracedMinor,
      unbalancedCases,
    } = totals.recovery;
    expect(reportedMinor).toBe(
      neverLeftMinor + returnedMinor + frozenMinor + atRestMinor + leftSightMinor + untracedMinor,
    );
    expect(unbalancedCases).toBe(0);
    expect(neverLeftMinor).toBeGreaterThan(0);
    expect(totals.withoutSluice.leftSightMinor).toBeGreaterThan(leftSightMinor);
    for (const word of ['HELD', 'REPORT', 'FROZEN', 'Reported', 'Same bank without Sluice']) {
      expect(lines.some((line) => line.includes(word))).toBe(true);
    }
  });

  it('refuses a bad option with one sentence', async () => {
    const { code, errors } = await runDemo('--once', '--seconds', 'soon');
    expect(code).toBe(1);
    expect(errors).toMatch(/--seconds.*a whole number from 20 to 86400 is wanted/);
  });
});
