import type { Draw, Lot } from './lot';

export const METHOD_NAMES = ['FIFO', 'LIFO', 'PRO_RATA', 'LIBR', 'POISON'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

/** A rule of law or practice that says which money of a mixed account a debit takes. */
export interface TracingMethod {
  readonly name: MethodName;
  /**
   * The lots that pay `amountMinor`, without changing them; `lots` are in the order in which they came. The draws add up to
   * the amount, or to all that is free where that is less.
   */
  readonly draw: (lots: readonly Lot[], amountMinor: number) => readonly Draw[];
  /** Which lots become one: neighbours of own money (the order counts), or all of one source (it does not). */
  readonly merging: 'OWN_NEIGHBOURS' | 'SAME_SOURCE';
  /** A stolen credit makes everything on the account suspect, and what comes later too. */
  readonly contaminates: boolean;
}
