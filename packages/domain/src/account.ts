import { isCardNumber } from './cardNumber';

/** What is wrong with an account identifier, or null where it is well formed (see `accountIdProblem`). */
export type AccountIdProblem = 'EMPTY' | 'TOO_LONG' | 'DIGITS_ALONE' | 'CARD_NUMBER' | 'BAD_CHARACTER';

/** The longest account identifier, in characters. */
export const ACCOUNT_ID_LENGTH_MAX = 64;

export const ACCOUNT_KINDS = [
  'CURRENT',
  'SAVINGS',
  'LOAN',
  'WALLET',
  'MERCHANT',
  'POOLED',
  'INTERNAL',
  'UNKNOWN',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];
export const ACCOUNT_STATUSES = ['OPEN', 'BLOCKED', 'CLOSED', 'UNKNOWN'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];
export const HOLDER_KINDS = ['PERSON', 'COMPANY', 'INSTITUTION', 'UNKNOWN'] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

/** What the bank knows of one of its accounts; the record `Account` of the wire contract. */
export interface Account {
  readonly accountId: string;
  readonly aliases: readonly string[];
  readonly kind: AccountKind;
  readonly status: AccountStatus;
  readonly currency: string | null;
  readonly institution: string | null;
  readonly branch: string | null;
  /** Customer references of the holders, never names. */
  readonly holderIds: readonly string[];
  readonly holderKind: HolderKind;
  /** Epoch ms. */
  readonly openedAt: number;
  readonly identityVerified: boolean;
  readonly birthYear: number | null;
  /** Keyed hash of the bound phone number. */
  readonly phone: string | null;
  readonly dailyLimitMinor: number | null;
  /** Code of a protection that a policy pack knows, for example SALARY or WELFARE. */
  readonly protection: string | null;
}

/** Prefix of the other side of a cash withdrawal or deposit: `CASH:<terminal>`. */
export const CASH_PREFIX = 'CASH:';

/** True for `CASH:<terminal>`: not an account, it has no windows and cannot be frozen. */
export function isCash(accountId: string): boolean {
  return accountId.startsWith(CASH_PREFIX);
}

// Anything outside printable ASCII that no one sees: controls, format characters (zero width), lone surrogates, blanks.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/**
 * Refuses what the contract refuses: empty (also after an institution prefix), longer than 64 characters, digits alone
 * (two banks' equal local numbers are two people), a card number (see `isCardNumber`; spaces and dashes ignored, also
 * after an institution prefix), and characters that no one sees (blanks, controls, zero width: an account that looks
 * like another one would slip past every list).
 */
export function accountIdProblem(accountId: string): AccountIdProblem | null {
  const local = accountId.slice(accountId.lastIndexOf(':') + 1);
  if (local.length === 0) return 'EMPTY';
  if (accountId.length > ACCOUNT_ID_LENGTH_MAX) return 'TOO_LONG';
  const firstCode = local.charCodeAt(0);
  const mayBeNumber = firstCode <= 0x39;
  if (mayBeNumber && !isCash(accountId) && isCardNumber(local.replace(/[ -]/g, ''))) return 'CARD_NUMBER';
  if (mayBeNumber && /^\d+$/.test(accountId.replace(/[ -]/g, ''))) return 'DIGITS_ALONE';
  for (let i = 0; i < accountId.length; i++) {
    const code = accountId.charCodeAt(i);
    if (code <= 0x20 || code >= 0x7f) return UNSEEN.test(accountId) ? 'BAD_CHARACTER' : null;
  }
  return null;
}

/** The form in which an account may appear in logs and on screens: `••` and its last four characters. */
export function maskAccount(accountId: string): string {
  return isCash(accountId) ? accountId : `••${accountId.slice(-4)}`;
}
