import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { processesOf, untilNoProcessOf } from '../testing/processes';
import { type Program, startProgram } from '../testing/program';
import { freePorts, PORT_VARIABLES } from './ports';

jest.setTimeout(300_000);

// An orphaned server is asked to stop and gets 8 s before SIGKILL.
const GONE_MS_MAX = 12_000;
const SERVERS_AND_GUARDS_MIN = 6;

const folder = mkdtempSync(join(tmpdir(), 'sluice-orphans-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function stackEnvironment(): Promise<Record<string, string | undefined>> {
  const [kafka, controller, registry, postgres] = await freePorts(4);
  return {
    ...process.env,
    SLUICE_STACK_DATA: folder,
    [PORT_VARIABLES.kafka]: String(kafka),
    [PORT_VARIABLES.controller]: String(controller),
    [PORT_VARIABLES.registry]: String(registry),
    [PORT_VARIABLES.postgres]: String(postgres),
  };
}

const UP = 'export DATABASE_URL=';

/** `npm run stack`, up, on the folder of this file. */
async function npmRunStack(): Promise<Program> {
  const program = startProgram('npm', ['run', 'stack'], { cwd: ROOT, env: await stackEnvironment() });
  await program.untilSaid(UP);
  return program;
}

/** The same without npm and the bootstrap: the process that holds the servers. */
async function stackAlone(): Promise<Program> {
  const program = startProgram(process.execPath, ['--import', 'tsx', 'infra/src/stack/main.ts'], {
    cwd: ROOT,
    env: await stackEnvironment(),
  });
  await program.untilSaid(UP);
  return program;
}

describe('a stack leaves nothing behind', () => {
  test('Ctrl-C and SIGTERM stop it in order, and it says so', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const program = await stackAlone();
      expect(processesOf(folder).length).toBeGreaterThanOrEqual(SERVERS_AND_GUARDS_MIN);
      program.child.kill(signal);
      expect(await program.exited).toBe(0);
      expect(program.said()).toContain(`Stopped; the data stay in ${folder}.`);
      expect(processesOf(folder)).toEqual([]);
    }
  });

  test('SIGKILL of the process that holds it: the servers end by themselves, and the data are kept', async () => {
    const program = await stackAlone();
    program.child.kill('SIGKILL');
    await program.exited;
    expect(await untilNoProcessOf(folder, GONE_MS_MAX)).toEqual([]);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['kafka', 'postgres', 'registry']));
  });

  test('a stack started a moment after a SIGKILL waits for the servers of the last one', async () => {
    const killed = await stackAlone();
    killed.child.kill('SIGKILL');
    await killed.exited;
    const next = await stackAlone();
    next.child.kill('SIGINT');
    expect(await next.exited).toBe(0);
    expect(processesOf(folder)).toEqual([]);
  });

  test('SIGKILL of npm stops it', async () => {
    const program = await npmRunStack();
    program.child.kill('SIGKILL');
    await program.exited;
    expect(await untilNoProcessOf(folder, GONE_MS_MAX)).toEqual([]);
  });

  test('Ctrl-C while it is still starting stops it', async () => {
    const program = startProgram(process.execPath, ['--import', 'tsx', 'infra/src/stack/main.ts'], {
      cwd: ROOT,
      env: await stackEnvironment(),
    });
    await program.untilSaid('PostgreSQL is up');
    program.child.kill('SIGINT');
    await program.exited;
    expect(processesOf(folder)).toEqual([]);
  });
});

test('a throw-away stack is deleted even where the process that holds it is killed', async () => {
  const program = startProgram(
    process.execPath,
    [
      '--import',
      'tsx',
      '--eval',
      "require('./infra/src/stack').startStack().then((stack) => console.log('at', stack.dataDir, '.'))",
    ],
    { cwd: ROOT, env: process.env },
  );
  await program.untilSaid(' .');
  const dataDir = /^at (.*) \.$/m.exec(program.said())![1]!;
  expect(processesOf(dataDir).length).toBeGreaterThanOrEqual(SERVERS_AND_GUARDS_MIN);
  program.child.kill('SIGKILL');
  await program.exited;
  expect(await untilNoProcessOf(dataDir, GONE_MS_MAX)).toEqual([]);
  expect(existsSync(dataDir)).toBe(false);
});
