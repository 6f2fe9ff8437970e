import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { processIdentity, tryLock } from '../../plain/lockFile.cjs';
import { startProgram } from '../testing/program';

const folder = mkdtempSync(join(tmpdir(), 'sluice-locks-'));
const file = join(folder, 'stack.lock');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that takes the lock with a note, and keeps it until it is killed. */
function holder(note: unknown) {
  const program = `
    const attempt = require('./infra/plain/lockFile.cjs').tryLock(process.argv[1], ${JSON.stringify(note)});
    console.log(attempt.locked ? 'has it' : 'not');
    setInterval(() => undefined, 1000);
  `;
  return startProgram(process.execPath, ['-e', program, file], { cwd: ROOT, env: process.env });
}

test('one has it, the next is told by whom, and gets it after it is released', () => {
  const first = tryLock(file);
  expect(first.locked).toBe(true);
  expect(tryLock(file)).toEqual({ locked: false, heldByPid: process.pid });
  if (first.locked) first.lock.release();
  expect(existsSync(file)).toBe(false);
  expect(tryLock(file)).toMatchObject({ locked: true, predecessor: null });
});

test('the lock of a process that was killed is taken over, with the word it left', async () => {
  const program = holder([{ pid: 4711 }]);
  await program.untilSaid('has it');
  expect(tryLock(file)).toEqual({ locked: false, heldByPid: program.child.pid });
  program.child.kill('SIGKILL');
  await program.exited;
  expect(tryLock(file)).toMatchObject({ locked: true, predecessor: [{ pid: 4711 }] });
});

test('a number that was given to another process since does not hold it', () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'started before', note: null }));
  expect(tryLock(file).locked).toBe(true);
});

test('a file that is about to be filled counts as held, one that stayed empty does not', () => {
  writeFileSync(file, '');
  expect(tryLock(file)).toEqual({ locked: false, heldByPid: null });
  const long = new Date(Date.now() - 60_000);
  utimesSync(file, long, long);
  expect(tryLock(file).locked).toBe(true);
});

test('of several that find it stale at once, one gets it', async () => {
  writeFileSync(file, JSON.stringify({ pid: 999_999_999, identity: 'long ago', note: null }));
  const contenders = Array.from({ length: 6 }, () => holder(null));
  while (contenders.some((contender) => contender.said() === '')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const contender of contenders) contender.child.kill('SIGKILL');
  await Promise.all(contenders.map((contender) => contender.exited));
  expect(contenders.map((contender) => contender.said().trim()).sort()).toEqual([
    'has it',
    ...Array.from({ length: 5 }, () => 'not'),
  ]);
});

test('a process is told from one that has ended', () => {
  const ended = spawnSync(process.execPath, ['-e', '']);
  expect(processIdentity(ended.pid)).toBeNull();
  expect(processIdentity(process.pid)).toEqual(processIdentity(process.pid));
  expect(processIdentity(process.pid)).not.toBeNull();
});
