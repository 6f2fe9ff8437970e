import type { TransferStatus } from '@sluice/domain';
import { addMinor, mustHold } from '../invariant';
import type { SourceTotals } from '../trace/api';

/** Where reported money is, by case and currency. */
export const RECOVERY_CATEGORIES = [
  'NEVER_LEFT',
  'RETURNED',
  'FROZEN',
  'AT_REST',
  'LEFT_SIGHT',
  'UNTRACED',
] as const;
export type RecoveryCategory = (typeof RECOVERY_CATEGORIES)[number];

/** One reported payment as a case counts it. */
export interface CountedItem {
  /** The transfer that it is, or null where it matched nothing. */
  readonly transferId: string | null;
  /** Of that transfer, now; null where there is none. */
  readonly status: TransferStatus | null;
  readonly currency: string;
  /** What the case counts as reported: 0 where another case counts the payment already. */
  readonly reportedMinor: number;
}

/** reportedMinor is the sum of `minor`, always. */
export interface CaseTotals {
  readonly currency: string;
  readonly reportedMinor: number;
  readonly minor: Readonly<Record<RecoveryCategory, number>>;
}

/**
 * The arithmetic of a case, per currency: *reported = never left + returned + frozen + at rest + left our sight + untraced*.
 * Never left: not SETTLED (held, waiting, cancelled, rejected). Untraced: matches nothing in the ledger, claimed beyond the
 * transfer, counted for another victim, or not followed because of a limit. For methods that share money out: under POISON
 * suspect money is more than what was stolen.
 */
export function caseTotals(items: readonly CountedItem[], sources: readonly SourceTotals[]): CaseTotals[] {
  const totals = new Map<string, Record<RecoveryCategory, number>>();
  const reported = new Map<string, number>();
  for (const item of items) {
    if (item.reportedMinor === 0) continue;
    reported.set(item.currency, addMinor(reported.get(item.currency) ?? 0, item.reportedMinor));
    const minor = totals.get(item.currency) ?? nothing();
    totals.set(item.currency, minor);
    const found = whereabouts(item, sources);
    for (const category of RECOVERY_CATEGORIES)
      minor[category] = addMinor(minor[category], found[category] ?? 0);
  }
  return [...totals].map(([currency, minor]): CaseTotals => {
    const reportedMinor = reported.get(currency)!;
    const foundMinor = RECOVERY_CATEGORIES.reduce((sum, category) => addMinor(sum, minor[category]), 0);
    mustHold(
      reportedMinor === foundMinor && RECOVERY_CATEGORIES.every((category) => minor[category] >= 0),
      () => `${reportedMinor} ${currency} were reported, but the categories are ${JSON.stringify(minor)}`,
    );
    return { currency, reportedMinor, minor };
  });
}

function nothing(): Record<RecoveryCategory, number> {
  return { NEVER_LEFT: 0, RETURNED: 0, FROZEN: 0, AT_REST: 0, LEFT_SIGHT: 0, UNTRACED: 0 };
}

function whereabouts(
  item: CountedItem,
  sources: readonly SourceTotals[],
): Partial<Record<RecoveryCategory, number>> {
  if (item.transferId === null || item.status === null) return { UNTRACED: item.reportedMinor };
  if (item.status !== 'SETTLED') return { NEVER_LEFT: item.reportedMinor };
  const source = sources.find((totals) => totals.source === item.transferId);
  if (source === undefined) return { UNTRACED: item.reportedMinor };
  return {
    RETURNED: source.returnedMinor,
    FROZEN: source.frozenMinor,
    AT_REST: source.atRestMinor - source.frozenMinor,
    LEFT_SIGHT: source.leftSightMinor - source.beyondLimitMinor,
    UNTRACED: source.beyondLimitMinor + item.reportedMinor - source.enteredMinor,
  };
}
