import type { TapBuffer } from './tap';

/** The longest string that is looked up, bytes: a BIC, a currency, a country, a purpose, an IPv4 address. */
export const SHORT_BYTES_MAX = 16;

// Codes come back in every record. A table of those seen last (a slot each, the newer one wins) gives them back as the
// same string: no call into the engine's native slicing, and a third less garbage. A slot is found and compared by the
// string's bytes, packed into four integers.
const SLOTS = 4096;
const WORDS = 4;
const packed = new Int32Array(SLOTS * WORDS);
const lengths = new Uint8Array(SLOTS);
const texts = new Array<string>(SLOTS).fill('');

/** The string of `buf[start, end)`, at most SHORT_BYTES_MAX bytes; null where a byte is not ASCII. */
export function readShortString(buf: TapBuffer, start: number, end: number): string | null {
  const length = end - start;
  const first = pack(buf, start, end);
  const second = length > 4 ? pack(buf, start + 4, end) : 0;
  const third = length > 8 ? pack(buf, start + 8, end) : 0;
  const fourth = length > 12 ? pack(buf, start + 12, end) : 0;
  if (((first | second | third | fourth) & 0x80808080) !== 0) return null;
  let hash = Math.imul(first ^ length, 0x5bd1e995) ^ second;
  hash = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995) ^ third;
  hash = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995) ^ fourth;
  hash = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995);
  const slot = (hash >>> 16) & (SLOTS - 1);
  const at = slot * WORDS;
  if (
    packed[at] === first &&
    packed[at + 1] === second &&
    packed[at + 2] === third &&
    packed[at + 3] === fourth &&
    lengths[slot] === length
  )
    return texts[slot]!;
  const text = buf.latin1Slice(start, end);
  packed[at] = first;
  packed[at + 1] = second;
  packed[at + 2] = third;
  packed[at + 3] = fourth;
  lengths[slot] = length;
  texts[slot] = text;
  return text;
}

// Up to four bytes as one integer.
function pack(buf: TapBuffer, from: number, end: number): number {
  if (end - from >= 4)
    return (buf[from]! << 24) | (buf[from + 1]! << 16) | (buf[from + 2]! << 8) | buf[from + 3]!;
  let word = 0;
  for (let i = from; i < end; i++) word = (word << 8) | buf[i]!;
  return word;
}
