/** Keyed 64-bit fingerprint of an id as two 32-bit halves; nobody without the key can make two ids collide on purpose. */
export interface Fingerprint {
  lo: number;
  hi: number;
}

/**
 * Fingerprints the string in Avro form at `at` (zigzag length, UTF-8) under a key of two 32-bit words, into `into`: two
 * lanes, four bytes a step.
 */
export function fingerprintOf(
  bytes: DataView,
  at: number,
  keyLo: number,
  keyHi: number,
  into: Fingerprint,
): void {
  let start = at + 1;
  let length = bytes.getUint8(at);
  if (length >= 0x80) {
    // At most 128 characters, so at most two bytes of length.
    length = (length & 0x7f) | (bytes.getUint8(start) << 7);
    start += 1;
  }
  length >>>= 1;
  let a = keyLo ^ 0x9e3779b9;
  let b = keyHi ^ 0x85ebca6b;
  const end = start + length;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = bytes.getInt32(i, true);
    a = Math.imul(a ^ word, 0xcc9e2d51);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b + word, 0x1b873593) ^ keyHi;
    b = (b << 17) | (b >>> 15);
    b += a;
  }
  let rest = 0;
  for (; i < end; i++) rest = (rest << 8) | bytes.getUint8(i);
  a = Math.imul(a ^ rest, 0xcc9e2d51);
  b = Math.imul(b + rest, 0x1b873593) ^ (a >>> 7);
  into.lo = mix(a ^ Math.imul(b, 0x27d4eb2f) ^ length) >>> 0;
  into.hi = mix(b ^ Math.imul(a, 0x165667b1) ^ keyLo) >>> 0;
}

/** The finaliser of MurmurHash3. */
export function mix(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
