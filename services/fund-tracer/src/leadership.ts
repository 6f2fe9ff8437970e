import type { CaseStore } from '@sluice/case-store';

// Traces of several cases read each other's money, so one instance traces at a time; the others stand by.
const TRACER_LOCK = 0x54524143;

/** The right to trace, as long as its connection lives. */
export interface Leadership {
  /** True where this instance has the right now; asks for it where nobody has it. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** A connection of the pool, as far as it is needed here. */
interface Holder {
  query(text: string): Promise<unknown>;
  release(error?: Error | boolean): void;
}

export function leadership(store: CaseStore): Leadership {
  let holder: Holder | null = null;

  const drop = (error?: Error): void => {
    holder?.release(error ?? true);
    holder = null;
  };

  return {
    async isMine() {
      if (holder !== null) {
        try {
          await holder.query('select 1');
          return true;
        } catch (error) {
          drop(error instanceof Error ? error : undefined);
          throw error;
        }
      }
      const candidate = await store.pool.connect();
      try {
        const asked = await candidate.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
          TRACER_LOCK,
        ]);
        if (asked.rows[0]?.mine === true) {
          holder = candidate;
          return true;
        }
        candidate.release();
        return false;
      } catch (error) {
        candidate.release(true);
        throw error;
      }
    },
    async release() {
      // Closing the connection gives the lock back.
      drop();
    },
  };
}
