import type { FlowFinding, ItemNow, ProposalFinding } from '@sluice/case-store';
import type { CountedItem, Hop, Proposal } from '@sluice/fund-tracing';

/** A hop as the case store keeps it. */
export function flowFinding(hop: Hop): FlowFinding {
  return {
    transferId: hop.transferId,
    source: hop.source,
    layer: hop.layer,
    fate: hop.fate,
    channel: hop.channel ?? '',
    fromAccount: hop.from,
    toAccount: hop.to,
    currency: hop.currency,
    amountMinor: hop.amountMinor,
    bookedAt: hop.bookedAt,
    restsMinor: hop.restsMinor,
    frozenMinor: hop.frozenMinor,
    outMinor: hop.outMinor,
  };
}

/** A proposal as the case store keeps it. */
export function proposalFinding({ transferId, ...proposal }: Proposal): ProposalFinding {
  return { ...proposal, transferId: transferId ?? '' };
}

/** An item as the arithmetic of the case counts it. */
export function countedItem({ transferId, status, currency, reportedMinor }: ItemNow): CountedItem {
  return { transferId, status, currency, reportedMinor };
}

/**
 * The accounts whose every move brings the trace of a case back: where its money went on our side, and both ends of its
 * reported payments (they may still settle, or be paid back).
 */
export function accountsToWatch(hops: readonly Hop[], items: readonly ItemNow[]): ReadonlySet<string> {
  const accounts = new Set<string>();
  for (const hop of hops) {
    accounts.add(hop.from);
    if (hop.channel === null) accounts.add(hop.to);
  }
  for (const { debtorAccount, creditorAccount } of items) {
    if (debtorAccount !== null) accounts.add(debtorAccount);
    if (creditorAccount !== null) accounts.add(creditorAccount);
  }
  return accounts;
}
