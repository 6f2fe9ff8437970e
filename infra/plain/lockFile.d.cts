/**
 * What tells a process from a later one with the same number (its start time), or null where it has ended. A zombie has
 * ended.
 */
export function processIdentity(pid: number): string | null;

export interface HeldLock {
  /** Leaves word for whoever finds this lock stale. */
  note(note: unknown): void;
  release(): void;
}

export type LockAttempt =
  | {
      readonly locked: true;
      readonly lock: HeldLock;
      /** The note of a dead holder whose lock was taken over, else null. */
      readonly predecessor: unknown;
    }
  /** Null: the holder is about to fill in its number. */
  | { readonly locked: false; readonly heldByPid: number | null };

/**
 * Takes the lock that the file stands for, unless a living process has it. The lock of a process that has ended, by
 * whatever signal, is taken over.
 *
 * @throws the error of node:fs, where the file cannot be written
 */
export function tryLock(file: string, note?: unknown): LockAttempt;
