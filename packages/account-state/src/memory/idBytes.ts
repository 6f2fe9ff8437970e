const BYTES_MAX = 255;
const encoder = new TextEncoder();

/** The UTF-8 bytes of the account id that is being looked up, and their hash; filled again for every look-up. */
export class IdBytes {
  readonly bytes = new Uint8Array(BYTES_MAX);
  length = 0;
  hash = 0;

  set(accountId: string): void {
    const length = accountId.length;
    const bytes = this.bytes;
    let i = 0;
    if (length <= BYTES_MAX) {
      for (; i < length; i++) {
        const unit = accountId.charCodeAt(i);
        if (unit >= 0x80) break;
        bytes[i] = unit;
      }
    }
    if (i < length) {
      const { read, written } = encoder.encodeInto(accountId, bytes);
      if (read < length) throw new RangeError(`an account id has at most ${BYTES_MAX} bytes`);
      i = written;
    }
    this.length = i;
    this.hash = hashOf(bytes, i);
  }

  setBytes(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > BYTES_MAX) throw new RangeError(`an account id has at most ${BYTES_MAX} bytes`);
    for (let i = 0; i < length; i++) this.bytes[i] = source[start + i]!;
    this.length = length;
    this.hash = hashOf(this.bytes, length);
  }

  equals(bytes: Uint8Array, start: number): boolean {
    for (let i = 0; i < this.length; i++) if (bytes[start + i] !== this.bytes[i]) return false;
    return true;
  }
}

// MurmurHash3 x86_32 (Appleby, public domain), seed 0, without its tail block: the tail's bytes are one block.
function hashOf(bytes: Uint8Array, length: number): number {
  let h = 0;
  for (let i = 0; i < length; i += 4) {
    let k = bytes[i]!;
    if (i + 1 < length) k |= bytes[i + 1]! << 8;
    if (i + 2 < length) k |= bytes[i + 2]! << 16;
    if (i + 3 < length) k |= bytes[i + 3]! << 24;
    k = Math.imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = Math.imul(h, 5) + 0xe6546b64;
  }
  h ^= length;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
