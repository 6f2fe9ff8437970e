import { formatMajor } from '@sluice/domain';
import type { DepartedMoney } from '../trace/api';
import type { FreezePlanInput, PlannedOrder, Proposal } from './api';
import { caseSources, sum } from './freezes';
import { type StandingStop, unseenOrders } from './standingStops';

/**
 * Recalls of what the case's money went to other banks by: per transfer what it carried, less what was recalled before, by
 * this case or by a decision; all recalls of a transfer together never exceed it. A refused recall is not asked again.
 */
export function planRecalls(input: FreezePlanInput, stops: readonly StandingStop[]) {
  const ofCase = caseSources(input);
  const byTransfer = new Map<string, DepartedMoney[]>();
  for (const gone of input.trace.departed) {
    if (!gone.recallable || !ofCase.has(gone.source)) continue;
    const together = byTransfer.get(gone.transferId);
    if (together === undefined) byTransfer.set(gone.transferId, [gone]);
    else together.push(gone);
  }
  const orders: PlannedOrder[] = [];
  const proposals: Proposal[] = [];
  for (const gone of byTransfer.values()) {
    const recall = recallOf(input, stops, gone);
    if (recall === null) continue;
    // A part of a converted payment has no exact amount in the currency that the other bank got.
    if (recall.currency !== gone[0]!.transferCurrency) proposals.push({ ...recall, because: 'CONVERTED' });
    else orders.push(recall);
  }
  return { orders, proposals };
}

function recallOf(
  input: FreezePlanInput,
  stops: readonly StandingStop[],
  gone: readonly DepartedMoney[],
): PlannedOrder | null {
  const { transferId, transferMinor, from, currency } = gone[0]!;
  const asked = [
    ...stops.filter((stop) => stop.instrument === 'RECALL_TRANSFER' && stop.transferId === transferId),
    ...unseenOrders(input.orders)
      .filter((order) => order.action === 'RECALL_TRANSFER' && order.transferId === transferId)
      .map((order) => ({ caseId: order.caseId, requestedMinor: order.amountMinor })),
  ];
  const others = new Set(input.trace.sources.map((source) => source.caseId));
  others.delete(input.caseId);
  const askedForUs = asked.filter((recall) => recall.caseId === null || !others.has(recall.caseId));
  const wantedMinor =
    sum(gone, (part) => part.amountMinor) - sum(askedForUs, (recall) => recall.requestedMinor);
  const roomMinor = transferMinor - sum(asked, (recall) => recall.requestedMinor);
  const amountMinor = Math.min(wantedMinor, roomMinor);
  if (amountMinor <= 0) return null;
  const layer = gone.reduce((least, part) => Math.min(least, part.layer), Number.MAX_SAFE_INTEGER);
  const amount = `${formatMajor(amountMinor, currency)} ${currency}`;
  const reason = `${input.trace.method} trace of case ${input.caseId}: transfer ${transferId} carried ${amount} of stolen money to another bank, ${layer} hop(s) from the victim.`;
  return { action: 'RECALL_TRANSFER', account: from, currency, transferId, amountMinor, layer, reason };
}
