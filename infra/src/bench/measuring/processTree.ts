import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process below this one. */
export interface ChildProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  /** CPU time of its own since its start, µs, all threads, user and system. */
  readonly cpuMicroseconds: number;
  /** CPU time of its children that have ended, µs. */
  readonly endedMicroseconds: number;
}

// USER_HZ is 100 on every Linux that Node runs on.
const TICK_MICROSECONDS = 10_000;

/** Everything below `root` as procfs shows it now; empty where there is no procfs (macOS). */
export function processTree(root: number): readonly ChildProcessInfo[] {
  if (!existsSync('/proc/self/stat')) return [];
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const below = new Set([root]);
  // A parent may come after its child in the listing: passes until nothing is added.
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all.filter(({ pid }) => pid !== root && below.has(pid));
}

function readProcess(pid: number): ChildProcessInfo[] {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid, commandLine, ...parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** proc(5): fields 4 (ppid), 14 to 17 (utime, stime, cutime, cstime in ticks), after the name in brackets. */
export function parseStat(
  stat: string,
): Pick<ChildProcessInfo, 'parent' | 'cpuMicroseconds' | 'endedMicroseconds'> {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    parent: field(4),
    cpuMicroseconds: (field(14) + field(15)) * TICK_MICROSECONDS,
    endedMicroseconds: (field(16) + field(17)) * TICK_MICROSECONDS,
  };
}
