import {
  advancePositions,
  type CaseStore,
  copyTransaction,
  isPassingFault,
  lockLedgerShared,
  type RecorderPosition,
  recordAccounts,
  recordAnswers,
  recordCommands,
  recordDeadLetters,
  recordDecisions,
  recordFraudReports,
  recordOrders,
  recordOutcomes,
  recordStopPaymentEvents,
  recordTransfers,
  recordWarnings,
  recordWatchlist,
} from '@sluice/case-store';
import { reasonOf, TransientError } from '@sluice/stream-runtime';
import type { Facts } from './facts';

/**
 * Writes what a poll brought and how far that is, in one transaction: after a crash either both are there or neither.
 * `now` is when the rows are written, epoch ms. Throws TransientError where the database is away.
 */
export async function writeFacts(
  store: CaseStore,
  facts: Facts,
  positions: readonly RecorderPosition[],
  now: number,
): Promise<void> {
  await transientIfPassing(
    copyTransaction(store, async (tx, copyIn) => {
      await lockLedgerShared(tx);
      await recordTransfers(tx, facts.ledger, copyIn);
      await recordAccounts(tx, facts.accounts);
      await recordWatchlist(tx, facts.watchlist);
      await recordDecisions(tx, facts.decisions, now, copyIn);
      await recordWarnings(tx, facts.warnings);
      await recordOutcomes(tx, facts.outcomes);
      await recordStopPaymentEvents(tx, facts.stopEvents);
      await recordCommands(tx, facts.commands);
      await recordAnswers(tx, facts.answers);
      await recordOrders(tx, facts.orders);
      await recordFraudReports(tx, facts.reports);
      await recordDeadLetters(tx, facts.deadLetters);
      await advancePositions(tx, positions);
    }),
  );
}

/** Lets a fault of the database that passes be tried again. */
export async function transientIfPassing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isPassingFault(error) ? new TransientError(`case store: ${reasonOf(error)}`) : error;
  }
}
