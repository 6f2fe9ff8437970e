import { formatMajor } from '@sluice/domain';
import type { CaseTotals, PlannedOrder, Proposal } from '@sluice/fund-tracing';

/** What a run says in the case's timeline, in one sentence or two. */
export function runNote(
  totals: readonly CaseTotals[],
  orders: readonly PlannedOrder[],
  proposals: readonly Proposal[],
): string {
  const places = totals.map(({ currency, reportedMinor, minor }) => {
    const amount = (of: number) => formatMajor(of, currency);
    return `Of ${amount(reportedMinor)} ${currency} reported: never left ${amount(minor.NEVER_LEFT)}, returned ${amount(minor.RETURNED)}, frozen ${amount(minor.FROZEN)}, at rest ${amount(minor.AT_REST)}, left sight ${amount(minor.LEFT_SIGHT)}, untraced ${amount(minor.UNTRACED)}.`;
  });
  const ordered = orders.map(
    ({ action, amountMinor, currency }) =>
      `${action === 'FREEZE_AMOUNT' ? 'freeze' : 'recall'} ${formatMajor(amountMinor, currency)} ${currency}`,
  );
  return [
    ...places,
    ordered.length > 0 ? `Ordered: ${ordered.join(', ')}.` : null,
    proposals.length > 0 ? `${proposals.length} proposal(s) wait for a person.` : null,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
