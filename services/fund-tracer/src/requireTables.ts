import { type CaseStore, isPassingFault } from '@sluice/case-store';
import { type Logger, untilItWorks } from '@sluice/stream-runtime';

/** Waits for the database, then checks that it has been migrated. Throws where it has not, with what to do. */
export async function requireTables(store: CaseStore, log: Logger): Promise<void> {
  const found = await untilItWorks(
    () => store.pool.query<{ name: string | null }>(`select to_regclass('recovery_posting')::text as name`),
    { what: 'connection to the case store', log, isFinal: (error) => !isPassingFault(error) },
  );
  if (found.rows[0]?.name == null) {
    throw new Error(
      'the case store has no recovery books; run `npm run migrate` with the same DATABASE_URL first',
    );
  }
}
