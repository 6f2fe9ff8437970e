import type { StopPaymentOrder } from '@sluice/domain';
import type { CaseTotals } from '@sluice/fund-tracing';
import { eq, max } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { putIntoOutbox } from '../operations/outbox';
import { type LogPosition, recoveryOrder, recoveryReport, recoveryTrace } from '../schema';
import { bookEntry, bookMoves } from './books';
import {
  type FlowFinding,
  flowChanges,
  type ProposalFinding,
  proposalChanges,
  writeFlowChanges,
  writeProposalChanges,
} from './standing';

/** What a run of a trace found. */
export interface TraceRun {
  readonly caseId: string;
  readonly method: string;
  readonly position: LogPosition;
  /** Epoch ms. */
  readonly ranAt: number;
  readonly assumptions: readonly string[];
  readonly accounts: number;
  readonly ledgerRows: number;
  readonly joinedCases: readonly string[];
  readonly flows: readonly FlowFinding[];
  readonly proposals: readonly ProposalFinding[];
  readonly totals: readonly CaseTotals[];
  /** The orders of the run whose number and traceId it gets. */
  readonly ordersOf: (traceId: string) => readonly RunOrder[];
}

/** An order with its record for topic `orders`. */
export interface RunOrder {
  readonly order: StopPaymentOrder & { readonly amountMinor: number; readonly currency: string };
  readonly layer: number;
  readonly stopPaymentId: string;
  readonly payload: Buffer;
}

/** What was written; runNo is null where the run found nothing new. */
export interface RecordedRun {
  readonly runNo: number | null;
  readonly orders: number;
}

/**
 * Writes what is new of a run: the flow of funds, proposals, orders (with their records in the outbox) and one entry in the
 * books, all in the caller's transaction, which holds the lock of the case.
 */
export async function recordRun(tx: CaseTransaction, topic: string, run: TraceRun): Promise<RecordedRun> {
  const { caseId } = run;
  const [last] = await tx
    .select({ runNo: max(recoveryTrace.runNo) })
    .from(recoveryTrace)
    .where(eq(recoveryTrace.caseId, caseId));
  const runNo = (last?.runNo ?? 0) + 1;
  const traceId = `T-${caseId}-${runNo}`;
  const flows = await flowChanges(tx, caseId, run.flows);
  const proposals = await proposalChanges(tx, caseId, run.proposals);
  const moves = await bookMoves(tx, caseId, run.totals);
  const orders = run.ordersOf(traceId);
  await tx
    .update(recoveryReport)
    .set({ stage: 'TRACED', tracedAt: run.ranAt, tracedPosition: run.position })
    .where(eq(recoveryReport.caseId, caseId));
  const changes = [flows.begun, flows.ended, proposals.begun, proposals.ended, moves, orders];
  if (runNo > 1 && changes.every((change) => change.length === 0)) return { runNo: null, orders: 0 };

  await tx.insert(recoveryTrace).values({
    caseId,
    runNo,
    traceId,
    method: run.method,
    position: run.position,
    ranAt: run.ranAt,
    assumptions: [...run.assumptions],
    accounts: run.accounts,
    ledgerRows: run.ledgerRows,
    joinedCases: [...run.joinedCases],
  });
  await writeFlowChanges(tx, caseId, runNo, flows);
  await writeProposalChanges(tx, caseId, runNo, proposals);
  await bookEntry(tx, caseId, runNo, moves, run.ranAt);
  await writeOrders(tx, topic, caseId, runNo, orders);
  return { runNo, orders: orders.length };
}

async function writeOrders(
  tx: CaseTransaction,
  topic: string,
  caseId: string,
  runNo: number,
  orders: readonly RunOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  await tx.insert(recoveryOrder).values(
    orders.map(({ order, layer, stopPaymentId }) => ({
      orderId: order.orderId,
      caseId,
      runNo,
      action: order.action,
      account: order.account,
      currency: order.currency,
      transferId: order.transferId,
      amountMinor: order.amountMinor,
      layer,
      stopPaymentId,
      reason: order.reason,
      orderedAt: order.orderedAt,
    })),
  );
  await putIntoOutbox(
    tx,
    orders.map(({ order, payload }) => ({ topic, key: order.account, payload })),
  );
}
