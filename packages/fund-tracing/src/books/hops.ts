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
  const hops = joined(trace.flows.filter((flow) => ofCase.has(flow.source)));
  const resting = trace.resting.map((money) => ({ ...money, transferId: money.broughtBy }));
  const rests = sums(
    resting,
    (money) => placeOf(money),
    (money) => money.amountMinor,
  );
  const frozen = sums(
    resting,
    (money) => placeOf(money),
    (money) => money.frozenMinor,
  );
  const out = sums(
    trace.departed,
    (money) => `${placeOf(money)} ${money.channel}`,
    (money) => money.amountMinor,
  );
  // Two hops may lead to one place (a claim that was inherited beside one's own money): each shows its part, once.
  const lastOf = new Map(hops.map((hop, index) => [endOf(hop), index]));
  const share = (of: Map<string, number>, hop: Hop, index: number): number => {
    const end = endOf(hop);
    const there = of.get(end) ?? 0;
    const part = lastOf.get(end) === index ? there : Math.min(there, hop.amountMinor);
    of.set(end, there - part);
    return part;
  };
  return hops.map((hop, index) => {
    if (hop.fate === 'RETURNED' || hop.fate === 'EXCHANGED') return hop;
    if (hop.channel !== null) return { ...hop, outMinor: share(out, hop, index) };
    return { ...hop, restsMinor: share(rests, hop, index), frozenMinor: share(frozen, hop, index) };
  });
}

/** One hop per transfer, source, layer, fate and channel. */
function joined(flows: readonly Flow[]): Hop[] {
  const hops = new Map<string, Hop>();
  for (const flow of flows) {
    const key = `${placeOf(flow)} ${flow.fate} ${flow.channel}`;
    const amountMinor = (hops.get(key)?.amountMinor ?? 0) + flow.amountMinor;
    hops.set(key, { ...flow, amountMinor, restsMinor: 0, frozenMinor: 0, outMinor: 0 });
  }
  return [...hops.values()];
}

function placeOf(of: {
  readonly transferId: string;
  readonly source: string;
  readonly layer: number;
}): string {
  return `${of.layer} ${of.source} ${of.transferId}`;
}

/** Where a hop ends: money rests there, or went out of sight by its channel. What was returned or exchanged ends nowhere. */
function endOf(hop: Hop): string {
  if (hop.fate === 'RETURNED' || hop.fate === 'EXCHANGED') return '';
  return hop.channel === null ? placeOf(hop) : `${placeOf(hop)} ${hop.channel}`;
}

function sums<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  minorOf: (item: T) => number,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const item of items) totals.set(keyOf(item), (totals.get(keyOf(item)) ?? 0) + minorOf(item));
  return totals;
}
