import { type CaseStore, isPassingFault } from '@sluice/case-store';
import { type Logger, untilItWorks } from '@sluice/stream-runtime';

/**
 * Waits for the database, then checks that it has been migrated. Throws where it has not: recording would fail at the
 * first row, and what to do is known now.
 */
export async function requireTables(store: CaseStore, log: Logger): Promise<void> {
  const found = await untilItWorks(
    () => store.pool.query<{ name: string | null }>(`select to_regclass('recorder_position')::text as name`),
    { what: 'connection to the case store', log, isFinal: (error) => !isPassingFault(error) },
  );
  if (found.rows[0]?.name == null) {
    throw new Error('the case store has no tables; run `npm run migrate` with the same DATABASE_URL first');
  }
}
