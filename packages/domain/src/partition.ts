/**
 * Kafka's own key hash (murmur2 over the UTF-8 bytes, sign bit cleared), so that any producer in any language puts a
 * key on the partition where we look for it. Unsigned 31-bit integer.
 * Source: org.apache.kafka.common.utils.Utils.murmur2 and toPositive.
 */
export function keyHash(key: string): number {
  return keyHashOfBytes(Buffer.from(key, 'utf8'), 0, -1);
}

/** `keyHash` of `bytes[start, end)`; `end` -1 stands for the end of the buffer. */
export function keyHashOfBytes(bytes: Uint8Array, start: number, end: number): number {
  const stop = end < 0 ? bytes.length : end;
  const length = stop - start;
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ length;
  let i = start;
  for (; i + 4 <= stop; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    h = Math.imul(h, m) ^ k;
  }
  const rest = stop - i;
  if (rest === 3) h ^= bytes[i + 2]! << 16;
  if (rest >= 2) h ^= bytes[i + 1]! << 8;
  if (rest >= 1) {
    h ^= bytes[i]!;
    h = Math.imul(h, m);
  }
  h ^= h >>> 13;
  h = Math.imul(h, m);
  h ^= h >>> 15;
  return h & 0x7fffffff;
}

/** The partition of a key among `partitionCount`, as Kafka's default partitioner chooses it. */
export function partitionOf(key: string, partitionCount: number): number {
  return keyHash(key) % partitionCount;
}
