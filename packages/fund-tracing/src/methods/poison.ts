import { drawInOrder } from './inOrder';
import type { TracingMethod } from './tracingMethod';

/**
 * Poison: once stolen money is on an account, every debit is suspect for its whole amount. It shows how far the money may
 * have reached, never whose share is where: own money turns suspect under the name of the first source on the account.
 */
export const poison: TracingMethod = {
  name: 'POISON',
  draw: drawInOrder,
  merging: 'OWN_NEIGHBOURS',
  contaminates: true,
};
