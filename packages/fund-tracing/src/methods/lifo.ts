import { drawInOrder } from './inOrder';
import type { Lot } from './lot';
import type { TracingMethod } from './tracingMethod';

/** Last in, first out. */
export const lifo: TracingMethod = {
  name: 'LIFO',
  draw: (lots, amountMinor) => drawInOrder(lastFirst(lots), amountMinor),
  merging: 'OWN_NEIGHBOURS',
  contaminates: false,
};

// Not a reversed copy: a debit usually needs one or two lots of many.
function* lastFirst(lots: readonly Lot[]): Iterable<Lot> {
  for (let index = lots.length - 1; index >= 0; index--) yield lots[index]!;
}
