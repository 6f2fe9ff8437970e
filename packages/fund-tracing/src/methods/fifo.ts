import { drawInOrder } from './inOrder';
import type { TracingMethod } from './tracingMethod';

/** First in, first out: Clayton's Case (1816). */
export const fifo: TracingMethod = {
  name: 'FIFO',
  draw: drawInOrder,
  merging: 'OWN_NEIGHBOURS',
  contaminates: false,
};
