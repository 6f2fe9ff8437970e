import { readFileSync } from 'node:fs';
import type { CaseStore } from '@sluice/case-store';

/** Linux counts a process's CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that the recorder's connections have cost the server until now; null where the server is not on this
 * machine or this machine is no Linux.
 */
export async function serverCpuSeconds(store: CaseStore): Promise<number | null> {
  const { rows } = await store.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'case-recorder'`,
  );
  let ticks = 0;
  for (const { pid } of rows) {
    const fields = statOf(pid);
    if (fields === null) return null;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}

// utime and stime are the 14th and 15th field; the second one, the name, may hold anything but ends the last bracket.
function statOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.includes('postgres') ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : null;
  } catch {
    return null;
  }
}
