import type { ReportedPayment, TransferStatus } from '@sluice/domain';

/** How far the reported time of a payment without transferId may be from when it was ordered: 24 h. */
export const MATCH_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** A transfer that a reported payment may be. */
export interface MatchCandidate {
  readonly transferId: string;
  readonly debtorAccount: string;
  readonly creditorAccount: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly occurredAt: number;
  readonly status: TransferStatus;
}

export type ItemMatch =
  | { readonly matched: true; readonly candidate: MatchCandidate; readonly note: string | null }
  | { readonly matched: false; readonly note: string };

/**
 * Finds the transfer of each reported payment: by transferId; else by creditor, amount, currency and, where known, debtor
 * (the item's, else the report's victim), exactly, with the time nearest to the reported one and within 24 h. Two equally
 * near leave it unmatched, with a note. A transfer answers one item of the report.
 */
export function matchItems(
  items: readonly ReportedPayment[],
  victimAccount: string | null,
  candidates: readonly MatchCandidate[],
): ItemMatch[] {
  const taken = new Set<string>();
  const matches = new Map<ReportedPayment, ItemMatch>();
  // Items that name their transfer come first, so that no guess takes it from them.
  const named = items.filter((item) => item.transferId !== null);
  const unnamed = items.filter((item) => item.transferId === null);
  for (const item of [...named, ...unnamed]) {
    const match =
      item.transferId === null
        ? matchByFacts(item, victimAccount, candidates, taken)
        : matchById(item, item.transferId, candidates, taken);
    if (match.matched) taken.add(match.candidate.transferId);
    matches.set(item, match);
  }
  return items.map((item) => matches.get(item)!);
}

function matchById(
  item: ReportedPayment,
  transferId: string,
  candidates: readonly MatchCandidate[],
  taken: ReadonlySet<string>,
): ItemMatch {
  if (taken.has(transferId))
    return unmatched(`Transfer ${transferId} is reported twice here; it counts once.`);
  const candidate = candidates.find((transfer) => transfer.transferId === transferId);
  if (candidate === undefined) return unmatched(`The ledger has no transfer ${transferId}.`);
  const differs =
    candidate.creditorAccount !== item.creditorAccount ||
    candidate.amountMinor !== item.amountMinor ||
    candidate.currency !== item.currency;
  const note = differs
    ? `The report tells transfer ${transferId} otherwise than the ledger, which is followed.`
    : null;
  return { matched: true, candidate, note };
}

function matchByFacts(
  item: ReportedPayment,
  victimAccount: string | null,
  candidates: readonly MatchCandidate[],
  taken: ReadonlySet<string>,
): ItemMatch {
  const debtor = item.debtorAccount ?? victimAccount;
  const near = candidates
    .filter(
      (transfer) =>
        !taken.has(transfer.transferId) &&
        transfer.creditorAccount === item.creditorAccount &&
        transfer.amountMinor === item.amountMinor &&
        transfer.currency === item.currency &&
        (debtor === null || transfer.debtorAccount === debtor),
    )
    .map((candidate) => ({ candidate, apartMs: Math.abs(candidate.occurredAt - item.at) }))
    .filter(({ apartMs }) => apartMs <= MATCH_TOLERANCE_MS)
    .sort((a, b) => a.apartMs - b.apartMs);
  const [nearest, next] = near;
  if (nearest === undefined)
    return unmatched('No transfer between these accounts with this amount within 24 h of the reported time.');
  if (next !== undefined && next.apartMs === nearest.apartMs)
    return unmatched(
      `Transfers ${nearest.candidate.transferId} and ${next.candidate.transferId} fit the reported payment equally well; name one.`,
    );
  return { matched: true, candidate: nearest.candidate, note: null };
}

function unmatched(note: string): ItemMatch {
  return { matched: false, note };
}
