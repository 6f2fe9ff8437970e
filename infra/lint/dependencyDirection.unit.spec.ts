import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findViolations } from './dependencyDirection';

describe('the direction of dependencies', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sluice-lint-'));
    for (const folder of ['packages', 'services', 'infra']) mkdirSync(join(root, folder));
    writeFileSync(join(root, 'infra', 'package.json'), '{}');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function workspace(path: string, dependencies: string[], source: string): void {
    mkdirSync(join(root, path, 'src'), { recursive: true });
    writeFileSync(
      join(root, path, 'package.json'),
      JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) }),
    );
    writeFileSync(join(root, path, 'src', 'index.ts'), source);
  }
  const sentences = () => findViolations(root).map(({ sentence }) => sentence);

  it('lets a service import a package below it', () => {
    workspace('services/intake', ['@sluice/domain'], "import { keyHash } from '@sluice/domain';");
    expect(sentences()).toEqual([]);
  });

  it('refuses a package that imports upwards, or sideways', () => {
    workspace('packages/domain', ['@sluice/heuristics'], "import { x } from '@sluice/heuristics';");
    workspace('services/intake', ['@sluice/detector'], "import { y } from '@sluice/detector';");
    expect(sentences()).toEqual([
      'domain imports upwards from heuristics',
      'intake imports sideways from detector',
    ]);
  });

  it('refuses I/O, clocks and randomness in a pure package', () => {
    workspace(
      'packages/detection',
      [],
      "import fs from 'node:fs';\nexport const now = () => Date.now() + Math.random();",
    );
    expect(sentences()).toEqual([
      'detection is pure and imports node:fs',
      'Date.now( reads a clock; detection is pure',
      'Math.random is random; detection is pure',
    ]);
  });

  it('refuses the Kafka client outside its one home, and what is not declared', () => {
    const client = 'kafkajs';
    workspace('services/detector', [client], `import { Kafka } from '${client}';\nimport pino from 'pino';`);
    expect(sentences()).toEqual([
      'kafkajs is imported only by stream-runtime',
      'pino is not among the dependencies of detector',
    ]);
  });

  it('refuses a relative path out of the workspace, and arithmetic that differs between machines', () => {
    const outside = '../../../services/intake/src/index';
    workspace(
      'packages/domain',
      [],
      `import { x } from '${outside}';
export const y = Math.exp(1);`,
    );
    expect(sentences()).toEqual([
      '../../../services/intake/src/index leaves its workspace; import the package by its name',
      'Math.exp may differ between machines in its last bit; domain is pure',
    ]);
  });
});
