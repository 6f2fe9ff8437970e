import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { type Program, startProgram } from '../testing/program';

jest.setTimeout(60_000);

const clone = mkdtempSync(join(tmpdir(), 'sluice-clone-'));
const tools = join(clone, 'tools');

// A clone with the bootstrap and a lock file that asks for a workspace of its own only, so that npm ci needs no network.
beforeAll(() => {
  for (const path of ['infra/bootstrap.mjs', 'infra/kafka/pom.xml', 'infra/registry/pom.xml']) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(clone, path));
  }
  cpSync(join(ROOT, 'infra', 'plain'), join(clone, 'infra', 'plain'), { recursive: true });
  const manifest = { name: 'clone', version: '1.0.0', workspaces: ['part'] };
  const part = { name: 'part', version: '1.0.0' };
  mkdirSync(join(clone, 'part'));
  writeFileSync(join(clone, 'part', 'package.json'), JSON.stringify(part));
  writeFileSync(join(clone, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(clone, 'package-lock.json'),
    JSON.stringify({
      name: manifest.name,
      version: manifest.version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': manifest, 'node_modules/part': { resolved: 'part', link: true }, part },
    }),
  );
  mkdirSync(tools);
  writeFileSync(join(tools, 'java'), '#!/bin/sh\necho \'openjdk version "17.0.1"\' >&2\n');
  chmodSync(join(tools, 'java'), 0o755);
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

function bootstrap(args: readonly string[], env: Record<string, string> = {}): Program {
  // Not as a script of the npm that may be running this test.
  const { npm_lifecycle_event: _, ...rest } = process.env;
  return startProgram(process.execPath, [join(clone, 'infra', 'bootstrap.mjs'), ...args], {
    cwd: clone,
    env: { ...rest, ...env },
  });
}

const INSTALLED = 'Installing node_modules';

describe('a command in a fresh clone', () => {
  test('installs node_modules first, and only once', async () => {
    const first = bootstrap(['--node-only', 'true']);
    expect(await first.exited).toBe(0);
    expect(first.said()).toContain(INSTALLED);
    expect(existsSync(join(clone, 'node_modules', '.package-lock.json'))).toBe(true);

    const second = bootstrap(['--node-only', 'true']);
    expect(await second.exited).toBe(0);
    expect(second.said()).toBe('');
  });

  test("passes arguments and the program's exit code on", async () => {
    const program = bootstrap(['--node-only', 'sh', '-c', 'echo "got $1"; exit 7', 'sh', 'a b']);
    expect(await program.exited).toBe(7);
    expect(program.said()).toBe('got a b\n');
  });

  test('passes signals on, and ends as the program ends', async () => {
    const program = bootstrap([
      '--node-only',
      process.execPath,
      '-e',
      "process.on('SIGTERM', () => process.exit(5)); setInterval(() => 0, 1000); console.log('ready');",
    ]);
    await program.untilSaid('ready');
    program.child.kill('SIGTERM');
    expect(await program.exited).toBe(5);

    const killed = bootstrap(['--node-only', 'sh', '-c', 'kill -KILL $$']);
    expect(await killed.exited).toBe(128 + 9);
  });

  test.each([
    ['nothing', '/nowhere', 'JAVA_MISSING: Java is missing'],
    ['Java alone', tools, 'MAVEN_MISSING: Maven is missing'],
  ])('with %s on the PATH says what is missing before it installs anything', async (_, path, sentence) => {
    const program = bootstrap(['true'], { PATH: path, JAVA_HOME: '' });
    expect(await program.exited).toBe(1);
    expect(program.said()).toContain(sentence);
    expect(program.said()).not.toContain(INSTALLED);
  });

  test('no command, or one that is not there, is a sentence', async () => {
    const none = bootstrap([]);
    expect(await none.exited).toBe(1);
    expect(none.said()).toContain('COMMAND_MISSING');
    const unknown = bootstrap(['--node-only', 'no-such-command']);
    expect(await unknown.exited).toBe(1);
    expect(unknown.said()).toContain('COMMAND_FAILED: no-such-command cannot be run');
  });
});
