import type { EarlierOrder, StopFact } from '@sluice/fund-tracing';
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { CaseTransaction } from '../database/connection';
import { isAnyOf } from '../rows/isAnyOf';
import { recoveryOrder, stopPayment, stopPaymentEvent, transfer, watchlistEntry } from '../schema';

/** What stop-payments a trace has to know of: on its accounts, of its transfers, and of its case. */
export interface StopScope {
  readonly accounts: readonly string[];
  readonly transferIds: readonly string[];
  readonly caseIds: readonly string[];
}

/** Every step of the stop-payments in scope. */
export async function readStopFacts(tx: CaseTransaction, scope: StopScope): Promise<StopFact[]> {
  const held = alias(transfer, 'held');
  return tx
    .select({
      stopPaymentId: stopPaymentEvent.stopPaymentId,
      sequence: stopPaymentEvent.sequence,
      at: stopPaymentEvent.at,
      instrument: stopPaymentEvent.instrument,
      state: stopPaymentEvent.state,
      account: stopPaymentEvent.account,
      currency: stopPaymentEvent.currency,
      transferId: stopPaymentEvent.transferId,
      transferDebtor: held.debtorAccount,
      caseId: stopPaymentEvent.caseId,
      requestedMinor: stopPaymentEvent.requestedMinor,
      stoppedMinor: stopPaymentEvent.stoppedMinor,
      returnedMinor: stopPaymentEvent.returnedMinor,
      returnToAccount: stopPaymentEvent.returnToAccount,
    })
    .from(stopPayment)
    .innerJoin(stopPaymentEvent, eq(stopPaymentEvent.stopPaymentId, stopPayment.stopPaymentId))
    .leftJoin(held, eq(held.transferId, stopPayment.transferId))
    .where(
      or(
        isAnyOf(stopPayment.account, scope.accounts),
        isAnyOf(stopPayment.transferId, scope.transferIds),
        isAnyOf(stopPayment.caseId, scope.caseIds),
      ),
    )
    .orderBy(asc(stopPaymentEvent.stopPaymentId), asc(stopPaymentEvent.sequence));
}

/** What traces of any case have ordered on these accounts and transfers. */
export async function readEarlierOrders(tx: CaseTransaction, scope: StopScope): Promise<EarlierOrder[]> {
  const rows = await tx
    .select({
      orderId: recoveryOrder.orderId,
      caseId: recoveryOrder.caseId,
      action: recoveryOrder.action,
      account: recoveryOrder.account,
      currency: recoveryOrder.currency,
      transferId: recoveryOrder.transferId,
      amountMinor: recoveryOrder.amountMinor,
      stopPaymentId: stopPayment.stopPaymentId,
    })
    .from(recoveryOrder)
    .leftJoin(stopPayment, eq(stopPayment.stopPaymentId, recoveryOrder.stopPaymentId))
    .where(
      or(
        isAnyOf(recoveryOrder.account, scope.accounts),
        isAnyOf(recoveryOrder.transferId, scope.transferIds),
        isAnyOf(recoveryOrder.caseId, scope.caseIds),
      ),
    )
    .orderBy(asc(recoveryOrder.orderId));
  return rows;
}

/** Of the accounts: those that the bank lists as never to be held automatically, at `now` (epoch ms). */
export async function trustedAccounts(
  tx: CaseTransaction,
  accountIds: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ value: watchlistEntry.value })
    .from(watchlistEntry)
    .where(
      and(
        isAnyOf(watchlistEntry.value, accountIds),
        eq(watchlistEntry.kind, 'ACCOUNT'),
        eq(watchlistEntry.disposition, 'TRUSTED'),
        eq(watchlistEntry.removed, false),
        or(
          isNull(watchlistEntry.expiresAt),
          sql`${watchlistEntry.expiresAt} > to_timestamp(${now}::float8 / 1000)`,
        ),
      ),
    );
  return new Set(rows.map(({ value }) => value));
}
