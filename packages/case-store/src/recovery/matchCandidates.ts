import type { ReportedPayment } from '@sluice/domain';
import { MATCH_TOLERANCE_MS, type MatchCandidate } from '@sluice/fund-tracing';
import { and, between, eq, or } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';
import { isAnyOf } from '../rows/isAnyOf';
import { transfer } from '../schema';

// Of one payee, amount and day; a report that fits more is no report that could be matched.
const CANDIDATES_MAX = 1_000;

/** Transfers that reported payments may be: those they name, and those with their payee, amount and day. */
export async function matchCandidates(
  tx: CaseTransaction,
  items: readonly ReportedPayment[],
): Promise<MatchCandidate[]> {
  if (items.length === 0) return [];
  const named = items.flatMap(({ transferId }) => (transferId === null ? [] : [transferId]));
  const described = items
    .filter(({ transferId }) => transferId === null)
    .map((item) =>
      and(
        eq(transfer.creditorAccount, item.creditorAccount),
        eq(transfer.amountMinor, item.amountMinor),
        eq(transfer.currency, item.currency),
        between(transfer.occurredAt, item.at - MATCH_TOLERANCE_MS, item.at + MATCH_TOLERANCE_MS),
      ),
    );
  return tx
    .select({
      transferId: transfer.transferId,
      debtorAccount: transfer.debtorAccount,
      creditorAccount: transfer.creditorAccount,
      amountMinor: transfer.amountMinor,
      currency: transfer.currency,
      occurredAt: transfer.occurredAt,
      status: transfer.status,
    })
    .from(transfer)
    .where(or(isAnyOf(transfer.transferId, named), ...described))
    .orderBy(transfer.occurredAt, transfer.transferId)
    .limit(CANDIDATES_MAX);
}

/** Transfers of the ledger as a report names them, in the order of the ids. */
export async function reportedPayments(
  db: CaseDatabase,
  transferIds: readonly string[],
): Promise<ReportedPayment[]> {
  const rows = await db
    .select({
      transferId: transfer.transferId,
      debtorAccount: transfer.debtorAccount,
      creditorAccount: transfer.creditorAccount,
      amountMinor: transfer.amountMinor,
      currency: transfer.currency,
      at: transfer.occurredAt,
    })
    .from(transfer)
    .where(isAnyOf(transfer.transferId, transferIds));
  return transferIds.flatMap((id) => rows.filter(({ transferId }) => transferId === id));
}
