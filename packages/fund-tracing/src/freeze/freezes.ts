import { canFreezeAutomatically, formatMajor } from '@sluice/domain';
import type { RestingMoney, TaintedAccount } from '../trace/api';
import type { FreezePlanInput, PlannedOrder, Proposal, ProposalCause } from './api';
import { boundMinor, pendingMinor, type StandingStop, unseenOrders } from './standingStops';

/**
 * What is left to freeze on one account: the case's money that is traced there, neither under a stop-payment nor on order,
 * within what the balance has free beside the liens of all cases. What came before the core last said that there is no
 * more is not ordered again; what a person released, or a clock, is only proposed.
 */
export function planFreezesOn(
  input: FreezePlanInput,
  stops: readonly StandingStop[],
  tainted: TaintedAccount,
  resting: readonly RestingMoney[],
): { readonly order: PlannedOrder | null; readonly proposals: readonly Proposal[] } {
  const here = stops.filter((stop) => stop.account === tainted.account && stop.currency === tainted.currency);
  const ordered = unseenOrders(input.orders).filter(
    (order) =>
      order.action === 'FREEZE_AMOUNT' &&
      order.account === tainted.account &&
      order.currency === tainted.currency,
  );
  const shortfallAt = lastShortfall(here, input.caseId);
  const orderable = resting.filter((money) => money.since > shortfallAt);
  const freeMinor = sum(orderable, (money) => money.amountMinor - money.frozenMinor - money.releasedMinor);
  const releasedMinor = sum(resting, (money) => money.releasedMinor);
  const onOrderMinor =
    sum(ordered, (order) => (order.caseId === input.caseId ? order.amountMinor : 0)) +
    sum(here, (stop) => awaitedFor(input, stop));
  const boundAllMinor = sum(here, boundMinor) + sum(ordered, (order) => order.amountMinor);

  const roomMinor = Math.max(0, tainted.balanceMinor - boundAllMinor);
  const amountMinor = Math.min(Math.max(0, freeMinor - onOrderMinor), roomMinor);
  const draft = (minor: number, money: readonly RestingMoney[]) => draftFreeze(input, tainted, minor, money);
  const proposals: Proposal[] = [];
  const againMinor = Math.min(releasedMinor, roomMinor - amountMinor);
  if (againMinor > 0) proposals.push({ ...draft(againMinor, resting), because: 'RELEASED_BEFORE' });
  if (amountMinor === 0) return { order: null, proposals };
  const because = whyNotAutomatic(input, tainted);
  const order = draft(amountMinor, orderable);
  if (because === null) return { order, proposals };
  return { order: null, proposals: [{ ...order, because }, ...proposals] };
}

function lastShortfall(stops: readonly StandingStop[], caseId: string): number {
  return stops
    .filter((stop) => stop.instrument === 'FREEZE_AMOUNT' && stop.caseId === caseId)
    .reduce((last, stop) => Math.max(last, stop.shortfallAt ?? last), Number.NEGATIVE_INFINITY);
}

// What is on its way for this case: its own orders, and a decision's freeze of a transfer that carried its money.
function awaitedFor(input: FreezePlanInput, stop: StandingStop): number {
  if (stop.instrument !== 'FREEZE_AMOUNT') return 0;
  if (stop.caseId === input.caseId) return pendingMinor(stop);
  const ofCase = caseSources(input);
  const carriedMinor = sum(
    input.trace.flows.filter((flow) => flow.transferId === stop.transferId && ofCase.has(flow.source)),
    (flow) => flow.amountMinor,
  );
  return Math.min(pendingMinor(stop), carriedMinor);
}

export function caseSources(input: FreezePlanInput): ReadonlySet<string> {
  return new Set(
    input.trace.sources.filter(({ caseId }) => caseId === input.caseId).map(({ source }) => source),
  );
}

function whyNotAutomatic(input: FreezePlanInput, tainted: TaintedAccount): ProposalCause | null {
  const facts = input.accounts.get(tainted.account);
  if (input.victimAccounts.has(tainted.account)) return 'VICTIM_ACCOUNT';
  if (facts?.trusted === true) return 'TRUSTED_ACCOUNT';
  if (!canFreezeAutomatically(facts?.kind ?? null, facts?.protection ?? null))
    return facts?.protection != null ? 'PROTECTED_ACCOUNT' : 'MERCHANT_ACCOUNT';
  // Half of 2^53 and more would not double exactly; compare the halves instead.
  return tainted.tracedInflowMinor >= tainted.inflowMinor - tainted.tracedInflowMinor
    ? null
    : 'MINORITY_OF_INFLOW';
}

function draftFreeze(
  input: FreezePlanInput,
  { account, currency }: TaintedAccount,
  amountMinor: number,
  money: readonly RestingMoney[],
): PlannedOrder {
  const layer = money.reduce((least, { layer }) => Math.min(least, layer), Number.MAX_SAFE_INTEGER);
  const amount = `${formatMajor(amountMinor, currency)} ${currency}`;
  const reason = `${input.trace.method} trace of case ${input.caseId}: ${amount} of stolen money rest on the account, ${layer} hop(s) from the victim.`;
  return { action: 'FREEZE_AMOUNT', account, currency, transferId: null, amountMinor, layer, reason };
}

export function sum<T>(items: readonly T[], minorOf: (item: T) => number): number {
  return items.reduce((total, item) => total + minorOf(item), 0);
}
