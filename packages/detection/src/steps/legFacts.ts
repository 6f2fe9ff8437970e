import type { LegFacts } from '@sluice/account-state';
import type { Transfer } from '@sluice/domain';
import { hash53 } from '@sluice/log-format';

/** The leg of a transfer as the debtor's account sees it, in the account's own currency where that differs. */
export function debitLeg(transfer: Transfer): LegFacts {
  return {
    direction: 'OUT',
    transferHash: hash53(transfer.transferId),
    counterpartyHash: hash53(transfer.creditorAccount),
    amountMinor: transfer.debtorAmountMinor ?? transfer.amountMinor,
    currency: transfer.debtorCurrency ?? transfer.currency,
    at: transfer.occurredAt,
  };
}

/** The leg of a transfer as the creditor's account sees it. */
export function creditLeg(transfer: Transfer): LegFacts {
  return {
    direction: 'IN',
    transferHash: hash53(transfer.transferId),
    counterpartyHash: hash53(transfer.debtorAccount),
    amountMinor: transfer.creditorAmountMinor ?? transfer.amountMinor,
    currency: transfer.creditorCurrency ?? transfer.currency,
    at: transfer.occurredAt,
  };
}
