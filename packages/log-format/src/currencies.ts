const known = new Map<number, string>();

/** The three ASCII letters at `at` as one string per currency, so that comparing two is comparing references. */
export function currencyOf(bytes: Uint8Array, at: number): string {
  const code = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  if (code === lastCode) return last;
  let currency = known.get(code);
  if (currency === undefined) {
    currency = String.fromCharCode(code >>> 16, (code >>> 8) & 0xff, code & 0xff);
    known.set(code, currency);
  }
  lastCode = code;
  last = currency;
  return currency;
}

let lastCode = -1;
let last = '';
