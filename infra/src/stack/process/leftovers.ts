import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '../../../plain/lockFile.cjs';

/** A guard and, by its process group, the server under it. */
export interface GuardRecord {
  readonly pid: number;
  readonly identity: string | null;
}

const GOING_MS_MAX = 10_000;

/**
 * Waits until the servers of a stack whose process died are gone, as their guards see to; ends what is still there after
 * 10 s. So a stack can start on the folder of one that was killed a moment ago.
 */
export async function awaitLeftovers(note: unknown): Promise<void> {
  const guards = guardsIn(note);
  const deadline = Date.now() + GOING_MS_MAX;
  while (guards.some(isThere) && Date.now() < deadline) await delay(50);
  for (const guard of guards.filter(isThere)) signalGroup(guard.pid, 'SIGKILL');
}

/** The note was written by this program, maybe by an older version of it. */
function guardsIn(note: unknown): GuardRecord[] {
  if (!Array.isArray(note)) return [];
  return note.filter((entry): entry is GuardRecord => Number.isInteger(entry?.pid) && entry.pid > 1);
}

// A group's number is not given away while a process is in it: where its leader is gone, what is left is ours; where
// there is a leader, its start time says whose it is.
function isThere(guard: GuardRecord): boolean {
  const leader = processIdentity(guard.pid);
  return leader === null ? signalGroup(guard.pid, 0) : leader === guard.identity;
}

function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    // ESRCH: nothing there; EPERM: another user's, so not ours.
    return false;
  }
}
