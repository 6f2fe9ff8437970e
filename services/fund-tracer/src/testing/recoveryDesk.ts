import {
  type CaseStore,
  dirtyCases,
  moveReport,
  type RecoveryTotals,
  recordAccounts,
  recordStopPaymentEvents,
  recordTransfers,
  recoveryCaseId,
  takeReport,
} from '@sluice/case-store';
import {
  anAccount,
  anEntry,
  aStopEvent,
  aTransfer,
  MINUTE_MS,
  MORNING,
} from '@sluice/case-store/src/testing/builders';
import type { Account, FraudReport, ReportedPayment, StopPaymentEvent, Transfer } from '@sluice/domain';
import { decodeOrder } from '@sluice/event-codec';
import { TRACE_LIMITS, type TraceLimits } from '../tracing/limits';
import { type CaseTraced, traceCase } from '../tracing/traceCase';

/** `minute(n)` is n minutes into the morning of the tests. */
export const minute = (n: number): number => MORNING + n * MINUTE_MS;

/** A settled transfer between two of our accounts, booked at minute `at`. */
export function pays(
  transferId: string,
  debtorAccount: string,
  creditorAccount: string,
  amountMinor: number,
  at: number,
  more: Partial<Transfer> = {},
): Transfer {
  return aTransfer({
    transferId,
    debtorAccount,
    creditorAccount,
    amountMinor,
    occurredAt: minute(at),
    statusAt: minute(at),
    bookedAt: minute(at),
    ...more,
  });
}

export const toOtherBank: Partial<Transfer> = { creditorOwnership: 'OTHER', creditorInstitution: 'BANKB' };
export const fromOtherBank: Partial<Transfer> = { debtorOwnership: 'OTHER', debtorInstitution: 'BANKB' };

export function reportedAs(transfer: Transfer, named = true): ReportedPayment {
  const { transferId, debtorAccount, creditorAccount, amountMinor, currency, occurredAt } = transfer;
  return {
    transferId: named ? transferId : null,
    debtorAccount,
    creditorAccount,
    amountMinor,
    currency,
    at: occurredAt,
  };
}

export function reportOf(reportId: string, items: readonly ReportedPayment[]): FraudReport {
  return {
    reportId,
    state: 'OPENED',
    source: 'VICTIM',
    victimAccount: items[0]?.debtorAccount ?? null,
    victimInstitution: null,
    victimVulnerable: null,
    items,
    fraudType: 'SAFE_ACCOUNT',
    authority: null,
    reference: null,
    orderExpiresAt: null,
    reportedAt: minute(60),
  };
}

