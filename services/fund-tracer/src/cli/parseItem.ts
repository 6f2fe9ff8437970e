import { isCurrency, minorDigits, ok, type ReportedPayment, type Result, refuse } from '@sluice/domain';

/**
 * A payment as a person writes it: `debtor,creditor,amount,currency,time`, the debtor left empty where it is not known, the
 * amount in major units (`48000.00`), the time in ISO 8601. ITEM_INVALID with what is wrong.
 */
export function parseItem(text: string): Result<ReportedPayment> {
  const parts = text.split(',').map((part) => part.trim());
  const [debtor, creditor, amount, currency, time] = parts;
  if (parts.length !== 5 || creditor === undefined || creditor === '')
    return invalid(text, 'write debtor,creditor,amount,currency,time');
  if (currency === undefined || !isCurrency(currency))
    return invalid(text, `${currency} is not an ISO 4217 currency code`);
  const amountMinor = toMinor(amount ?? '', currency);
  if (amountMinor === null)
    return invalid(
      text,
      `${amount} is no amount of ${currency} with at most ${minorDigits(currency)} decimals, for example ${(48000).toFixed(minorDigits(currency))}`,
    );
  const at = parseInstant(time ?? '');
  if (at === null)
    return invalid(text, `${time} is no time in ISO 8601 with a zone, for example 2026-03-02T09:58:00Z`);
  return ok({
    transferId: null,
    debtorAccount: debtor === undefined || debtor === '' ? null : debtor,
    creditorAccount: creditor,
    amountMinor,
    currency,
    at,
  });
}

/** Epoch ms of an ISO 8601 instant with a zone, or null. */
export function parseInstant(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

// Digit by digit, so that no amount passes through a float.
function toMinor(text: string, currency: string): number | null {
  const match = /^(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const digits = minorDigits(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return null;
  const minor = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) && minor > 0 ? minor : null;
}

function invalid(text: string, why: string) {
  return refuse('ITEM_INVALID', `--item ${text}: ${why}.`);
}
