import type { TransferStatus } from '@sluice/domain';
import type { TraceSource } from '@sluice/fund-tracing';
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { isAnyOf } from '../rows/isAnyOf';
import { recoveryItem, recoveryReport, transfer } from '../schema';

/** One payment of a report as its case counts it. */
export type RecoveryItemRow = typeof recoveryItem.$inferInsert;

/** The item with where its transfer stands now. */
export interface ItemNow {
  readonly itemNo: number;
  readonly transferId: string | null;
  readonly currency: string;
  readonly reportedMinor: number;
  readonly status: TransferStatus | null;
  readonly debtorAccount: string | null;
  readonly creditorAccount: string | null;
}

/** The cases that count these transfers already. */
export async function countedTransfers(
  tx: CaseTransaction,
  transferIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ transferId: recoveryItem.transferId, caseId: recoveryItem.caseId })
    .from(recoveryItem)
    .where(and(isAnyOf(recoveryItem.transferId, transferIds), gt(recoveryItem.reportedMinor, 0)));
  return new Map(rows.map((row) => [row.transferId!, row.caseId]));
}

/** Writes the items of a case; a payment that has found its transfer since takes its place. */
export async function saveItems(tx: CaseTransaction, items: readonly RecoveryItemRow[]): Promise<void> {
  if (items.length === 0) return;
  await tx
    .insert(recoveryItem)
    .values([...items])
    .onConflictDoUpdate({
      target: [recoveryItem.caseId, recoveryItem.itemNo],
      set: {
        transferId: sql`excluded.transfer_id`,
        currency: sql`excluded.currency`,
        reportedMinor: sql`excluded.reported_minor`,
        countedIn: sql`excluded.counted_in`,
        note: sql`excluded.note`,
      },
    });
}

/** The items of a case, each with its transfer's status. */
export async function itemsOfCase(tx: CaseTransaction, caseId: string): Promise<ItemNow[]> {
  return tx
    .select({
      itemNo: recoveryItem.itemNo,
      transferId: recoveryItem.transferId,
      currency: recoveryItem.currency,
      reportedMinor: recoveryItem.reportedMinor,
      status: transfer.status,
      debtorAccount: transfer.debtorAccount,
      creditorAccount: transfer.creditorAccount,
    })
    .from(recoveryItem)
    .leftJoin(transfer, eq(transfer.transferId, recoveryItem.transferId))
    .where(eq(recoveryItem.caseId, caseId))
    .orderBy(asc(recoveryItem.itemNo));
}

/** A source of a trace, with the ends of its transfer. */
export interface SourceNow extends TraceSource {
  readonly debtorAccount: string;
  readonly creditorAccount: string;
  readonly bookedAt: number;
}

/** The settled payments that cases count: where their money enters a trace, in the order of booking. */
export async function sourcesOfCases(tx: CaseTransaction, caseIds: readonly string[]): Promise<SourceNow[]> {
  const bookedAt = sql<string>`coalesce(${transfer.bookedAt}, ${transfer.statusAt})`.mapWith(
    transfer.statusAt,
  );
  const rows = await tx
    .select({
      transferId: transfer.transferId,
      caseId: recoveryItem.caseId,
      claimedMinor: recoveryItem.reportedMinor,
      debtorAccount: transfer.debtorAccount,
      creditorAccount: transfer.creditorAccount,
      bookedAt,
      victimAccount: sql<string | null>`${recoveryReport.record} ->> 'victimAccount'`,
    })
    .from(recoveryItem)
    .innerJoin(transfer, eq(transfer.transferId, recoveryItem.transferId))
    .innerJoin(recoveryReport, eq(recoveryReport.caseId, recoveryItem.caseId))
    .where(
      and(
        isAnyOf(recoveryItem.caseId, caseIds),
        gt(recoveryItem.reportedMinor, 0),
        isNotNull(recoveryItem.transferId),
        eq(transfer.status, 'SETTLED'),
      ),
    )
    .orderBy(bookedAt, transfer.transferId);
  return rows.map(({ victimAccount, ...row }) => ({
    ...row,
    victimAccounts: victimAccount === null ? [] : [victimAccount],
  }));
}
