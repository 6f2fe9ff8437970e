/**
 * A hash over accounts in any order: the sum of a 64-bit hash of each. Says whether two states are equal; it is no
 * protection against somebody who makes states that collide.
 */
export class StateDigest {
  private low: number;
  private high: number;
  private count = 0;

  constructor(streamTime: number) {
    this.low = streamTime >>> 0;
    this.high = Math.floor(streamTime / 4_294_967_296);
  }

  add(bytes: Uint8Array): void {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let i = 0; i < bytes.length; i++) {
      a = Math.imul(a ^ bytes[i]!, 0x01000193);
      b = Math.imul(b ^ bytes[i]!, 0x5bd1e995);
      b ^= b >>> 15;
    }
    this.low = (this.low + mixed(a)) >>> 0;
    this.high = (this.high + mixed(b ^ bytes.length)) >>> 0;
    this.count += 1;
  }

  /** Number of accounts, then 16 hexadecimal digits. */
  toString(): string {
    return `${this.count}-${hex(this.high)}${hex(this.low)}`;
  }
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

// Finaliser of MurmurHash3.
function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
