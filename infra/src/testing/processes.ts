import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Numbers of the living processes, this one aside, that have `folder` in their command line or work in it: servers,
 * their children and their guards.
 */
export function processesOf(folder: string): number[] {
  return (existsSync('/proc/self/stat') ? fromProc(folder) : fromPs(folder)).filter(
    (pid) => pid !== process.pid,
  );
}

/** Waits until no process of the folder is left; what is left after `withinMs`. */
export async function untilNoProcessOf(folder: string, withinMs: number): Promise<number[]> {
  const deadline = Date.now() + withinMs;
  while (processesOf(folder).length > 0 && Date.now() < deadline) await delay(50);
  return processesOf(folder);
}

function fromProc(folder: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isOf(folder, pid)).map(Number);
}

function isOf(folder: string, pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // A zombie has ended; whether its parent takes note is not ours.
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false;
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return true;
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    // It ended meanwhile, or is another user's.
    return false;
  }
}

function fromPs(folder: string): number[] {
  const listed = spawnSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' }).stdout;
  return listed
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null && !found[2]!.startsWith('Z') && found[3]!.includes(folder))
    .map((found) => Number(found![1]));
}