/** What a test does to a case store in the place of the recorder, the core and the tracer's rounds. */
export interface RecoveryDesk {
  settle(...transfers: readonly Transfer[]): Promise<void>;
  know(accountId: string, facts: Partial<Account>): Promise<void>;
  stop(...events: readonly Partial<StopPaymentEvent>[]): Promise<void>;
  /** Takes a report whose ledger is there, and traces it. */
  report(report: FraudReport): Promise<CaseTraced | null>;
  trace(reportId: string): Promise<CaseTraced | null>;
  /** Traces every case that is marked, until none is. */
  settleDown(): Promise<void>;
  dirty(): Promise<string[]>;
  /** The categories of a report's case in EUR, without those that are 0. */
  books(reportId: string): Promise<Partial<Record<keyof RecoveryTotals | 'balanced', unknown>>>;
  /** Action, account and amount of every order so far for a report's case. */
  orders(reportId: string): Promise<readonly (readonly unknown[])[]>;
  rows(text: string, ...values: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

export function recoveryDesk(store: () => CaseStore, limits: Partial<TraceLimits> = {}): RecoveryDesk {
  const parts = () => ({
    store: store(),
    method: 'FIFO' as const,
    limits: { ...TRACE_LIMITS, ...limits },
    clock: () => minute(90),
  });
  const inTransaction: CaseStore['db']['transaction'] = (work) => store().db.transaction(work);
  const rows: RecoveryDesk['rows'] = async (text, ...values) =>
    (await store().pool.query(text, [...values])).rows;
  const trace: RecoveryDesk['trace'] = (reportId) => traceCase(parts(), recoveryCaseId(reportId));
  const dirty = () => dirtyCases(store().db, 100);

  return {
    rows,
    trace,
    dirty,
    settle: (...transfers) =>
      inTransaction((tx) =>
        recordTransfers(
          tx,
          transfers.map((transfer) => anEntry(transfer)),
        ),
      ),
    know: (accountId, facts) =>
      inTransaction((tx) =>
        recordAccounts(tx, [
          {
            accountId,
            account: anAccount(accountId, facts),
            sourceIncarnation: 0,
            sourceOffset: 1,
            appendTime: MORNING,
          },
        ]),
      ),
    stop: (...events) =>
      inTransaction((tx) =>
        recordStopPaymentEvents(
          tx,
          events.map((event) => ({ value: aStopEvent(event), appendTime: MORNING })),
        ),
      ),
    async report(report) {
      await inTransaction((tx) => takeReport(tx, report, minute(60)));
      await moveReport(store().db, report.reportId, { stage: 'READY' });
      return trace(report.reportId);
    },
    async settleDown() {
      for (let round = 0; round < 20; round++) {
        const due = await dirty();
        if (due.length === 0) return;
        for (const caseId of due) await traceCase(parts(), caseId);
      }
      throw new Error('the cases never came to rest');
    },
    async books(reportId) {
      const found = await rows(
        `select reported_minor, never_left_minor, returned_minor, frozen_minor, at_rest_minor, left_sight_minor,
           untraced_minor, balanced from recovery_case where report_id = $1 and currency = 'EUR'`,
        reportId,
      );
      const shown = Object.entries(found[0] ?? {})
        .map(
          ([name, value]) =>
            [name.replace('_minor', ''), name === 'balanced' ? value : Number(value)] as const,
        )
        .filter(([, value]) => value !== 0);
      return Object.fromEntries(shown);
    },
    async orders(reportId) {
      const found = await rows('select payload from outbox order by id');
      return found.flatMap(({ payload }) => {
        const decoded = decodeOrder(payload as Buffer);
        if (!decoded.ok) throw new Error(decoded.problem.sentence);
        const { caseId, action, account, amountMinor } = decoded.value;
        return caseId === recoveryCaseId(reportId) ? [[action, account, amountMinor]] : [];
      });
    },
  };
}

/** Events of the stop-payment that an order of a case opened: issued, then as the core answers. */
export async function answerOrders(
  desk: RecoveryDesk,
  reportId: string,
  answer: Partial<StopPaymentEvent> & Pick<StopPaymentEvent, 'type' | 'state'>,
): Promise<void> {
  const open = await desk.rows(
    `select o.* from recovery_order o left join stop_payment p using (stop_payment_id)
     where o.case_id = $1 and p.stop_payment_id is null order by o.order_id`,
    recoveryCaseId(reportId),
  );
  for (const order of open) {
    const amountMinor = Number(order.amount_minor);
    const recall = order.action === 'RECALL_TRANSFER';
    const facts: Partial<StopPaymentEvent> = {
      stopPaymentId: String(order.stop_payment_id),
      instrument: recall ? 'RECALL_TRANSFER' : 'FREEZE_AMOUNT',
      account: String(order.account),
      transferId: order.transfer_id === null ? null : String(order.transfer_id),
      currency: String(order.currency),
      requestedMinor: amountMinor,
      cause: 'FUND_TRACE',
      causeId: `T-${order.case_id}-${order.run_no}`,
      caseId: String(order.case_id),
    };
    await desk.stop(
      { ...facts, sequence: 1, type: 'ISSUED', state: 'ISSUED', at: minute(91) },
      { stoppedMinor: recall ? 0 : amountMinor, at: minute(92), ...facts, ...answer, sequence: 2 },
    );
  }
}
