import { freeMinor } from '../methods/lot';
import { letGo } from './liens';
import { turnOwn } from './position';
import { type Part, sumOf, type TraceState, tallyOf } from './state';

/**
 * A victim was paid from other money than his own: takes up to `amountMinor` of the sources out of wherever the trace found
 * them, for it is now the payer's and no longer the victim's. What left our sight goes first (it is the least likely to be
 * recovered), then what rests free, then what is frozen.
 */
export function replaceElsewhere(
  state: TraceState,
  sources: readonly string[],
  amountMinor: number,
  currency: string,
): Part[] {
  const parts: Part[] = [];
  for (const source of sources) {
    for (const take of [fromDeparted, fromWithVictim, fromFreeLots, fromLockedLots]) {
      const left = amountMinor - sumOf(parts);
      if (left > 0) parts.push(...take(state, source, left, currency));
    }
  }
  return parts;
}

type Take = (state: TraceState, source: string, amountMinor: number, currency: string) => Part[];

const fromDeparted: Take = (state, source, amountMinor, currency) => {
  const parts: Part[] = [];
  for (const gone of [...state.departed.values()].flat()) {
    if (gone.source !== source || gone.currency !== currency) continue;
    const taken = Math.min(amountMinor - sumOf(parts), gone.amountMinor);
    if (taken === 0) continue;
    gone.amountMinor -= taken;
    tallyOf(state, source).leftSightMinor -= taken;
    parts.push({ source, layer: gone.layer, amountMinor: taken, currency });
  }
  return parts;
};

const fromWithVictim: Take = (state, source, amountMinor, currency) => {
  const parts: Part[] = [];
  for (const back of state.withVictim) {
    if (back.source !== source || back.currency !== currency) continue;
    const taken = Math.min(amountMinor - sumOf(parts), back.amountMinor);
    if (taken === 0) continue;
    back.amountMinor -= taken;
    tallyOf(state, source).atRestMinor -= taken;
    parts.push({ source, layer: back.layer, amountMinor: taken, currency });
  }
  return parts;
};

const fromFreeLots: Take = (state, source, amountMinor, currency) =>
  fromLots(state, source, amountMinor, currency, false);
const fromLockedLots: Take = (state, source, amountMinor, currency) =>
  fromLots(state, source, amountMinor, currency, true);

function fromLots(
  state: TraceState,
  source: string,
  amountMinor: number,
  currency: string,
  locked: boolean,
): Part[] {
  const parts: Part[] = [];
  for (const position of state.positions.get(currency)?.values() ?? []) {
    for (const lot of position.lots.filter((candidate) => candidate.source === source)) {
      const most = locked ? lot.amountMinor : freeMinor(lot);
      const taken = Math.min(amountMinor - sumOf(parts), most);
      if (taken === 0) continue;
      letGo(position, lot, Math.max(0, taken - freeMinor(lot)), null);
      parts.push({ source, layer: lot.layer, amountMinor: taken, currency });
      turnOwn(position, lot, taken);
      tallyOf(state, source).atRestMinor -= taken;
    }
  }
  return parts;
}
