import type { AccountKind } from './account';
import type { CreditorKind, Ownership, TransferKind, TransferStatus } from './transfer';

/** What decides how a transfer can be stopped. */
export interface StoppableTransfer {
  readonly status: TransferStatus;
  readonly kind: TransferKind;
  readonly debtorAccount: string;
  readonly debtorOwnership: Ownership;
  readonly creditorAccount: string;
  readonly creditorOwnership: Ownership;
  readonly creditorKind: CreditorKind;
  /** Of the creditor's account record, where we have it. */
  readonly creditorAccountKind: AccountKind | null;
  readonly creditorProtection: string | null;
}

export interface StopInstrument {
  readonly action: 'HOLD_TRANSFER' | 'FREEZE_AMOUNT' | 'RECALL_TRANSFER';
  /** The account that the stop acts on; its inbox receives every cause. */
  readonly account: string;
}

/**
 * How a suspect transfer is stopped, or null where it cannot be: an INITIATED transfer is held on the debtor's account
 * if ours, else on the creditor's; SETTLED money is frozen on the creditor's account (ours; not MERCHANT, POOLED,
 * INTERNAL or protected) or recalled (a credit transfer from our debtor to a creditor elsewhere).
 */
export function stopInstrumentOf(transfer: StoppableTransfer): StopInstrument | null {
  if (transfer.status === 'INITIATED') {
    if (transfer.debtorOwnership === 'OURS')
      return { action: 'HOLD_TRANSFER', account: transfer.debtorAccount };
    if (transfer.creditorOwnership === 'OURS')
      return { action: 'HOLD_TRANSFER', account: transfer.creditorAccount };
    return null;
  }
  if (transfer.status !== 'SETTLED') return null;
  if (transfer.creditorOwnership === 'OURS') {
    return canFreezeAutomatically(
      transfer.creditorAccountKind,
      transfer.creditorProtection,
      transfer.creditorKind,
    )
      ? { action: 'FREEZE_AMOUNT', account: transfer.creditorAccount }
      : null;
  }
  return transfer.kind === 'CREDIT_TRANSFER' &&
    transfer.debtorOwnership === 'OURS' &&
    transfer.creditorOwnership === 'OTHER'
    ? { action: 'RECALL_TRANSFER', account: transfer.debtorAccount }
    : null;
}

/** Automatic freezes spare MERCHANT, POOLED, INTERNAL and protected accounts; a person may still propose one. */
export function canFreezeAutomatically(
  kind: AccountKind | null,
  protection: string | null,
  creditorKind: CreditorKind = 'UNKNOWN',
): boolean {
  if (protection !== null) return false;
  if (kind === 'MERCHANT' || kind === 'POOLED' || kind === 'INTERNAL') return false;
  return creditorKind !== 'MERCHANT' && creditorKind !== 'CASH';
}
