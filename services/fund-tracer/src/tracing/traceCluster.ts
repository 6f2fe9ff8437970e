import {
  type CaseTransaction,
  casesOn,
  readAccountEntries,
  readStopFacts,
  readTransferEntries,
  type SourceNow,
  type SubLedger,
  sourcesOfCases,
} from '@sluice/case-store';
import {
  type AccountFacts,
  inLedgerOrder,
  type LedgerEntry,
  type MethodName,
  type StopFact,
  type TraceResult,
  trace,
} from '@sluice/fund-tracing';
import type { TraceLimits } from './limits';

/** A trace of one case, together with the cases whose money lies on the same accounts, and what it was made from. */
export interface TracedCluster {
  readonly result: TraceResult;
  readonly sources: readonly SourceNow[];
  readonly stops: readonly StopFact[];
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly loadedAccounts: readonly string[];
  readonly entries: number;
  readonly joinedCases: readonly string[];
}

/**
 * Traces a case through the part of the ledger that its money touches: it starts with the reported payments, traces, reads
 * the ledger of the accounts where the trace came to an end, and traces again, until nothing is missing or a limit is
 * reached. So only accounts that stolen money came to are read, never all that a mule ever paid.
 */
export async function traceCluster(
  tx: CaseTransaction,
  caseId: string,
  method: MethodName,
  limits: TraceLimits,
): Promise<TracedCluster> {
  const reading = newReading(caseId);
  let sources = await sourcesOfCases(tx, [caseId]);
  for (;;) {
    await readTransfers(
      tx,
      reading,
      sources.map((source) => source.transferId),
    );
    const stops = await readStopFacts(tx, {
      accounts: [...reading.loaded],
      transferIds: [...reading.asked],
      caseIds: [...reading.cases],
    });
    const result = trace({
      method,
      sources,
      ledger: inLedgerOrder(reading.entries.values()),
      stops,
      accounts: reading.accounts,
      isLoaded: (accountId) => reading.loaded.has(accountId),
      beyondLimit: reading.beyondLimit,
    });
    const reached = await readFrontier(tx, reading, result, limits);
    // A payment that comes back names the one that it undoes.
    const asked = await readTransfers(
      tx,
      reading,
      result.departed.map((gone) => gone.transferId),
    );
    const joined = await joinNeighbours(tx, reading, sources, limits);
    if (joined) sources = await sourcesOfCases(tx, [...reading.cases]);
    if (!reached && !asked && !joined)
      return {
        result,
        sources,
        stops,
        accounts: reading.accounts,
        loadedAccounts: [...reading.loaded],
        entries: reading.entries.size,
        joinedCases: [...reading.cases].filter((other) => other !== caseId),
      };
  }
}

/** What was read so far. */
interface Reading {
  readonly entries: Map<string, LedgerEntry>;
  readonly accounts: Map<string, AccountFacts>;
  readonly loaded: Set<string>;
  readonly beyondLimit: Set<string>;
  /** Transfers that were read by their ids, with those that undo them. */
  readonly asked: Set<string>;
  readonly cases: Set<string>;
}

function newReading(caseId: string): Reading {
  return {
    entries: new Map(),
    accounts: new Map(),
    loaded: new Set(),
    beyondLimit: new Set(),
    asked: new Set(),
    cases: new Set([caseId]),
  };
}

function take(reading: Reading, { entries, accounts }: SubLedger): void {
  for (const entry of entries) reading.entries.set(entry.transferId, entry);
  for (const [accountId, facts] of accounts) reading.accounts.set(accountId, facts);
}

async function readTransfers(
  tx: CaseTransaction,
  reading: Reading,
  transferIds: readonly string[],
): Promise<boolean> {
  const fresh = [...new Set(transferIds)].filter((transferId) => !reading.asked.has(transferId));
  for (const transferId of fresh) reading.asked.add(transferId);
  take(reading, await readTransferEntries(tx, fresh));
  return fresh.length > 0;
}

async function readFrontier(
  tx: CaseTransaction,
  reading: Reading,
  { frontier }: TraceResult,
  limits: TraceLimits,
): Promise<boolean> {
  const slices: { accountId: string; since: number }[] = [];
  for (const { account, taintedSince, layer } of frontier) {
    if (layer > limits.hopsMax || reading.loaded.size >= limits.accountsMax) {
      reading.beyondLimit.add(account);
      continue;
    }
    reading.loaded.add(account);
    slices.push({ accountId: account, since: Math.max(0, taintedSince - limits.lookBackMs) });
  }
  const read = await readAccountEntries(tx, slices, limits.entriesPerAccountMax);
  take(reading, read);
  for (const { accountId } of slices) {
    const debits = read.entries.filter((entry) => entry.debtorAccount === accountId).length;
    const credits = read.entries.filter((entry) => entry.creditorAccount === accountId).length;
    if (Math.max(debits, credits) >= limits.entriesPerAccountMax) reading.beyondLimit.add(accountId);
  }
  return frontier.length > 0;
}

/** Whether other cases were found on the accounts: their money must not be taken for the holders' own. */
async function joinNeighbours(
  tx: CaseTransaction,
  reading: Reading,
  sources: readonly SourceNow[],
  limits: TraceLimits,
): Promise<boolean> {
  const room = limits.joinedCasesMax + 1 - reading.cases.size;
  if (room <= 0) return false;
  const accounts = [...reading.loaded, ...sources.map((source) => source.debtorAccount)];
  const found = (await casesOn(tx, accounts, limits.joinedCasesMax + 1)).filter(
    (caseId) => !reading.cases.has(caseId),
  );
  for (const caseId of found.slice(0, room)) reading.cases.add(caseId);
  return found.length > 0;
}
