/** Number of the currencies that share a place because the first 126 places are taken. */
export const SHARED_CURRENCY = 127;
const SHARED_CODE = '???';

/**
 * Small numbers for currency codes, in the order in which a store met them: 1 to 126 for one currency each (ISO 4217 has
 * about 155 in use; one partition of a bank sees a few), 127 for all further ones together, whose sums are then too high
 * rather than too low. 0 is no currency.
 */
export class CurrencyTable {
  private readonly numbers = new Uint8Array(1 << 15);
  private readonly codes: string[] = ['', ...Array<string>(SHARED_CURRENCY)];
  private count = 0;

  constructor() {
    this.numbers[keyOf(SHARED_CODE)] = SHARED_CURRENCY;
    this.codes[SHARED_CURRENCY] = SHARED_CODE;
  }

  /** Number of a code that has one, else 0. */
  find(code: string): number {
    const number = this.numbers[keyOf(code)]!;
    return number === 0 && this.count === SHARED_CURRENCY - 1 ? SHARED_CURRENCY : number;
  }

  /** Number of a code; gives it one where it has none. */
  numberOf(code: string): number {
    const known = this.find(code);
    if (known !== 0) return known;
    this.count += 1;
    this.numbers[keyOf(code)] = this.count;
    this.codes[this.count] = code;
    return this.count;
  }

  codeOf(number: number): string {
    return this.codes[number]!;
  }
}

// Three letters of five bits each; the border has refused whatever is not an ISO 4217 code.
function keyOf(code: string): number {
  return ((code.charCodeAt(0) & 31) << 10) | ((code.charCodeAt(1) & 31) << 5) | (code.charCodeAt(2) & 31);
}
