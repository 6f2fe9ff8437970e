import type { AccountStore } from '@sluice/account-state';
import type { Transfer } from '@sluice/domain';
import { hash53 } from '@sluice/log-format';

/**
 * A full RETURN or REVERSAL takes the transfer that it relates to out of the account's windows, as long as that is among
 * the recent legs; a partial one leaves it in. The return itself is counted as a leg of its own.
 */
export function giveBack(accounts: AccountStore, slot: number, transfer: Transfer): void {
  if (transfer.relatesTo === null || (transfer.kind !== 'RETURN' && transfer.kind !== 'REVERSAL')) return;
  const original = hash53(transfer.relatesTo);
  if (accounts.recentLegAmountMinor(slot, original) === transfer.amountMinor)
    accounts.removeLeg(slot, original);
}
