import type { TapBuffer } from './tap';

/** The longest string that is looked up, bytes: a BIC, a currency, a session signal, the version of a set of rules. */
export const CODE_BYTES_MAX = 20;

// Codes come back in every record. A table of those seen last (a slot each, the newer one wins) gives them back as the
// same string: no call into the engine, and less garbage. A slot is found and compared by the string's bytes, packed
// into five integers of four bytes, the last of which overlaps the one before.
const SLOTS = 4096;
const WORDS = 5;
const packed = new Int32Array(SLOTS * WORDS);
const lengths = new Uint8Array(SLOTS);
const texts = new Array<string>(SLOTS).fill('');

const HIGH_BITS = 0x80808080 | 0;

/**
 * The string of `bytes[start, start + length)`, at most CODE_BYTES_MAX bytes; null where a byte is not ASCII. `words`
 * shows the same memory, `place` is `start` in it.
 */
export function readCode(
  bytes: TapBuffer,
  start: number,
  length: number,
  words: DataView<ArrayBufferLike>,
  place: number,
): string | null {
  let first: number;
  let last: number;
  let second = 0;
  let third = 0;
  let fourth = 0;
  if (length >= 4) {
    first = words.getInt32(place, true);
    last = words.getInt32(place + length - 4, true);
    if (length > 8) {
      second = words.getInt32(place + 4, true);
      if (length > 12) third = words.getInt32(place + 8, true);
      if (length > 16) fourth = words.getInt32(place + 12, true);
    }
  } else {
    first = length > 0 ? bytes[start]! : 0;
    if (length > 1) first |= bytes[start + 1]! << 8;
    last = length > 2 ? bytes[start + 2]! : 0;
  }
  if (((first | second | third | fourth | last) & HIGH_BITS) !== 0) return null;
  let hash = Math.imul(first ^ length, 0x5bd1e995) ^ last;
  hash = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995) ^ second;
  hash = Math.imul(hash ^ (hash >>> 15) ^ third, 0x5bd1e995) ^ fourth;
  hash = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995);
  const slot = (hash >>> 16) & (SLOTS - 1);
  const at = slot * WORDS;
  if (
    packed[at] === first &&
    packed[at + 1] === second &&
    packed[at + 2] === third &&
    packed[at + 3] === fourth &&
    packed[at + 4] === last &&
    lengths[slot] === length
  )
    return texts[slot]!;
  const text = bytes.latin1Slice(start, start + length);
  packed[at] = first;
  packed[at + 1] = second;
  packed[at + 2] = third;
  packed[at + 3] = fourth;
  packed[at + 4] = last;
  lengths[slot] = length;
  texts[slot] = text;
  return text;
}
