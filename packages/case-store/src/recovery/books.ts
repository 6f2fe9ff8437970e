import { type CaseTotals, RECOVERY_CATEGORIES } from '@sluice/fund-tracing';
import { eq, max, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertRows } from '../rows/insertRows';
import { type RecoveryBook, recoveryEntry, recoveryPosting } from '../schema';

/** What an entry moves on one book in one currency, minor units. */
export interface BookMove {
  readonly currency: string;
  readonly book: RecoveryBook;
  readonly amountMinor: number;
}

/** What has to be booked so that the books of a case show `totals`: only the difference, which sums to 0 per currency. */
export async function bookMoves(
  tx: CaseTransaction,
  caseId: string,
  totals: readonly CaseTotals[],
): Promise<BookMove[]> {
  const rows = await tx
    .select({
      currency: recoveryPosting.currency,
      book: recoveryPosting.book,
      // Exact: the trigger keeps every balance among sums of amounts below 2^53.
      amountMinor: sql<number>`sum(${recoveryPosting.amountMinor})::float8`,
    })
    .from(recoveryPosting)
    .where(eq(recoveryPosting.caseId, caseId))
    .groupBy(recoveryPosting.currency, recoveryPosting.book);
  const booked = new Map(rows.map((row) => [`${row.currency} ${row.book}`, row.amountMinor]));
  const due = new Map<string, BookMove>();
  for (const { currency, reportedMinor, minor } of totals) {
    due.set(`${currency} REPORTED`, { currency, book: 'REPORTED', amountMinor: -reportedMinor });
    for (const book of RECOVERY_CATEGORIES)
      due.set(`${currency} ${book}`, { currency, book, amountMinor: minor[book] });
  }
  // A currency that the case no longer counts anything in goes back to 0.
  for (const { currency, book } of rows) {
    const key = `${currency} ${book}`;
    if (!due.has(key)) due.set(key, { currency, book, amountMinor: 0 });
  }
  return [...due]
    .map(([key, move]) => ({ ...move, amountMinor: move.amountMinor - (booked.get(key) ?? 0) }))
    .filter(({ amountMinor }) => amountMinor !== 0);
}

/** Appends one entry with its postings; at the end of the transaction the database refuses what does not balance. */
export async function bookEntry(
  tx: CaseTransaction,
  caseId: string,
  runNo: number,
  moves: readonly BookMove[],
  at: number,
): Promise<void> {
  if (moves.length === 0) return;
  const [last] = await tx
    .select({ entryNo: max(recoveryEntry.entryNo) })
    .from(recoveryEntry)
    .where(eq(recoveryEntry.caseId, caseId));
  const entryNo = (last?.entryNo ?? 0) + 1;
  await tx.insert(recoveryEntry).values({ caseId, entryNo, runNo, bookedAt: at });
  await tx.execute(
    insertRows(
      recoveryPosting,
      moves.map((move) => ({ caseId, entryNo, ...move })),
      sql``,
    ),
  );
}
