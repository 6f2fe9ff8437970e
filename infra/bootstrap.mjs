// Runs a command of this repository from a fresh clone: checks what must be on the machine, installs node_modules where
// they are missing or not what package-lock.json asks for, then runs the command. Plain Node, no dependencies.
//
//   node infra/bootstrap.mjs [--node-only] COMMAND [ARGUMENT …]
//
// --node-only: the command starts no Kafka, so that Java and Maven are not asked for.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import folders from './plain/artifactFolder.cjs';
import { modulesAreInstalled } from './plain/installedModules.cjs';
import locks from './plain/lockFile.cjs';
import npmProcesses from './plain/npmProcess.cjs';
import prerequisites from './plain/prerequisites.cjs';

const MODULES = join(folders.ROOT, 'node_modules');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const NPM_POLL_MS = 500;

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function exitWith(problem) {
  say(`${problem.code}: ${problem.sentence}`);
  process.exit(1);
}

function must(prerequisite) {
  return prerequisite.ok ? prerequisite.value : exitWith(prerequisite.problem);
}

/** Maven is needed only while something is still to be fetched. */
function checkMachine(nodeOnly) {
  must(prerequisites.checkNode());
  if (nodeOnly) return;
  const java = must(prerequisites.findJava());
  const fetched = ['kafka', 'registry'].every((name) =>
    existsSync(folders.artifactFolder(name, java.version)),
  );
  if (!fetched) must(prerequisites.findMaven());
}

/** One install at a time: two at once would each delete what the other has laid. */
async function installModules() {
  if (modulesAreInstalled(folders.ROOT)) return;
  mkdirSync(join(folders.ROOT, '.data'), { recursive: true });
  const lockPath = join(folders.ROOT, '.data', 'npm.lock');
  let attempt = locks.tryLock(lockPath);
  if (!attempt.locked) say('Waiting for another npm ci in this folder …');
  while (!attempt.locked) {
    await delay(200);
    attempt = locks.tryLock(lockPath);
  }
  try {
    if (!modulesAreInstalled(folders.ROOT)) runNpmCi();
  } finally {
    attempt.lock.release();
  }
}

function runNpmCi() {
  say('Installing node_modules (npm ci) …');
  const byNpm = process.env.npm_execpath;
  const [command, args] = byNpm?.endsWith('.js') ? [process.execPath, [byNpm]] : ['npm', []];
  const ran = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folders.ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (ran.status === 0) return;
  const why = ran.error === undefined ? `npm ci ended with ${ran.status ?? ran.signal}` : ran.error.message;
  exitWith({
    code: 'INSTALL_FAILED',
    sentence: `node_modules could not be installed (${why}); see what npm said above, mend it and start again.`,
  });
}

/** `tsx FILE` runs in one process: the command of that name would add a second Node between us and the program. */
function programOf([command, ...args]) {
  return command === 'tsx'
    ? [process.execPath, ['--import', import.meta.resolve('tsx'), ...args]]
    : [command, args];
}

/** Passes terminal, signals and exit code through, and never outlives the program or leaves it behind. */
function run(command, args) {
  const child = spawn(command, args, {
    // The channel tells the program when this process is gone, even by SIGKILL: see src/stack/stopRequest.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${join(MODULES, '.bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  // npm that is killed leaves its script running; a script that was started by hand may well outlive its shell.
  const npm = npmProcesses.npmProcess();
  if (npm !== null)
    setInterval(() => npmProcesses.isAlive(npm) || child.kill('SIGTERM'), NPM_POLL_MS).unref();

  child.on('error', (error) => {
    exitWith({ code: 'COMMAND_FAILED', sentence: `${command} cannot be run: ${error.message}.` });
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
}

const words = process.argv.slice(2);
const nodeOnly = words[0] === '--node-only';
if (nodeOnly) words.shift();
if (words.length === 0) {
  exitWith({
    code: 'COMMAND_MISSING',
    sentence: 'No command is given: node infra/bootstrap.mjs [--node-only] COMMAND [ARGUMENT …].',
  });
}
checkMachine(nodeOnly);
await installModules();
run(...programOf(words));
