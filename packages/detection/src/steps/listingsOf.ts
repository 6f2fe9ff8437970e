import type { WatchlistKind } from '@sluice/domain';
import { type ListingHit, type ListingView, strongerHit } from '@sluice/heuristics';
import type { ListingTable } from '../listingTable';

/** What is looked up on one side of a leg. Device and IP address are the payer's. */
export interface Listed {
  readonly account: string;
  readonly phone: string | null;
  readonly deviceId: string | null;
  readonly ipAddress: string | null;
}

/** Fills `into` with the conditions in force at the leg's event time. */
export function listingsOf(
  table: ListingTable,
  listed: Listed,
  side: 'DEBTOR' | 'CREDITOR',
  at: number,
  into: ListingView,
): ListingView {
  const strongest = (kind: WatchlistKind, value: string | null): ListingHit | null => {
    let hit: ListingHit | null = null;
    for (const entry of table.find(kind, value, side, at)) hit = strongerHit(hit, entry);
    return hit;
  };
  into.account = strongest('ACCOUNT', listed.account);
  into.device = strongest('DEVICE', listed.deviceId);
  into.ip = strongest('IP', listed.ipAddress);
  into.phone = strongest('PHONE', listed.phone);
  return into;
}
