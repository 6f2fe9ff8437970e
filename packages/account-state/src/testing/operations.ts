import fc from 'fast-check';
import type { LegDirection } from '../legFacts';
import { HOUR_MS, MINUTE_MS } from './builders';

/** What a test does to a store; times are relative to the newest event time so far, so that all shrink well. */
export type Operation =
  | {
      readonly type: 'LEG';
      readonly account: number;
      readonly counterparty: number;
      readonly direction: LegDirection;
      readonly amountMinor: number;
      readonly currency: string;
      readonly step: number;
    }
  | { readonly type: 'REMOVE'; readonly account: number; readonly which: number }
  | { readonly type: 'EVICT'; readonly step: number }
  | { readonly type: 'MASTER'; readonly account: number; readonly birthYear: number | null };

const DAY = 24 * HOUR_MS;

export const CURRENCIES = ['EUR', 'USD', 'JPY', 'GBP', 'CHF', 'SEK'] as const;

/** Time from the newest event so far to the next: forward in all sizes, the same millisecond, or late. */
export function stepsOf(longest: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 1, 999) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 15 * MINUTE_MS }) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: Math.min(3 * HOUR_MS, longest) }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: Math.min(2 * DAY, longest) }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: longest }) },
    { weight: 3, arbitrary: fc.integer({ min: -30 * MINUTE_MS, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: -10 * DAY, max: 0 }) },
    // Whole windows, so that legs lie exactly on an edge.
    { weight: 2, arbitrary: fc.constantFrom(10 * MINUTE_MS, HOUR_MS, -10 * MINUTE_MS, -HOUR_MS, -DAY) },
  );
}

export function operations(options: {
  readonly accounts: number;
  readonly counterparties: number;
  readonly currencies: readonly string[];
  readonly longestStep: number;
  readonly count: number;
}): fc.Arbitrary<Operation[]> {
  const account = fc.nat(options.accounts - 1);
  const leg = fc.record({
    type: fc.constant('LEG' as const),
    account,
    counterparty: fc.nat(options.counterparties - 1),
    direction: fc.constantFrom<LegDirection>('OUT', 'IN'),
    amountMinor: fc.oneof(
      { weight: 8, arbitrary: fc.nat(100_000) },
      { weight: 1, arbitrary: fc.integer({ min: 2 ** 31, max: 2 ** 40 }) },
    ),
    currency: fc.constantFrom(...options.currencies),
    step: stepsOf(options.longestStep),
  });
  return fc.array(
    fc.oneof(
      { weight: 20, arbitrary: leg },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constant('REMOVE' as const), account, which: fc.nat(1_000) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ type: fc.constant('EVICT' as const), step: fc.nat(options.longestStep) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('MASTER' as const),
          account,
          birthYear: fc.option(fc.integer({ min: 1900, max: 2010 })),
        }),
      },
    ),
    { minLength: 1, maxLength: options.count, size: 'max' },
  );
}
