/** Numbers that look random and are the same in every run (xorshift32, Marsaglia 2003). */
export class Lottery {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 1;
  }

  /** An integer in [0, 2^32). */
  word(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  below(limit: number): number {
    return Math.floor((this.word() / 4_294_967_296) * limit);
  }

  fraction(): number {
    return this.word() / 4_294_967_296;
  }
}
