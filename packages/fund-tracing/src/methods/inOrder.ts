import { type Draw, freeMinor, type Lot } from './lot';

/** Draws `amountMinor` from the lots as they come. */
export function drawInOrder(lots: Iterable<Lot>, amountMinor: number): Draw[] {
  const draws: Draw[] = [];
  let left = amountMinor;
  for (const lot of lots) {
    if (left === 0) break;
    const taken = Math.min(left, freeMinor(lot));
    if (taken === 0) continue;
    draws.push({ lot, amountMinor: taken });
    left -= taken;
  }
  return draws;
}
