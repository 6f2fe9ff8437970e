import type { AccountStore } from '@sluice/account-state';
import type { TransferView } from '@sluice/log-format';

/** Slot of the debtor's account, made where it is new; -1 for cash, which is no account. */
export function debtorSlot(accounts: AccountStore, transfer: TransferView): number {
  return transfer.debtorIsCash
    ? -1
    : accounts.slotOfBytes(transfer.bytes, transfer.debtorStart, transfer.debtorEnd, transfer.debtorHash);
}

/** Slot of the creditor's account, made where it is new; -1 for cash, which is no account. */
export function creditorSlot(accounts: AccountStore, transfer: TransferView): number {
  return transfer.creditorIsCash
    ? -1
    : accounts.slotOfBytes(
        transfer.bytes,
        transfer.creditorStart,
        transfer.creditorEnd,
        transfer.creditorHash,
      );
}
