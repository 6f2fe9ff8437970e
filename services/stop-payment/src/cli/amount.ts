import { AMOUNT_MINOR_MAX, isCurrency, minorDigits, ok, type Result, refuse } from '@sluice/domain';

/**
 * Minor units of an amount that a person typed in major units, exact: `48,000.00 EUR` is 4800000. More digits than the
 * currency has are refused, never rounded.
 */
export function minorFromMajor(text: string, currency: string): Result<number> {
  if (!isCurrency(currency))
    return refuse('CURRENCY_UNKNOWN', `${currency} is no ISO 4217 currency code; write for example EUR.`);
  const digits = minorDigits(currency);
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(plain);
  if (parts === null)
    return refuse('AMOUNT_MALFORMED', `${text} is no amount; write it as 1234.56 or 1,234.56.`);
  const [, whole = '0', fraction = ''] = parts;
  if (fraction.length > digits) {
    return refuse(
      'AMOUNT_MALFORMED',
      `${text} has ${fraction.length} digits after the point; ${currency} has ${digits}.`,
    );
  }
  const minor = BigInt(whole + fraction.padEnd(digits, '0'));
  if (minor <= 0n || minor > BigInt(AMOUNT_MINOR_MAX))
    return refuse(
      'AMOUNT_OUT_OF_RANGE',
      `${text} ${currency} is not above 0 and at most 2^53 - 1 minor units.`,
    );
  return ok(Number(minor));
}
