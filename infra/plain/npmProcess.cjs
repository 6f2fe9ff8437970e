// Plain JavaScript, used by the bootstrap.
'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { processIdentity } = require('./lockFile.cjs');

const SHELLS = ['sh', 'dash', 'bash', 'ash', 'ksh', 'zsh'];

/** Number of the npm that runs this as a script, which may have a shell in between; null where none does. */
function npmProcess() {
  if (process.env.npm_lifecycle_event === undefined) return null;
  const parent = processEntry(process.ppid);
  if (parent === null) return null;
  return SHELLS.includes(parent.name) ? parent.ppid : process.ppid;
}

function processEntry(pid) {
  try {
    if (existsSync('/proc/self/stat')) {
      const [, name, ppid] = /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      return { name, ppid: Number(ppid) };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    const [, ppid, path] = /^\s*(\d+)\s+-?(.*?)\s*$/.exec(line);
    return { name: path.slice(path.lastIndexOf('/') + 1), ppid: Number(ppid) };
  } catch {
    // It has just ended, or may not be looked at.
    return null;
  }
}

/** Cheap enough to be asked twice a second. */
function isAlive(pid) {
  if (existsSync('/proc/self/stat')) return processIdentity(pid) !== null;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { isAlive, npmProcess };
