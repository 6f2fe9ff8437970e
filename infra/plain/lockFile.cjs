// Plain JavaScript: the bootstrap uses it before anything is installed. Types in lockFile.d.cts.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');

// A holder writes its lock file in two steps (create, fill); a file that stays empty this long has lost its writer.
const UNFILLED_MS_MAX = 5_000;

let asideCount = 0;

function bootId() {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function processIdentity(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (fs.existsSync('/proc/self/stat')) {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      // proc(5): after the name in parentheses come the state (3rd field) and, as 22nd, the start time in ticks since boot.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : `${bootId()}:${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? null : started;
  } catch {
    return null;
  }
}

function readHolder(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const holder = JSON.parse(text);
    return { ...holder, text, alive: processIdentity(holder.pid) === holder.identity };
  } catch {
    const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return { pid: null, note: null, text, alive: age < UNFILLED_MS_MAX };
  }
}

// A stale lock is moved aside before it is deleted: of several that find it stale, one gets to move it. Whoever finds
// that it moved a lock that had been renewed meanwhile puts it back.
function removeStale(file, stale) {
  asideCount += 1;
  const aside = `${file}.stale-${process.pid}-${asideCount}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (fs.readFileSync(aside, 'utf8') !== stale.text) {
    try {
      fs.linkSync(aside, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  fs.unlinkSync(aside);
}

function tryLock(file, note = null) {
  let predecessor = null;
  for (;;) {
    try {
      fs.writeFileSync(file, contentOf(note), { flag: 'wx' });
      return { locked: true, lock: heldLock(file), predecessor };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder === null) continue;
    if (holder.alive) return { locked: false, heldByPid: holder.pid };
    removeStale(file, holder);
    predecessor = holder.note ?? predecessor;
  }
}

function contentOf(note) {
  return JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), note });
}

function heldLock(file) {
  return {
    note: (note) => {
      const filled = `${file}.new-${process.pid}`;
      fs.writeFileSync(filled, contentOf(note));
      fs.renameSync(filled, file);
    },
    release: () => fs.rmSync(file, { force: true }),
  };
}

module.exports = { processIdentity, tryLock };
