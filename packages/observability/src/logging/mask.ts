import { isNativeError } from 'node:util/types';
import { accountIdProblem, maskAccount } from '@sluice/domain';

/** What stands where a name, a secret or a remittance line would have stood. */
export const REMOVED = '[removed]';

// Keys are compared in lower case without `_` and `-`, so that debtor_account, debtorAccount and DEBTOR-ACCOUNT are one.
const ACCOUNT_KEY = /(account|accounts|accountid|accountids|iban|aliases|subject)$/;
const REMOVED_KEY = new RegExp(
  [
    '(holder|debtor|creditor|payee|payer|customer|victim|first|last|full|given|family|company)s?names?$',
    '^(remittance|endtoendid|birthyear|birthdate|holderids?|customerids?|deviceid|ipaddress|location)$',
    '(phone|email|postaladdress)$',
    '(password|passwd|secret|token|authorization|cookie|credential|credentials|privatekey|apikey)$',
  ].join('|'),
);

const DEPTH_MAX = 8;
const ITEMS_MAX = 100;

/**
 * A copy of what is to be logged without personal data and secrets, at any depth: account numbers are masked, names,
 * remittance lines and secrets replaced, bytes told by their length, texts scrubbed (see `scrubText`). Deep and by key,
 * not by path: a path with a wildcard covers one depth only, and the first log line of a new shape would leak.
 */
export function maskForLog(value: unknown): unknown {
  return mask(value, DEPTH_MAX, new Set());
}

function mask(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (above.has(value)) return '[circular]';
  if (depth === 0) return '[too deep]';
  const within = new Set(above).add(value);
  if (value instanceof Error || isNativeError(value)) return maskError(value, depth, within);
  if (value instanceof Map || value instanceof Set) return `[${value.size} items]`;
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_MAX).map((item) => mask(item, depth - 1, within));
    return value.length > ITEMS_MAX ? [...items, `[${value.length - ITEMS_MAX} more]`] : items;
  }
  return maskFields(value, depth, within);
}

function maskFields(fields: object, depth: number, within: ReadonlySet<object>): Record<string, unknown> {
  const masked: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const word = key.toLowerCase().replace(/[_-]/g, '');
    if (field !== null && field !== undefined && REMOVED_KEY.test(word)) masked[key] = REMOVED;
    else if (ACCOUNT_KEY.test(word)) masked[key] = maskAccounts(field, depth, within);
    else masked[key] = mask(field, depth - 1, within);
  }
  return masked;
}

function maskAccounts(field: unknown, depth: number, within: ReadonlySet<object>): unknown {
  if (typeof field === 'string') return maskAccount(field);
  if (Array.isArray(field)) return field.slice(0, ITEMS_MAX).map((one) => maskAccounts(one, depth, within));
  return mask(field, depth - 1, within);
}

function maskError(error: Error, depth: number, within: ReadonlySet<object>): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubText(error.message),
    ...(error.stack !== undefined && { stack: scrubText(error.stack) }),
    ...(error.cause !== undefined && { cause: mask(error.cause, depth - 1, within) }),
    ...maskFields(error, depth, within),
  };
}

const IBAN_LIKE = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const CARD_LIKE = /\b\d(?:[ -]?\d){12,18}\b/g;
const URL_CREDENTIALS = /(:\/\/[^\s:@/]*):[^\s@/]+@/g;

/**
 * Masks what gives itself away inside free text: IBANs (by their check digits), card numbers (by the Luhn check) and
 * passwords in URLs. A second line only: messages should not carry accounts in the first place.
 */
export function scrubText(text: string): string {
  return text
    .replace(URL_CREDENTIALS, `$1:${REMOVED}@`)
    .replace(IBAN_LIKE, (found) => (isIban(found.replaceAll(' ', '')) ? maskAccount(found) : found))
    .replace(CARD_LIKE, (found) => (accountIdProblem(found) === 'CARD_NUMBER' ? maskAccount(found) : found));
}

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const digits = Number.parseInt(character, 36);
    remainder = (remainder * (digits > 9 ? 100 : 10) + digits) % 97;
  }
  return remainder === 1;
}
