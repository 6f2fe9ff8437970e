/**
 * Money is an integer number of the currency's minor units together with its ISO 4217 code; never a float of major
 * units. The largest amount is 2^53 - 1, so that every amount and every sum that is checked stays exact.
 */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** The largest amount a transfer may carry, in minor units. */
export const AMOUNT_MINOR_MAX = Number.MAX_SAFE_INTEGER;

// ISO 4217 list one (active codes, funds codes left out). Digits are 2 unless listed below.
const TWO_DIGIT_CODES =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP ' +
  'CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
  'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN ' +
  'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP ' +
  'SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';
const ZERO_DIGIT_CODES = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const THREE_DIGIT_CODES = 'BHD IQD JOD KWD LYD OMR TND';

const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...TWO_DIGIT_CODES.split(' ').map((code): [string, number] => [code, 2]),
  ...ZERO_DIGIT_CODES.split(' ').map((code): [string, number] => [code, 0]),
  ...THREE_DIGIT_CODES.split(' ').map((code): [string, number] => [code, 3]),
]);

/** True where `code` is an active ISO 4217 alphabetic code. */
export function isCurrency(code: string): boolean {
  return MINOR_DIGITS.has(code);
}

/** Number of minor digits of a currency (JPY 0, EUR 2, BHD 3). Throws RangeError for a code outside ISO 4217. */
export function minorDigits(currency: string): number {
  const digits = MINOR_DIGITS.get(currency);
  if (digits === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency code`);
  return digits;
}

/** Every active code with its minor digits, for the database and for documents. */
export function currencies(): ReadonlyMap<string, number> {
  return MINOR_DIGITS;
}

/** Major units for people, exact: `formatMajor(4800000, 'EUR')` is `48,000.00`; grouping can be left out for files. */
export function formatMajor(amountMinor: number | bigint, currency: string, group = true): string {
  const digits = minorDigits(currency);
  const value = BigInt(amountMinor);
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? text : text.slice(0, -digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return sign + (group ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole) + fraction;
}
