import type { CurrencyTable } from '../memory/currencyTable';

/** Bytes being written, little-endian; one buffer that grows and is used again. */
export class ByteSink {
  private bytes = new Uint8Array(4_096);
  private view = new DataView(this.bytes.buffer);
  private at = 0;

  reset(): void {
    this.at = 0;
  }

  /** What was written since `reset`; valid until the next `reset`. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  u8(value: number): void {
    this.ensure(1);
    this.bytes[this.at++] = value;
  }

  u16(value: number): void {
    this.ensure(2);
    this.view.setUint16(this.at, value, true);
    this.at += 2;
  }

  u32(value: number): void {
    this.ensure(4);
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  f32(value: number): void {
    this.ensure(4);
    this.view.setFloat32(this.at, value, true);
    this.at += 4;
  }

  f64(value: number): void {
    this.ensure(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** An integer from 0 to 2^53 - 1, seven bits a byte, the lowest first (LEB128). */
  varint(value: number): void {
    this.ensure(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.at++] = rest;
  }

  raw(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** A currency as its three letters, because its number differs from store to store; no currency as one zero byte. */
  currency(number: number, currencies: CurrencyTable): void {
    const code = currencies.codeOf(number);
    for (let i = 0; i < code.length; i++) this.u8(code.charCodeAt(i));
    if (code.length === 0) this.u8(0);
  }

  private ensure(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.at + more));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
