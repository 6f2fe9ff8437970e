import { isCash, type Ownership } from '@sluice/domain';
import { addMinor, mustHold } from '../invariant';
import type { AccountFacts } from '../ledger/ledgerEntry';
import { type TracingMethod, tracingMethodOf } from '../methods';
import type { Draw } from '../methods/lot';
import type { DepartedMoney, Flow, RestingMoney, TraceInput, TraceSource } from './api';
import type { Lien } from './liens';
import { addLot, applyDraws, newPosition, type Position } from './position';
import { type Repayments, repaymentsOf } from './repayments';

/** Stolen value on its way: of one source, brought to where it is by the hop of this layer. */
export interface Part {
  readonly source: string;
  readonly layer: number;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The running account of one source. */
export interface Tally {
  currency: string | null;
  enteredMinor: number;
  countedElsewhereMinor: number;
  contaminatedMinor: number;
  atRestMinor: number;
  leftSightMinor: number;
  returnedMinor: number;
}

export type Departed = { -readonly [K in keyof DepartedMoney]: DepartedMoney[K] };
export type WithVictim = { -readonly [K in keyof RestingMoney]: RestingMoney[K] };

/** Everything that changes while a trace passes through the ledger. */
export interface TraceState {
  readonly method: TracingMethod;
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly isLoaded: (accountId: string) => boolean;
  readonly beyondLimit: ReadonlySet<string>;
  readonly sources: ReadonlyMap<string, TraceSource>;
  readonly caseIds: ReadonlySet<string>;
  /** Sources by the accounts of their victims. */
  readonly sourcesOfVictim: Map<string, Set<string>>;
  readonly tallies: ReadonlyMap<string, Tally>;
  /** By currency, then account: two look-ups of names that are hashed already cost less than one of a new name. */
  readonly positions: Map<string, Map<string, Position>>;
  readonly flows: Flow[];
  /** Sources that each transfer carried. */
  readonly carried: Map<string, Set<string>>;
  readonly departed: Map<string, Departed[]>;
  readonly withVictim: WithVictim[];
  readonly liens: Map<string, Lien>;
  /** Liens of HOLD_TRANSFER by the transfer that they hold. */
  readonly holds: Map<string, Set<Lien>>;
  readonly repayments: Repayments;
  readonly frontier: Map<string, { taintedSince: number; layer: number }>;
}

export function newTraceState(input: TraceInput): TraceState {
  const sourcesOfVictim = new Map<string, Set<string>>();
  for (const source of input.sources)
    for (const account of source.victimAccounts) addToSet(sourcesOfVictim, account, source.transferId);
  return {
    method: tracingMethodOf(input.method),
    accounts: input.accounts,
    isLoaded: input.isLoaded ?? (() => true),
    beyondLimit: input.beyondLimit ?? new Set(),
    sources: new Map(input.sources.map((source) => [source.transferId, source])),
    caseIds: new Set(input.sources.map((source) => source.caseId)),
    sourcesOfVictim,
    tallies: new Map(input.sources.map((source) => [source.transferId, newTally()])),
    positions: new Map(),
    flows: [],
    carried: new Map(),
    departed: new Map(),
    withVictim: [],
    liens: new Map(),
    holds: new Map(),
    repayments: repaymentsOf(input.stops),
    frontier: new Map(),
  };
}

function newTally(): Tally {
  return {
    currency: null,
    enteredMinor: 0,
    countedElsewhereMinor: 0,
    contaminatedMinor: 0,
    atRestMinor: 0,
    leftSightMinor: 0,
    returnedMinor: 0,
  };
}

export function addToSet<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

export function tallyOf(state: TraceState, source: string): Tally {
  const tally = state.tallies.get(source);
  if (tally === undefined) throw new Error(`fund tracing: ${source} is not a source of this trace`);
  return tally;
}

export function positionOf(state: TraceState, account: string, currency: string): Position {
  let inCurrency = state.positions.get(currency);
  if (inCurrency === undefined) {
    inCurrency = new Map();
    state.positions.set(currency, inCurrency);
  }
  let position = inCurrency.get(account);
  if (position === undefined) {
    position = newPosition(account, currency);
    inCurrency.set(account, position);
  }
  return position;
}

/** Whether the trace follows money on the account: ours, no cash, neither POOLED nor INTERNAL, within the limits. */
export function isFollowed(state: TraceState, account: string, ownership: Ownership): boolean {
  if (ownership !== 'OURS' || isCash(account) || state.beyondLimit.has(account)) return false;
  const kind = state.accounts.get(account)?.kind;
  return kind !== 'POOLED' && kind !== 'INTERNAL';
}

/** Puts a stolen part to rest on an account. */
export function putStolen(
  state: TraceState,
  position: Position,
  { source, layer, amountMinor }: Part,
  broughtBy: string,
  since: number,
): void {
  if (position.taintedSince === null) position.taintedSince = since;
  addLot(position, state.method, { source, layer, broughtBy, since, amountMinor });
  const tally = tallyOf(state, source);
  tally.atRestMinor = addMinor(tally.atRestMinor, amountMinor);
}

/** Takes draws off an account; what was stolen of them comes back as parts, one per source and layer. */
export function takeDraws(state: TraceState, position: Position, draws: readonly Draw[]): readonly Part[] {
  const parts: Part[] = [];
  for (const { lot, amountMinor } of draws) {
    if (lot.source === null) continue;
    parts.push({ source: lot.source, layer: lot.layer, amountMinor, currency: position.currency });
    tallyOf(state, lot.source).atRestMinor -= amountMinor;
  }
  applyDraws(position, draws);
  return mergeParts(parts);
}

/** One part per source, layer and currency, in the order of their first appearance. */
export function mergeParts(parts: readonly Part[]): readonly Part[] {
  if (parts.length < 2) return parts;
  const merged = new Map<string, Part>();
  for (const part of parts) {
    const key = `${part.currency} ${part.layer} ${part.source}`;
    const before = merged.get(key)?.amountMinor ?? 0;
    merged.set(key, { ...part, amountMinor: before + part.amountMinor });
  }
  return [...merged.values()];
}

export function sumOf(parts: readonly { readonly amountMinor: number }[]): number {
  return parts.reduce((sum, part) => addMinor(sum, part.amountMinor), 0);
}

/** Stolen = at rest + left our sight + returned, of each of the sources. */
export function assertConserved(state: TraceState, sources: Iterable<string>): void {
  for (const source of sources) {
    const tally = tallyOf(state, source);
    const stolen = tally.enteredMinor + tally.contaminatedMinor;
    const found = tally.atRestMinor + tally.leftSightMinor + tally.returnedMinor;
    mustHold(
      stolen === found && tally.atRestMinor >= 0 && tally.leftSightMinor >= 0,
      () =>
        `of ${source} ${stolen} was stolen, but ${tally.atRestMinor} at rest, ${tally.leftSightMinor} left, ${tally.returnedMinor} returned`,
    );
  }
}
