import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

test('a service started without its addresses says so on standard error and exits with 2', () => {
  const program = `require('./packages/observability/src/settings/settingsOrExit').settingsOrExit(['kafka', 'database']);`;
  const run = spawnSync(process.execPath, ['--import', 'tsx', '-e', program], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: 'postgres://sluice:hunter2@db' },
    encoding: 'utf8',
  });
  expect(run.status).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^SETTING_MISSING: KAFKA_BROKERS is not set/),
    expect.stringMatching(/^SETTING_INVALID: DATABASE_URL names no database/),
  ]);
  expect(run.stderr).not.toContain('hunter2');
});
