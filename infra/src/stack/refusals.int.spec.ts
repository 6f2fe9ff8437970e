import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { processesOf } from '../testing/processes';
import { startProgram } from '../testing/program';
import { freePorts, PORT_VARIABLES, type StackPorts } from './ports';
import { startStack } from './startStack';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'sluice-refusals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ports(): Promise<StackPorts> {
  const [kafka = 0, controller = 0, registry = 0, postgres = 0] = await freePorts(4);
  return { kafka, controller, registry, postgres };
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** What `npm run stack` says and exits with, in an environment of its own. */
async function stackProgram(env: Record<string, string>): Promise<{ said: string; exit: number | string }> {
  const free = await ports();
  const program = startProgram(process.execPath, ['--import', 'tsx', 'infra/src/stack/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SLUICE_STACK_DATA: join(folder, 'data'),
      [PORT_VARIABLES.kafka]: String(free.kafka),
      [PORT_VARIABLES.controller]: String(free.controller),
      [PORT_VARIABLES.registry]: String(free.registry),
      [PORT_VARIABLES.postgres]: String(free.postgres),
      ...env,
    },
  });
  const exit = await program.exited;
  return { said: program.said(), exit };
}

/** A folder for the PATH with one program in it that says a line on standard error. */
function pathWith(program: string, line: string): string {
  const path = mkdtempSync(join(folder, 'path-'));
  writeFileSync(join(path, program), `#!/bin/sh\necho '${line}' >&2\n`);
  chmodSync(join(path, program), 0o755);
  return path;
}

describe('what a stack cannot start without is one sentence, and nothing is left running', () => {
  afterEach(() => expect(processesOf(folder)).toEqual([]));

  test('Java is missing', async () => {
    const { said, exit } = await stackProgram({ PATH: '/nowhere' });
    expect(exit).toBe(1);
    expect(said).toMatch(/^JAVA_MISSING: Java is missing: .*install a Java runtime 17 or newer/m);
  });

  test('Java is too old', async () => {
    const { said, exit } = await stackProgram({
      PATH: pathWith('java', 'openjdk version "11.0.2" 2019-01-15'),
    });
    expect(exit).toBe(1);
    expect(said).toMatch(/^JAVA_TOO_OLD: Java 11\.0\.2 is too old: Kafka needs 17 or newer/m);
  });

  test('a port is taken', async () => {
    const { kafka } = await ports();
    const server = await listenOn(kafka);
    const { said, exit } = await stackProgram({ [PORT_VARIABLES.kafka]: String(kafka) });
    server.close();
    expect(exit).toBe(1);
    expect(said).toContain(
      `PORT_TAKEN: Kafka's port ${kafka} is taken by another process: stop that one, or choose another port with SLUICE_STACK_KAFKA_PORT.`,
    );
  });

  test('a port is not a port', async () => {
    const { said, exit } = await stackProgram({ [PORT_VARIABLES.postgres]: '543210' });
    expect(exit).toBe(1);
    expect(said).toContain(
      'SETTING_INVALID: SLUICE_STACK_POSTGRES_PORT holds "543210": it must be a port from 1 to 65535.',
    );
  });

  test('the data folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { said, exit } = await stackProgram({ SLUICE_STACK_DATA: join(file, 'data') });
    expect(exit).toBe(1);
    expect(said).toContain(
      `DATA_FOLDER_UNWRITABLE: The data folder ${join(file, 'data')} cannot be written (ENOTDIR)`,
    );
  });

  test('the disk is full', async () => {
    const start = startStack({ dataDir: join(folder, 'full'), freeBytesMin: Number.MAX_SAFE_INTEGER });
    await expect(start).rejects.toMatchObject({
      code: 'DATA_FOLDER_FULL',
      message: expect.stringMatching(
        /full has \d+ MiB free, and at least \d+ MiB are needed: free some space/,
      ),
    });
  });

  test('a path that Kafka would misread', async () => {
    await expect(startStack({ dataDir: join(folder, 'a,b') })).rejects.toMatchObject({
      code: 'DATA_FOLDER_NAME',
    });
  });

  test('a second stack on the same folder', async () => {
    const dataDir = join(folder, 'twice');
    const first = await startStack({ dataDir, services: ['postgres'] });
    await expect(startStack({ dataDir, services: ['postgres'] })).rejects.toMatchObject({
      code: 'STACK_RUNNING',
      message: expect.stringContaining(`A stack is already running on ${dataDir} (process ${process.pid})`),
    });
    expect(first.postgres.isRunning()).toBe(true);
    await first.stop();
    const next = await startStack({ dataDir, services: ['postgres'] });
    await next.stop();
  });

  test('a server that fails is quoted', async () => {
    const data = join(folder, 'foreign', 'postgres', 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'PG_VERSION'), '9.6\n');
    await expect(
      startStack({ dataDir: join(folder, 'foreign'), services: ['postgres'] }),
    ).rejects.toMatchObject({
      code: 'SERVER_FAILED',
      message: expect.stringMatching(
        /^PostgreSQL ended with status \d+ while starting: see .*postgres\.log, which ends: .*postgresql\.conf/,
      ),
    });
  });

  test('a start that is given up', async () => {
    const given = new AbortController();
    const start = startStack({ dataDir: join(folder, 'given-up'), signal: given.signal });
    setTimeout(() => given.abort(new Error('no longer wanted')), 700);
    await expect(start).rejects.toThrow('no longer wanted');
  });
});
