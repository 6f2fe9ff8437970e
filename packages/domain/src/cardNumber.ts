/** One issuer range of a card scheme: leading digits from `from` to `to` (equally many) and the lengths that it issues. */
interface IssuerRange {
  readonly from: number;
  readonly to: number;
  readonly digitsMin: number;
  readonly digitsMax: number;
}

// Public issuer ranges (ISO/IEC 7812 identification numbers) with the lengths of each scheme. A Luhn check alone would
// take one local account number in ten for a card; the ranges keep honest accounts out of `dead-letters`.
const ISSUER_RANGES: readonly IssuerRange[] = [
  { from: 4, to: 4, digitsMin: 13, digitsMax: 19 }, // Visa
  { from: 51, to: 55, digitsMin: 16, digitsMax: 16 }, // Mastercard
  { from: 2221, to: 2720, digitsMin: 16, digitsMax: 16 }, // Mastercard
  { from: 34, to: 34, digitsMin: 15, digitsMax: 15 }, // American Express
  { from: 37, to: 37, digitsMin: 15, digitsMax: 15 }, // American Express
  { from: 300, to: 305, digitsMin: 14, digitsMax: 19 }, // Diners Club
  { from: 36, to: 36, digitsMin: 14, digitsMax: 19 }, // Diners Club
  { from: 38, to: 39, digitsMin: 14, digitsMax: 19 }, // Diners Club
  { from: 3528, to: 3589, digitsMin: 16, digitsMax: 19 }, // JCB
  { from: 6011, to: 6011, digitsMin: 16, digitsMax: 19 }, // Discover
  { from: 644, to: 659, digitsMin: 16, digitsMax: 19 }, // Discover, RuPay
  { from: 60, to: 60, digitsMin: 16, digitsMax: 16 }, // RuPay
  { from: 508, to: 508, digitsMin: 16, digitsMax: 16 }, // RuPay
  { from: 62, to: 62, digitsMin: 16, digitsMax: 19 }, // UnionPay
  { from: 81, to: 82, digitsMin: 16, digitsMax: 19 }, // UnionPay, RuPay
  { from: 2200, to: 2204, digitsMin: 16, digitsMax: 19 }, // Mir
  { from: 5018, to: 5018, digitsMin: 12, digitsMax: 19 }, // Maestro
  { from: 5020, to: 5020, digitsMin: 12, digitsMax: 19 }, // Maestro
  { from: 5038, to: 5038, digitsMin: 12, digitsMax: 19 }, // Maestro
  { from: 5893, to: 5893, digitsMin: 12, digitsMax: 19 }, // Maestro
  { from: 6304, to: 6304, digitsMin: 12, digitsMax: 19 }, // Maestro
  { from: 6759, to: 6763, digitsMin: 12, digitsMax: 19 }, // Maestro
];

/**
 * True where `digits` (without spaces or dashes) is the number of a payment card: 12 to 19 digits, of an issuer range
 * of a card scheme at a length that it issues, with a valid Luhn check digit (ISO/IEC 7812-1 annex B).
 */
export function isCardNumber(digits: string): boolean {
  if (digits.length < 12 || digits.length > 19 || !/^\d+$/.test(digits)) return false;
  return ISSUER_RANGES.some((range) => isOf(range, digits)) && hasLuhnCheckDigit(digits);
}

function isOf(range: IssuerRange, digits: string): boolean {
  if (digits.length < range.digitsMin || digits.length > range.digitsMax) return false;
  const prefix = Number(digits.slice(0, String(range.from).length));
  return prefix >= range.from && prefix <= range.to;
}

function hasLuhnCheckDigit(digits: string): boolean {
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
