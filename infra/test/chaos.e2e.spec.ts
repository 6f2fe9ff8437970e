import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ChaosResult } from '../src/chaos/result';

const ROOT = join(__dirname, '..', '..');

// Seed 1 draws kills of detector, recorder and stop-payment, crashes of broker and registry, two zombies and a second intake.
const ARGUMENTS = ['--faults', '8', '--minutes', '1', '--rate', '300', '--seed', '1', '--json'];

jest.setTimeout(420_000);

describe('npm run chaos', () => {
  it('loses nothing and does nothing twice while parts die, pause, come and go', async () => {
    const child = spawn(
      process.execPath,
      ['infra/bootstrap.mjs', 'tsx', 'infra/src/chaos/main.ts', ...ARGUMENTS],
      { cwd: ROOT },
    );
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(errors).toBe('');
    expect(code).toBe(0);
    const result = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as ChaosResult;
    expect(result.faults).toBe(8);
    expect(Object.keys(result.byKind).length).toBeGreaterThanOrEqual(6);
    expect(result).toMatchObject({ missing: 0, twice: 0, invented: 0, commandsTwice: 0, differences: 0 });
    expect(result.decided).toBe(result.transfers);
    expect(result.transfers).toBeGreaterThan(1_000);
    expect(result.commands).toBeGreaterThan(0);
    expect(result.cases).toBeGreaterThan(0);
    for (const { expected, found } of Object.values(result.rows)) expect(found).toBe(expected);
    expect(result.recoverySeconds.max).not.toBeNull();
  });
});
