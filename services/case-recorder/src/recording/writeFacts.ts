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
  recordLedger,
  recordOrders,
  recordOutcomes,
  recordStopPaymentEvents,
  recordWarnings,
  recordWatchlist,
} from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import { reasonOf, TransientError } from '@sluice/stream-runtime';
import type { Facts } from './facts';
import { admittedIn } from './readLegs';

/**
 * Writes what a poll brought and how far that is: the ledger with the positions of `legs` in one transaction, everything
 * else with its positions in another at the same time. After a crash the rows and the position of a partition are both
 * there or neither. `now` is when the rows are written, epoch ms. Throws TransientError where the database is away; either
 * transaction may have been committed then, and writing it again changes no row.
 */
export async function writeFacts(
  store: CaseStore,
  facts: Facts,
  positions: readonly RecorderPosition[],
  now: number,
): Promise<void> {
  const ofLegs = positions.filter(({ topic }) => topic === TOPICS.legs);
  const ofOthers = positions.filter(({ topic }) => topic !== TOPICS.legs);
  const written = await Promise.allSettled([
    ofLegs.length === 0 ? null : writeLedger(store, facts, ofLegs),
    ofOthers.length === 0 ? null : writeOthers(store, facts, ofOthers, now),
  ]);
  const failures = written.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  const bug = failures.find((reason) => !isPassingFault(reason));
  if (failures.length > 0) await transientIfPassing(Promise.reject(bug ?? failures[0]));
}

async function writeLedger(
  store: CaseStore,
  facts: Facts,
  positions: readonly RecorderPosition[],
): Promise<void> {
  await copyTransaction(store, async (tx, copyIn) => {
    await lockLedgerShared(tx);
    const first = admittedIn(facts.frames);
    await recordLedger(tx, copyIn, { firstCount: facts.admitted, first, later: facts.later });
    await recordAccounts(tx, facts.accounts);
    await advancePositions(tx, positions);
  });
}

async function writeOthers(
  store: CaseStore,
  facts: Facts,
  positions: readonly RecorderPosition[],
  now: number,
): Promise<void> {
  await copyTransaction(store, async (tx, copyIn) => {
    await lockLedgerShared(tx);
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
  });
}

/** Lets a fault of the database that passes be tried again. */
export async function transientIfPassing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isPassingFault(error) ? new TransientError(`case store: ${reasonOf(error)}`) : error;
  }
}
