import type { StopFact, TraceInput, TraceResult } from './api';
import { applyEntry } from './applyEntry';
import { applyStop } from './applyStop';
import { traceResultOf } from './result';
import { assertConserved, newTraceState, type TraceState } from './state';

/**
 * Follows the money of reported payments through the ledger, once and in the order of time (cycles are normal), under one
 * method: at every step, of every source, stolen = at rest + left our sight + returned. Stop-payments are applied at the
 * instants of the core's answers, entries of the same instant first. Throws only where it has a bug.
 */
export function trace(input: TraceInput): TraceResult {
  const state = newTraceState(input);
  const stops = inStopOrder(input.stops);
  let nextStop = 0;
  for (const entry of input.ledger) {
    while (nextStop < stops.length && stops[nextStop]!.at < entry.bookedAt)
      step(state, () => applyStop(state, stops[nextStop++]!));
    step(state, () => applyEntry(state, entry));
  }
  while (nextStop < stops.length) step(state, () => applyStop(state, stops[nextStop++]!));
  return traceResultOf(state);
}

// The check costs something only where stolen money moved: a step that moved none wrote no flow and changed no tally.
function step(state: TraceState, apply: () => void): void {
  const flowsBefore = state.flows.length;
  apply();
  for (let index = flowsBefore; index < state.flows.length; index++)
    assertConserved(state, [state.flows[index]!.source]);
}

// The core's clock may be behind ours: what follows in a stop-payment's own order did not happen before.
function inStopOrder(facts: readonly StopFact[]): StopFact[] {
  const latest = new Map<string, number>();
  const effective = [...facts]
    .sort((a, b) => a.sequence - b.sequence)
    .map((fact) => {
      const at = Math.max(fact.at, latest.get(fact.stopPaymentId) ?? fact.at);
      latest.set(fact.stopPaymentId, at);
      return { ...fact, at };
    });
  return effective.sort(compareStopFacts);
}

function compareStopFacts(a: StopFact, b: StopFact): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.stopPaymentId !== b.stopPaymentId) return a.stopPaymentId < b.stopPaymentId ? -1 : 1;
  return a.sequence - b.sequence;
}
