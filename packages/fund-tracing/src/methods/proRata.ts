import { shareByWeight } from '../share';
import { type Draw, freeMinor, type Lot } from './lot';
import type { TracingMethod } from './tracingMethod';

/** Draws from every lot in proportion to what is free on it; largest remainder, ties to the earlier credit. */
export function drawProRata(lots: readonly Lot[], amountMinor: number): Draw[] {
  const free = lots.map(freeMinor);
  const most = free.reduce((sum, part) => sum + part, 0);
  const shares = shareByWeight(Math.min(amountMinor, most), free);
  return lots.flatMap((lot, index) => (shares[index]! > 0 ? [{ lot, amountMinor: shares[index]! }] : []));
}

/** Rolling charge (Barlow Clowes, 1992): a debit carries the same share of each source as the balance just before it. */
export const proRata: TracingMethod = {
  name: 'PRO_RATA',
  draw: drawProRata,
  merging: 'SAME_SOURCE',
  contaminates: false,
};
