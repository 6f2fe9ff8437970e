import type { AccountStore } from '@sluice/account-state';
import { hash53, type Transfer } from '@sluice/domain';

/**
 * A full RETURN or REVERSAL takes the transfer that it relates to out of the account's windows, as long as that is among
 * the recent legs; a partial one leaves it in. The return itself is counted as a leg of its own.
 */
export function giveBack(accounts: AccountStore, slot: number, transfer: Transfer): void {
  const { kind } = transfer;
  if (kind !== 'RETURN' && kind !== 'REVERSAL') return;
  const { relatesTo } = transfer;
  if (relatesTo === null) return;
  const original = hash53(relatesTo);
  if (accounts.recentLegAmountMinor(slot, original) === transfer.amountMinor)
    accounts.removeLeg(slot, original);
}
