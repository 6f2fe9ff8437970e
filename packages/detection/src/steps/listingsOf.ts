import type { AccountFeatures } from '@sluice/account-state';
import type { ListingView } from '@sluice/heuristics';
import type { TransferView } from '@sluice/log-format';
import type { ListingTable } from '../listingTable';

/** The conditions in force on the payer's side: its account and phone, and the device and IP address that it used. */
export function debtorListings(
  table: ListingTable,
  transfer: TransferView,
  own: AccountFeatures,
  into: ListingView,
): ListingView {
  const at = transfer.occurredAt;
  into.account = table.mayListAccount(transfer.debtorHash)
    ? table.strongest('ACCOUNT', transfer.debtorAccount, 'DEBTOR', at)
    : null;
  into.device = table.hasAny('DEVICE') ? table.strongest('DEVICE', transfer.deviceId, 'DEBTOR', at) : null;
  into.ip = table.hasAny('IP') ? table.strongest('IP', transfer.ipAddress, 'DEBTOR', at) : null;
  into.phone = table.hasAny('PHONE') ? table.strongest('PHONE', own.phone, 'DEBTOR', at) : null;
  return into;
}

/** The conditions in force on the receiver's side. Device and IP address are the payer's. */
export function creditorListings(
  table: ListingTable,
  transfer: TransferView,
  own: AccountFeatures,
  into: ListingView,
): ListingView {
  const at = transfer.occurredAt;
  into.account = table.mayListAccount(transfer.creditorHash)
    ? table.strongest('ACCOUNT', transfer.creditorAccount, 'CREDITOR', at)
    : null;
  into.device = null;
  into.ip = null;
  into.phone = table.hasAny('PHONE') ? table.strongest('PHONE', own.phone, 'CREDITOR', at) : null;
  return into;
}
