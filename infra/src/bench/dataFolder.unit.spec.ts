import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from './dataFolder';

describe('the data folder of the bench', () => {
  const parent = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  afterAll(() => rmSync(parent, { recursive: true }));

  it('is new each time, and takes what a killed run has left with it, nothing else', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const left = join(parent, `sluice-bench-${gone}-abc`);
    const others = join(parent, 'sluice-stack-1-abc');
    mkdirSync(left);
    mkdirSync(others);
    const mine = dataFolder(parent);
    const next = dataFolder(parent);
    expect([left, others, mine, next].map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
    expect(next).not.toBe(mine);
  });
});
