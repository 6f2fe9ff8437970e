import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modulesAreInstalled } from '../../plain/installedModules.cjs';

const root = mkdtempSync(join(tmpdir(), 'sluice-modules-'));
const asked = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
beforeAll(() => mkdirSync(join(root, 'node_modules')));
afterAll(() => rmSync(root, { recursive: true }));

interface Entry {
  readonly version?: string;
  readonly optional?: boolean;
  readonly link?: boolean;
}

function lockFile(path: string, packages: Readonly<Record<string, Entry>>, ageS: number): void {
  writeFileSync(path, JSON.stringify({ packages }));
  const at = new Date(Date.now() - ageS * 1000);
  utimesSync(path, at, at);
}

const PG = { 'node_modules/pg': { version: '8.23.1' } };
const ROOT_ENTRY = { '': { version: '0.1.0' } };

test('nothing installed, or an install that was cut short', () => {
  lockFile(asked, { ...ROOT_ENTRY, ...PG }, 60);
  rmSync(installed, { force: true });
  expect(modulesAreInstalled(root)).toBe(false);
});

test('installed after the lock file was written', () => {
  lockFile(asked, { ...ROOT_ENTRY, ...PG }, 60);
  lockFile(installed, PG, 30);
  expect(modulesAreInstalled(root)).toBe(true);
});

test('a lock file that was touched since but asks for the same', () => {
  lockFile(installed, PG, 60);
  lockFile(
    asked,
    { ...ROOT_ENTRY, ...PG, 'node_modules/for-another-platform': { version: '1.0.0', optional: true } },
    30,
  );
  expect(modulesAreInstalled(root)).toBe(true);
});

test.each<[string, Record<string, Entry>]>([
  ['another version', { 'node_modules/pg': { version: '8.24.0' } }],
  ['a package more', { ...PG, 'node_modules/zod': { version: '4.6.7' } }],
  ['a workspace more', { ...PG, 'node_modules/@sluice/console': { link: true } }],
])('a newer lock file that asks for %s', (_, packages) => {
  lockFile(installed, PG, 60);
  lockFile(asked, { ...ROOT_ENTRY, ...packages }, 30);
  expect(modulesAreInstalled(root)).toBe(false);
});
