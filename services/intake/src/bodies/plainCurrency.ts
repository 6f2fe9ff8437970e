import { currencies } from '@sluice/domain';

const CODES = new Uint8Array(1 << 15);
for (const code of currencies().keys())
  CODES[slotOf(code.charCodeAt(0), code.charCodeAt(1), code.charCodeAt(2))] = 1;

/** True where `bytes[start, end)` is an active ISO 4217 code. */
export function isCurrencyAt(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 3) return false;
  const first = bytes[start]!;
  const second = bytes[start + 1]!;
  const third = bytes[start + 2]!;
  return (
    isCapital(first) && isCapital(second) && isCapital(third) && CODES[slotOf(first, second, third)] === 1
  );
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function slotOf(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}
