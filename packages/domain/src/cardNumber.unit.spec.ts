import * as fc from 'fast-check';
import { isCardNumber } from './cardNumber';

/** Appends the check digit of ISO/IEC 7812-1 annex B, computed from the left as the annex words it. */
function withCheckDigit(body: string): string {
  const doubled = [...body].reverse().map((text, index) => Number(text) * (index % 2 === 0 ? 2 : 1));
  const sum = doubled.reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

describe('a payment card number', () => {
  it.each([
    ['Visa', '4', 16],
    ['Visa, old', '4', 13],
    ['Mastercard', '51', 16],
    ['Mastercard', '2720', 16],
    ['American Express', '37', 15],
    ['Diners Club', '36', 14],
    ['JCB', '3530', 16],
    ['Discover', '6011', 16],
    ['UnionPay', '62', 19],
    ['Maestro', '6761', 12],
  ])(
    'of %s (%s…, %d digits) is known, and with any other check digit it is not',
    (_scheme, prefix, length) => {
      const number = withCheckDigit(prefix.padEnd(length - 1, '0'));
      expect(isCardNumber(number)).toBe(true);
      const other = (Number(number.at(-1)) + 1) % 10;
      expect(isCardNumber(number.slice(0, -1) + other)).toBe(false);
    },
  );

  it('is not any number with a valid check digit: issuer and length count', () => {
    expect(isCardNumber(withCheckDigit('5010012345678'))).toBe(false);
    expect(isCardNumber(withCheckDigit('9'.repeat(15)))).toBe(false);
    expect(isCardNumber(withCheckDigit('51'.padEnd(14, '0')))).toBe(false);
    expect(isCardNumber(withCheckDigit('4'.padEnd(19, '0')))).toBe(false);
  });

  it('takes no more than a tenth of the local numbers of one issuer range', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^4[0-9]{14}$/), (body) => {
        const taken = [...'0123456789'].filter((check) => isCardNumber(body + check));
        expect(taken).toHaveLength(1);
      }),
    );
  });
});
