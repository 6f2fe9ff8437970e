import { addMinor } from '../invariant';
import { freeMinor, type Lot } from '../methods/lot';
import { letGo } from './liens';
import { insertBefore, type Position } from './position';
import { addToSet, type Departed, type Part, sumOf, type TraceState, tallyOf } from './state';

/**
 * A victim was paid from other money than his own: takes up to `amountMinor` of his sources out of wherever the trace found
 * them. It belongs to `heir` now: to another victim's source whose money paid him, or to the payer (null) who paid of his
 * own. What left our sight goes first (it is the least likely to be recovered), then what rests free, then what is frozen.
 */
export function takeElsewhere(
  state: TraceState,
  sources: readonly string[],
  amountMinor: number,
  currency: string,
  heir: string | null,
): Part[] {
  const parts: Part[] = [];
  for (const source of sources) {
    for (const take of [fromDeparted, fromWithVictim, fromFreeLots, fromLockedLots]) {
      const left = amountMinor - sumOf(parts);
      if (left > 0) parts.push(...take(state, { source, amountMinor: left, currency, heir }));
    }
  }
  return parts;
}

interface Claim {
  readonly source: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly heir: string | null;
}
type Take = (state: TraceState, claim: Claim) => Part[];

const fromDeparted: Take = (state, { source, amountMinor, currency, heir }) => {
  const parts: Part[] = [];
  for (const out of state.departed.values()) {
    for (const gone of [...out]) {
      if (gone.source !== source || gone.currency !== currency) continue;
      const taken = Math.min(amountMinor - sumOf(parts), gone.amountMinor);
      if (taken === 0) continue;
      gone.amountMinor -= taken;
      tallyOf(state, source).leftSightMinor -= taken;
      parts.push({ source, layer: gone.layer, amountMinor: taken, currency });
      if (heir !== null) departTo(state, out, gone, taken, heir);
    }
  }
  return parts;
};

function departTo(
  state: TraceState,
  out: Departed[],
  gone: Departed,
  amountMinor: number,
  heir: string,
): void {
  out.push({ ...gone, source: heir, amountMinor });
  const tally = tallyOf(state, heir);
  tally.leftSightMinor = addMinor(tally.leftSightMinor, amountMinor);
  inheritFlow(state, gone.transferId, gone.source, gone.layer, heir, amountMinor);
}

// What is back with the victim is his own money by now; only the payer's claim on it ends.
const fromWithVictim: Take = (state, { source, amountMinor, currency, heir }) => {
  const parts: Part[] = [];
  for (const back of heir === null ? state.withVictim : []) {
    if (back.source !== source || back.currency !== currency) continue;
    const taken = Math.min(amountMinor - sumOf(parts), back.amountMinor);
    if (taken === 0) continue;
    back.amountMinor -= taken;
    tallyOf(state, source).atRestMinor -= taken;
    parts.push({ source, layer: back.layer, amountMinor: taken, currency });
  }
  return parts;
};

const fromFreeLots: Take = (state, claim) => fromLots(state, claim, freeMinor);
const fromLockedLots: Take = (state, claim) => fromLots(state, claim, (lot) => lot.amountMinor);

function fromLots(state: TraceState, claim: Claim, mostOf: (lot: Lot) => number): Part[] {
  const { source, amountMinor, currency, heir } = claim;
  const parts: Part[] = [];
  for (const position of state.positions.get(currency)?.values() ?? []) {
    for (const lot of position.lots.filter((candidate) => candidate.source === source)) {
      const taken = Math.min(amountMinor - sumOf(parts), mostOf(lot));
      if (taken === 0) continue;
      letGo(position, lot, Math.max(0, taken - freeMinor(lot)), null);
      parts.push({ source, layer: lot.layer, amountMinor: taken, currency });
      tallyOf(state, source).atRestMinor -= taken;
      inheritLot(state, position, lot, taken, heir);
    }
  }
  return parts;
}

// In the same place, so that the order of the account stays what it is, and so does its balance.
function inheritLot(
  state: TraceState,
  position: Position,
  lot: Lot,
  amountMinor: number,
  heir: string | null,
): void {
  const { layer, broughtBy } = lot;
  if (heir === null) {
    insertBefore(position, lot, { source: null, layer: 0, broughtBy: null, amountMinor });
    return;
  }
  insertBefore(position, lot, { source: heir, layer, broughtBy, amountMinor });
  const tally = tallyOf(state, heir);
  tally.atRestMinor = addMinor(tally.atRestMinor, amountMinor);
  if (broughtBy !== null && lot.source !== null)
    inheritFlow(state, broughtBy, lot.source, layer, heir, amountMinor);
}

// The heir's way leads where the other victim's money had gone: the same hop, in his name.
function inheritFlow(
  state: TraceState,
  transferId: string,
  source: string,
  layer: number,
  heir: string,
  amountMinor: number,
): void {
  addToSet(state.carried, transferId, heir);
  const hop = state.flows.findLast(
    (flow) => flow.transferId === transferId && flow.source === source && flow.layer === layer,
  );
  if (hop !== undefined) state.flows.push({ ...hop, source: heir, amountMinor, fate: 'INHERITED' });
}
