import type { Flow, TraceResult } from '../trace/api';

/** What one transfer carried of one source at one layer, and where that is now. */
export interface Hop extends Flow {
  /** Of the amount: still on the account that it came to. */
  readonly restsMinor: number;
  /** Of restsMinor: under a stop-payment. */
  readonly frozenMinor: number;
  /** Of the amount: out of our sight and not come back. */
  readonly outMinor: number;
}

/** The way of a case's money, hop by hop, in the order of the trace. */
export function hopsOf(trace: TraceResult, caseId: string): Hop[] {
  const ofCase = new Set(
    trace.sources.filter((totals) => totals.caseId === caseId).map(({ source }) => source),
  );
  const rests = sums(
    trace.resting.map((money) => [keyOf({ ...money, transferId: money.broughtBy }), money.amountMinor]),
  );
  const frozen = sums(
    trace.resting.map((money) => [keyOf({ ...money, transferId: money.broughtBy }), money.frozenMinor]),
  );
  const out = sums(trace.departed.map((money) => [`${keyOf(money)} ${money.channel}`, money.amountMinor]));
  const hops = new Map<string, Hop>();
  for (const flow of trace.flows) {
    if (!ofCase.has(flow.source)) continue;
    const key = keyOf(flow);
    const stays = flow.fate === 'PASSED_ON' || flow.fate === 'WITH_VICTIM';
    const name = `${key} ${flow.fate} ${flow.channel}`;
    const before = hops.get(name)?.amountMinor ?? 0;
    hops.set(name, {
      ...flow,
      amountMinor: before + flow.amountMinor,
      restsMinor: stays ? (rests.get(key) ?? 0) : 0,
      frozenMinor: stays ? (frozen.get(key) ?? 0) : 0,
      outMinor: flow.fate === 'LEFT_SIGHT' ? (out.get(`${key} ${flow.channel}`) ?? 0) : 0,
    });
  }
  return [...hops.values()];
}

function keyOf(of: { readonly transferId: string; readonly source: string; readonly layer: number }): string {
  return `${of.layer} ${of.source} ${of.transferId}`;
}

function sums(parts: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const [key, amountMinor] of parts) totals.set(key, (totals.get(key) ?? 0) + amountMinor);
  return totals;
}
