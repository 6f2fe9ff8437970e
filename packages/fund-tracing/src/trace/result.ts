import { maskAccount } from '@sluice/domain';
import { mustHold } from '../invariant';
import type { Assumption, RestingMoney, SourceTotals, TaintedAccount, TraceResult } from './api';
import type { Position } from './position';
import { assertConserved, sumOf, type TraceState, tallyOf } from './state';

/** What a trace found, with the totals of every source counted again from where the money is. */
export function traceResultOf(state: TraceState): TraceResult {
  const tainted = [...state.positions.values()]
    .flatMap((inCurrency) => [...inCurrency.values()])
    .filter((position) => position.taintedSince !== null);
  const resting = [...tainted.flatMap(restingOn), ...state.withVictim.filter((back) => back.amountMinor > 0)];
  const departed = [...state.departed.values()].flat().filter((gone) => gone.amountMinor > 0);
  assertConserved(state, state.sources.keys());
  return {
    method: state.method.name,
    flows: state.flows,
    resting,
    departed,
    sources: [...state.sources.keys()].map((source) => totalsOf(state, source, resting, departed)),
    tainted: tainted.map(taintOf),
    assumptions: assumptionsOf(state, tainted),
    frontier: [...state.frontier].map(([account, reached]) => ({ account, ...reached })),
  };
}

function restingOn(position: Position): RestingMoney[] {
  return position.lots.flatMap((lot) =>
    lot.source === null || lot.amountMinor === 0
      ? []
      : [
          {
            account: position.account,
            currency: position.currency,
            source: lot.source,
            layer: lot.layer,
            broughtBy: lot.broughtBy ?? '',
            since: lot.since,
            amountMinor: lot.amountMinor,
            frozenMinor: lot.lockedMinor,
            releasedMinor: Math.min(lot.releasedMinor, lot.amountMinor - lot.lockedMinor),
            withVictim: false,
          },
        ],
  );
}

function totalsOf(
  state: TraceState,
  source: string,
  resting: readonly RestingMoney[],
  departed: TraceResult['departed'],
): SourceTotals {
  const tally = tallyOf(state, source);
  const facts = state.sources.get(source)!;
  const here = resting.filter((money) => money.source === source);
  const gone = departed.filter((money) => money.source === source);
  mustHold(
    sumOf(here) === tally.atRestMinor && sumOf(gone) === tally.leftSightMinor,
    () => `the lots of ${source} do not add up to its totals`,
  );
  return {
    source,
    caseId: facts.caseId,
    currency: tally.currency ?? '',
    claimedMinor: facts.claimedMinor,
    enteredMinor: tally.enteredMinor,
    countedElsewhereMinor: tally.countedElsewhereMinor,
    contaminatedMinor: tally.contaminatedMinor,
    atRestMinor: tally.atRestMinor,
    frozenMinor: here.reduce((sum, money) => sum + money.frozenMinor, 0),
    leftSightMinor: tally.leftSightMinor,
    beyondLimitMinor: sumOf(gone.filter((money) => money.channel === 'BEYOND_LIMIT')),
    returnedMinor: tally.returnedMinor,
  };
}

function taintOf(position: Position): TaintedAccount {
  return {
    account: position.account,
    currency: position.currency,
    taintedSince: position.taintedSince!,
    inflowMinor: position.inflowMinor,
    tracedInflowMinor: position.tracedInflowMinor,
    balanceMinor: position.balanceMinor,
  };
}

function assumptionsOf(state: TraceState, tainted: readonly Position[]): Assumption[] {
  const unknown = tainted
    .filter((position) => !position.balanceStated)
    .map(({ account, currency }): Assumption => {
      const sentence = `The opening balance of ${maskAccount(account)} in ${currency} is unknown and taken as 0.`;
      return { code: 'OPENING_BALANCE_UNKNOWN', account, sentence };
    });
  const overdrawn = tainted
    .filter((position) => position.unrecordedMinor > 0)
    .map(({ account, currency, unrecordedMinor }): Assumption => {
      const sentence = `${maskAccount(account)} paid ${unrecordedMinor} minor units of ${currency} more than the ledger had brought it; they are taken as its own.`;
      return { code: 'DEBITS_EXCEED_RECORD', account, sentence };
    });
  const limited = [
    ...new Set(
      [...state.departed.values()]
        .flat()
        .filter(isBeyondLimit)
        .map((gone) => gone.to),
    ),
  ];
  const beyond = limited.map((account): Assumption => {
    const sentence = `${maskAccount(account)} lies beyond the limits of the trace; money that came to it was not followed.`;
    return { code: 'BEYOND_LIMIT', account, sentence };
  });
  return [...unknown, ...overdrawn, ...beyond];
}

function isBeyondLimit(gone: { readonly channel: string }): boolean {
  return gone.channel === 'BEYOND_LIMIT';
}
