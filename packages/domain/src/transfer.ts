export const TRANSFER_STATUSES = ['UNKNOWN', 'INITIATED', 'SETTLED', 'REJECTED', 'CANCELLED'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];
export const TRANSFER_KINDS = [
  'CREDIT_TRANSFER',
  'DIRECT_DEBIT',
  'CARD_PAYMENT',
  'CASH_WITHDRAWAL',
  'CASH_DEPOSIT',
  'FEE',
  'LOAN_DRAWDOWN',
  'RETURN',
  'REVERSAL',
  'OTHER',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];
export const INITIATIONS = ['CUSTOMER', 'STANDING_ORDER', 'BATCH', 'THIRD_PARTY', 'UNKNOWN'] as const;
export type Initiation = (typeof INITIATIONS)[number];
export const OWNERSHIPS = ['OURS', 'OTHER', 'UNKNOWN'] as const;
export type Ownership = (typeof OWNERSHIPS)[number];
export const CREDITOR_KINDS = [
  'PERSON',
  'COMPANY',
  'MERCHANT',
  'WALLET',
  'CRYPTO_EXCHANGE',
  'CASH',
  'UNKNOWN',
] as const;
export type CreditorKind = (typeof CREDITOR_KINDS)[number];
export const CHANNELS = ['MOBILE', 'WEB', 'BRANCH', 'ATM', 'POS', 'API', 'OTHER'] as const;
export type Channel = (typeof CHANNELS)[number];
export const NAME_MATCHES = ['MATCH', 'CLOSE', 'NO_MATCH', 'NOT_CHECKED'] as const;
export type NameMatch = (typeof NAME_MATCHES)[number];
/** Codes of `sessionSignals` that rules know; others are kept and shown. */
export const KNOWN_SESSION_SIGNALS = [
  'ACTIVE_CALL',
  'REMOTE_ACCESS',
  'NEW_DEVICE',
  'CREDENTIALS_CHANGED',
  'SIM_CHANGED',
  'LIMIT_RAISED',
  'RETRY_AFTER_DECLINE',
  'PASTED_PAYEE',
] as const;

/**
 * One account-to-account movement of money; the record `Transfer` of the wire contract. Times are epoch ms UTC,
 * amounts minor units.
 */
export interface Transfer {
  readonly transferId: string;
  readonly status: TransferStatus;
  readonly statusAt: number;
  readonly kind: TransferKind;
  readonly initiation: Initiation;
  readonly debtorAccount: string;
  readonly debtorInstitution: string | null;
  readonly debtorOwnership: Ownership;
  readonly creditorAccount: string;
  readonly creditorInstitution: string | null;
  readonly creditorOwnership: Ownership;
  readonly creditorKind: CreditorKind;
  readonly amountMinor: number;
  readonly currency: string;
  readonly settledMinor: number | null;
  readonly debtorAmountMinor: number | null;
  readonly debtorCurrency: string | null;
  readonly creditorAmountMinor: number | null;
  readonly creditorCurrency: string | null;
  readonly occurredAt: number;
  readonly bookedAt: number | null;
  readonly bookingSequence: number | null;
  readonly channel: Channel;
  readonly deviceId: string | null;
  readonly ipAddress: string | null;
  readonly country: string | null;
  readonly location: string | null;
  readonly sessionSignals: readonly string[];
  readonly payeeAddedAt: number | null;
  readonly payeeNameMatch: NameMatch;
  readonly sameHolder: boolean | null;
  readonly debtorBalanceMinor: number | null;
  readonly creditorBalanceMinor: number | null;
  readonly batchId: string | null;
  readonly relatesTo: string | null;
  readonly decideBy: number | null;
  readonly endToEndId: string | null;
  readonly purpose: string | null;
  readonly remittance: string | null;
}

/** A final status: the transfer will not change any more but for returns, which are transfers of their own. */
export function isFinalStatus(status: TransferStatus): boolean {
  return status === 'SETTLED' || status === 'REJECTED' || status === 'CANCELLED';
}
