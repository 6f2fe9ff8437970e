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

/**
 * Refuses what the contract refuses: empty, longer than 64 characters, digits alone (two banks' equal local numbers
 * are two people), a card number (12 to 19 digits with a valid Luhn check, spaces and dashes ignored, also after an
 * institution prefix), control characters or blanks.
 */
export function accountIdProblem(accountId: string): AccountIdProblem | null {
  if (accountId.length === 0) return 'EMPTY';
  if (accountId.length > ACCOUNT_ID_LENGTH_MAX) return 'TOO_LONG';
  const local = accountId.slice(accountId.lastIndexOf(':') + 1);
  const compact = local.replace(/[ -]/g, '');
  if (!isCash(accountId) && isCardNumber(compact)) return 'CARD_NUMBER';
  if (/^\d+$/.test(accountId.replace(/[ -]/g, ''))) return 'DIGITS_ALONE';
  for (let i = 0; i < accountId.length; i++) {
    const code = accountId.charCodeAt(i);
    if (code <= 0x20 || code === 0x7f) return 'BAD_CHARACTER';
  }
  return null;
}

// Issuer identification numbers of the card schemes (ISO/IEC 7812): 3 (Amex, Diners, JCB), 4 (Visa), 5 and 2 (Mastercard),
// 6 (UnionPay, Discover, Maestro). The Luhn check keeps most local account numbers out.
function isCardNumber(digits: string): boolean {
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (i % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The form in which an account may appear in logs and on screens: `••` and its last four characters. */
export function maskAccount(accountId: string): string {
  return isCash(accountId) ? accountId : `••${accountId.slice(-4)}`;
}
