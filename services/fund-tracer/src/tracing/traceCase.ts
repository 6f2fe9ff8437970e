import {
  appendCaseEvents,
  type CaseStore,
  type CaseTransaction,
  clearDirt,
  lockCase,
  markNeighbours,
  readEarlierOrders,
  recordedPosition,
  recordRun,
  tracedSources,
  trustedAccounts,
  watchAccounts,
  watchedAccounts,
} from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import {
  type AccountFacts,
  caseTotals,
  type FreezePlan,
  hopsOf,
  type MethodName,
  planFreezes,
} from '@sluice/fund-tracing';
import { accountsToWatch, countedItem, flowFinding, proposalFinding } from './findings';
import type { TraceLimits } from './limits';
import { matchCase } from './matchCase';
import { ORDERED_BY, runOrders } from './orders';
import { runNote } from './runNote';
import { type TracedCluster, traceCluster } from './traceCluster';

export interface TraceParts {
  readonly store: CaseStore;
  readonly method: MethodName;
  readonly limits: TraceLimits;
  /** Time that is written into cases and orders, epoch ms. */
  readonly clock: () => number;
}

/** What a run found; runNo is null where nothing was new. */
export interface CaseTraced {
  readonly caseId: string;
  readonly runNo: number | null;
  readonly freezes: number;
  readonly recalls: number;
  readonly proposals: number;
  readonly accounts: number;
  readonly entries: number;
}

// Each try watches more accounts; a trace goes at most as many hops as its limit allows.
const TRIES_MAX = 50;

/**
 * Traces a case and writes what is new, in one transaction under the lock of the case. An account that the money has newly
 * reached is first watched, in a transaction of its own, and the case traced again: so no booking can slip between the
 * reading of the ledger and the watching of the account.
 */
export async function traceCase(parts: TraceParts, caseId: string): Promise<CaseTraced | null> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    try {
      return await parts.store.db.transaction((tx) => traceWatched(parts, tx, caseId));
    } catch (error) {
      if (!(error instanceof Unwatched)) throw error;
      await watchAccounts(parts.store.db, caseId, error.accountIds);
    }
  }
  throw new Error(
    `the trace of case ${caseId} found new accounts ${TRIES_MAX} times; its limits are too wide`,
  );
}

/** Rolls the transaction back: these accounts are not watched yet. */
class Unwatched extends Error {
  constructor(readonly accountIds: readonly string[]) {
    super('accounts are not watched yet');
  }
}

async function traceWatched(
  parts: TraceParts,
  tx: CaseTransaction,
  caseId: string,
): Promise<CaseTraced | null> {
  const held = await lockCase(tx, caseId);
  if (held === null) return null;
  // Before the ledger is read: what moves from here on marks the case again.
  await clearDirt(tx, caseId);
  const ranAt = parts.clock();
  const position = await recordedPosition(tx, TOPICS.legs);
  const items = await matchCase(tx, caseId, held.report);
  const cluster = await traceCluster(tx, caseId, parts.method, parts.limits);
  const hops = hopsOf(cluster.result, caseId);

  const watched = await watchedAccounts(tx, caseId);
  const watch = accountsToWatch(hops, items);
  const unwatched = [...watch].filter((accountId) => !watched.has(accountId));
  if (unwatched.length > 0) throw new Unwatched(unwatched);

  const plan = held.isClosed ? NOTHING_TO_DO : await planFor(tx, caseId, cluster, ranAt);
  const totals = caseTotals(items.map(countedItem), cluster.result.sources);
  const sourcesBefore = await tracedSources(tx, caseId);
  const { runNo } = await recordRun(tx, TOPICS.orders, {
    caseId,
    method: parts.method,
    position,
    ranAt,
    assumptions: cluster.result.assumptions.map(({ sentence }) => sentence),
    accounts: cluster.loadedAccounts.length,
    ledgerRows: cluster.entries,
    joinedCases: cluster.joinedCases,
    flows: hops.map(flowFinding),
    proposals: plan.proposals.map(proposalFinding),
    totals,
    ordersOf: (traceId) => runOrders(traceId, caseId, plan.orders, ranAt),
  });
  if (hops.some(({ source }) => !sourcesBefore.has(source))) await markNeighbours(tx, caseId, [...watch]);
  if (runNo !== null && (runNo === 1 || plan.orders.length > 0)) {
    const note = runNote(totals, plan.orders, plan.proposals);
    const event = {
      caseId,
      eventId: `TRACE:${caseId}:${runNo}`,
      type: 'TRACED',
      at: ranAt,
      by: ORDERED_BY,
      note,
    };
    await appendCaseEvents(tx, [event], ranAt);
  }
  return {
    caseId,
    runNo,
    freezes: plan.orders.filter(({ action }) => action === 'FREEZE_AMOUNT').length,
    recalls: plan.orders.filter(({ action }) => action === 'RECALL_TRANSFER').length,
    proposals: plan.proposals.length,
    accounts: cluster.loadedAccounts.length,
    entries: cluster.entries,
  };
}

// A closed case keeps its books, but nothing is ordered for it any more.
const NOTHING_TO_DO: FreezePlan = { orders: [], proposals: [] };

async function planFor(
  tx: CaseTransaction,
  caseId: string,
  cluster: TracedCluster,
  now: number,
): Promise<FreezePlan> {
  const { result, sources } = cluster;
  const tainted = result.tainted.map(({ account }) => account);
  const orders = await readEarlierOrders(tx, {
    accounts: tainted,
    transferIds: result.departed.map(({ transferId }) => transferId),
    caseIds: [caseId],
  });
  const trusted = await trustedAccounts(tx, tainted, now);
  const accounts = new Map<string, AccountFacts>(cluster.accounts);
  for (const accountId of trusted) {
    const facts = accounts.get(accountId) ?? { kind: 'UNKNOWN' as const, protection: null };
    accounts.set(accountId, { ...facts, trusted: true });
  }
  const victimAccounts = new Set(
    sources.flatMap((source) => [source.debtorAccount, ...source.victimAccounts]),
  );
  return planFreezes({ caseId, trace: result, stops: cluster.stops, orders, accounts, victimAccounts });
}
