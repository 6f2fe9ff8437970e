import type { CurrencyTable } from '../memory/currencyTable';

/** Reads what `ByteSink` wrote; throws RangeError where the bytes end too early. */
export class ByteSource {
  private readonly view: DataView;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  u8(): number {
    this.at += 1;
    return this.view.getUint8(this.at - 1);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  f32(): number {
    this.at += 4;
    return this.view.getFloat32(this.at - 4, true);
  }

  f64(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  raw(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('the bytes of an account end too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Number of a currency that `ByteSink.currency` wrote. */
  currency(currencies: CurrencyTable): number {
    const first = this.u8();
    if (first === 0) return 0;
    return currencies.numberOf(String.fromCharCode(first, this.u8(), this.u8()));
  }
}
