import { and, eq, sql } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';
import { lockLedgerExclusive } from '../database/ledgerLock';
import { insertRows } from '../rows/insertRows';
import { isAnyOf } from '../rows/isAnyOf';
import { recoveryItem, recoveryReport, recoveryTaint, transfer } from '../schema';

/** Cases whose accounts or stop-payments moved since their last trace. */
export async function dirtyCases(db: CaseDatabase, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ caseId: recoveryTaint.caseId })
    .from(recoveryTaint)
    .innerJoin(recoveryReport, eq(recoveryReport.caseId, recoveryTaint.caseId))
    .where(and(eq(recoveryTaint.dirty, true), eq(recoveryReport.stage, 'TRACED')))
    .orderBy(recoveryTaint.caseId)
    .limit(limit);
  return rows.map(({ caseId }) => caseId);
}

/**
 * Watches accounts for a case from now on: every ledger row of them is either committed already, or will mark the case
 * dirty. A transaction of its own, short, because the recorder waits meanwhile.
 */
export async function watchAccounts(
  db: CaseDatabase,
  caseId: string,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return;
  const rows = [...new Set(accountIds)].sort().map((accountId) => ({ caseId, accountId, dirty: true }));
  await db.transaction(async (tx) => {
    await lockLedgerExclusive(tx);
    await tx.execute(insertRows(recoveryTaint, rows, sql`on conflict do nothing`));
  });
}

/** The accounts that are watched for a case. */
export async function watchedAccounts(tx: CaseTransaction, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ accountId: recoveryTaint.accountId })
    .from(recoveryTaint)
    .where(eq(recoveryTaint.caseId, caseId));
  return new Set(rows.map(({ accountId }) => accountId));
}

/**
 * Takes the marks of a case off, before its ledger is read in the same transaction. A mark that the recorder is writing at
 * this moment is left alone: it stays, and the case is traced again.
 */
export async function clearDirt(tx: CaseTransaction, caseId: string): Promise<void> {
  await tx.execute(sql`
    update recovery_taint set dirty = false
    where case_id = ${caseId} and account_id in (
      select account_id from recovery_taint where case_id = ${caseId} and dirty
      order by account_id for update skip locked)`);
}

/** Marks the other cases on these accounts: a new source may have changed what is whose. */
export async function markNeighbours(
  tx: CaseTransaction,
  caseId: string,
  accountIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update recovery_taint set dirty = true
    where (case_id, account_id) in (
      select case_id, account_id from recovery_taint
      where ${isAnyOf(recoveryTaint.accountId, accountIds)} and case_id <> ${caseId} and not dirty
      order by case_id, account_id for update skip locked)`);
}

/** Other cases that watch one of these accounts: their money may lie among this case's. */
export async function casesOn(
  tx: CaseTransaction,
  accountIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ caseId: recoveryTaint.caseId })
    .from(recoveryTaint)
    .where(isAnyOf(recoveryTaint.accountId, accountIds))
    .orderBy(recoveryTaint.caseId)
    .limit(limit);
  return rows.map(({ caseId }) => caseId);
}

/** Cases with a payment that named a transfer which the ledger did not have then, and has now. */
export async function casesWithLateTransfers(db: CaseDatabase, limit: number): Promise<string[]> {
  const result = await db.execute<{ case_id: string }>(sql`
    select distinct i.case_id
    from ${recoveryItem} i
    join ${recoveryReport} r on r.case_id = i.case_id and r.stage = 'TRACED'
    join ${transfer} t on t.transfer_id = r.record -> 'items' -> (i.item_no - 1) ->> 'transferId'
    where i.transfer_id is null and not exists (
      select from ${recoveryItem} j where j.case_id = i.case_id and j.transfer_id = t.transfer_id)
    order by i.case_id limit ${limit}`);
  return result.rows.map((row) => row.case_id);
}
