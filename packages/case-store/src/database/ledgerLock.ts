import { sql } from 'drizzle-orm';
import type { CaseTransaction } from './connection';

// The recorder writes under the shared lock; whoever must not miss a row that is being written takes the other.
const LEDGER_LOCK = 0x4c454447;

/** Taken by every transaction of the recorder: many at a time. Held until the transaction ends. */
export async function lockLedgerShared(tx: CaseTransaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LEDGER_LOCK})`);
}

/**
 * Waits until the recorder's open transactions have ended and keeps new ones out until this one ends. The fund tracer
 * takes it in the short transaction that inserts rows of `recovery_taint` (dirty): every ledger row is then either
 * committed before the next trace reads, or will set `dirty` again. Keep it short: the recorder waits.
 */
export async function lockLedgerExclusive(tx: CaseTransaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`);
}
