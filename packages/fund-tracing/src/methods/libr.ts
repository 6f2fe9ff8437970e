import { drawInOrder } from './inOrder';
import { drawProRata } from './proRata';
import type { TracingMethod } from './tracingMethod';

/**
 * Lowest intermediate balance rule: the holder's own money goes first (Re Hallett's Estate, 1880), so that the stolen part
 * is at most the lowest balance since it came in; later own deposits do not refill it (James Roscoe v Winder, 1915). Victims
 * share what goes beyond own money pro rata.
 */
export const libr: TracingMethod = {
  name: 'LIBR',
  draw: (lots, amountMinor) => {
    const own = drawInOrder(
      lots.filter((lot) => lot.source === null),
      amountMinor,
    );
    const left = amountMinor - own.reduce((sum, draw) => sum + draw.amountMinor, 0);
    if (left === 0) return own;
    return [
      ...own,
      ...drawProRata(
        lots.filter((lot) => lot.source !== null),
        left,
      ),
    ];
  },
  merging: 'SAME_SOURCE',
  contaminates: false,
};
