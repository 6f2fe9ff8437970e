import { mix } from '../ids/fingerprint';

/** `hash53` of the domain for the ASCII text in `bytes[start, end)`, without making a string of it. */
export function hash53OfBytes(bytes: Uint8Array, start: number, end: number): number {
  let a = 0x811c9dc5;
  let b = 0x2545f491;
  for (let i = start; i < end; i++) {
    const unit = bytes[i]!;
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
    b ^= b >>> 15;
  }
  return (mix(a ^ Math.imul(b, 0x9e3779b1)) >>> 0) + (mix(b + end - start) & 0x1fffff) * 0x100000000;
}
