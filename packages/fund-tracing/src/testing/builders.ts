import type { AccountFacts, LedgerEntry } from '../ledger/ledgerEntry';
import { inLedgerOrder } from '../ledger/ledgerEntry';
import type { MethodName } from '../methods';
import type { StopFact, TraceResult, TraceSource } from '../trace/api';
import { trace } from '../trace/trace';

/** A ledger entry between two of our accounts; entries are one minute apart by their number. */
export function pays(
  number: number,
  debtorAccount: string,
  creditorAccount: string,
  amountMinor: number,
  more: Partial<LedgerEntry> = {},
): LedgerEntry {
  return {
    transferId: `T${number}`,
    kind: 'CREDIT_TRANSFER',
    debtorAccount,
    debtorOwnership: 'OURS',
    creditorAccount,
    creditorOwnership: 'OURS',
    creditorKind: 'UNKNOWN',
    amountMinor,
    currency: 'EUR',
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    bookedAt: minute(number),
    bookingSequence: null,
    relatesTo: null,
    debtorBalanceMinor: null,
    creditorBalanceMinor: null,
    ...more,
  };
}

export function minute(number: number): number {
  return number * 60_000;
}

export const toOtherBank: Partial<LedgerEntry> = { creditorOwnership: 'OTHER' };
export const fromOtherBank: Partial<LedgerEntry> = { debtorOwnership: 'OTHER' };

export function stolen(
  transferId: string,
  claimedMinor: number,
  more: Partial<TraceSource> = {},
): TraceSource {
  return { transferId, caseId: 'C1', claimedMinor, victimAccounts: [], ...more };
}

/** A freeze that the core executed in full. */
export function frozen(
  stopPaymentId: string,
  account: string,
  stoppedMinor: number,
  at: number,
  more: Partial<StopFact> = {},
): StopFact {
  return {
    stopPaymentId,
    sequence: 1,
    at,
    instrument: 'FREEZE_AMOUNT',
    state: 'EXECUTED',
    account,
    currency: 'EUR',
    transferId: null,
    transferDebtor: null,
    caseId: 'C1',
    requestedMinor: stoppedMinor,
    stoppedMinor,
    returnedMinor: 0,
    returnToAccount: null,
    ...more,
  };
}

export interface Story {
  readonly method?: MethodName;
  readonly sources: readonly TraceSource[];
  readonly entries: readonly LedgerEntry[];
  readonly stops?: readonly StopFact[];
  readonly accounts?: Readonly<Record<string, Partial<AccountFacts>>>;
  readonly loaded?: readonly string[];
  readonly beyondLimit?: readonly string[];
}

export function traced(story: Story): TraceResult {
  return trace({
    method: story.method ?? 'FIFO',
    sources: story.sources,
    ledger: inLedgerOrder(story.entries),
    stops: story.stops ?? [],
    accounts: factsOf(story.accounts ?? {}),
    ...(story.loaded === undefined ? {} : { isLoaded: (id: string) => story.loaded!.includes(id) }),
    ...(story.beyondLimit === undefined ? {} : { beyondLimit: new Set(story.beyondLimit) }),
  });
}

export function factsOf(
  accounts: Readonly<Record<string, Partial<AccountFacts>>>,
): ReadonlyMap<string, AccountFacts> {
  return new Map(
    Object.entries(accounts).map(([id, facts]) => [
      id,
      { kind: 'CURRENT', protection: null, trusted: false, ...facts } satisfies AccountFacts,
    ]),
  );
}

/** What one transfer carried, by source. */
export function carriedBy(result: TraceResult, transferId: string): Record<string, number> {
  return bySource(result.flows.filter((flow) => flow.transferId === transferId));
}

/** What rests on an account, by source. */
export function restsOn(result: TraceResult, account: string): Record<string, number> {
  return bySource(result.resting.filter((money) => money.account === account));
}

export function totalsOf(result: TraceResult, source: string) {
  const totals = result.sources.find((candidate) => candidate.source === source);
  if (totals === undefined) throw new Error(`no source ${source}`);
  return totals;
}

function bySource(parts: readonly { readonly source: string; readonly amountMinor: number }[]) {
  const sums: Record<string, number> = {};
  for (const part of parts) sums[part.source] = (sums[part.source] ?? 0) + part.amountMinor;
  return sums;
}
