import { hash53 } from '@sluice/domain';

/** Most UTF-8 bytes of an account id. */
export const ID_BYTES_MAX = 255;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The account id that is being looked up: its UTF-8 bytes and the hash that finds it; filled again for every look-up. */
export class AccountKey {
  private readonly own = new Uint8Array(ID_BYTES_MAX);
  bytes: Uint8Array = this.own;
  start = 0;
  length = 0;
  /** The low 32 bits of the id's `hash53`. */
  hash = 0;

  setText(accountId: string): void {
    const { own } = this;
    const { length } = accountId;
    this.bytes = own;
    this.start = 0;
    let i = 0;
    if (length <= ID_BYTES_MAX) {
      for (; i < length; i++) {
        const unit = accountId.charCodeAt(i);
        if (unit >= 0x80) break;
        own[i] = unit;
      }
    }
    let text = accountId;
    if (i < length) {
      const { read, written } = encoder.encodeInto(accountId, own);
      if (read < length) throw new RangeError(`an account id has at most ${ID_BYTES_MAX} bytes`);
      i = written;
      // Half a surrogate pair has no bytes of its own: the hash must be that of the text which the bytes spell.
      text = decoder.decode(own.subarray(0, written));
    }
    this.length = i;
    this.hash = hash53(text) >>> 0;
  }

  /** `bytes[start, end)`, not copied: they must not change while the key is in use. */
  setBytes(bytes: Uint8Array, start: number, end: number, hash: number): void {
    if (end - start > ID_BYTES_MAX) throw new RangeError(`an account id has at most ${ID_BYTES_MAX} bytes`);
    this.bytes = bytes;
    this.start = start;
    this.length = end - start;
    this.hash = hash >>> 0;
  }

  /** True where `bytes` hold this id from `at` on. */
  equals(bytes: Uint8Array, at: number): boolean {
    const { bytes: own, start, length } = this;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== own[start + i]) return false;
    return true;
  }
}
