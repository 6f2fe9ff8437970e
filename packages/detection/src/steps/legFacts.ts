import type { LegFacts } from '@sluice/account-state';
import type { TransferView } from '@sluice/log-format';

/** A leg to be filled again for every step. */
export type LegScratch = { -readonly [Name in keyof LegFacts]: LegFacts[Name] };

export function newLegScratch(): LegScratch {
  return { direction: 'OUT', transferHash: 0, counterpartyHash: 0, amountMinor: 0, currency: 'EUR', at: 0 };
}

/** The leg of a transfer as the debtor's account sees it, in the account's own currency where that differs. */
export function debitLeg(into: LegScratch, transfer: TransferView): LegFacts {
  into.direction = 'OUT';
  into.transferHash = transfer.transferHash;
  into.counterpartyHash = transfer.creditorHash;
  into.amountMinor = transfer.debtorAmountMinor ?? transfer.amountMinor;
  into.currency = transfer.debtorCurrency ?? transfer.currency;
  into.at = transfer.occurredAt;
  return into;
}

/** The leg of a transfer as the creditor's account sees it. */
export function creditLeg(into: LegScratch, transfer: TransferView): LegFacts {
  into.direction = 'IN';
  into.transferHash = transfer.transferHash;
  into.counterpartyHash = transfer.debtorHash;
  into.amountMinor = transfer.creditorAmountMinor ?? transfer.amountMinor;
  into.currency = transfer.creditorCurrency ?? transfer.currency;
  into.at = transfer.occurredAt;
  return into;
}
