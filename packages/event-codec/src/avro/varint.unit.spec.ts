import * as fc from 'fast-check';
import { varint } from '../testing/plainAvro';
import { MalformedAvro } from './tap';
import { readLong, readLongOrBigint, UnsafeLong, writeLong } from './varint';

const MAX = Number.MAX_SAFE_INTEGER;
const anyLong = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const longs = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(
    MAX,
    -MAX,
    MAX - 1,
    1 - MAX,
    0,
    -1,
    -(2 ** 52),
    -(2 ** 52) - 1,
    2 ** 28,
    -(2 ** 27),
    2 ** 51,
  ),
);
const at = (bytes: readonly number[]) => ({ buf: Buffer.from(bytes), pos: 0 });

describe('a long', () => {
  it('reads what the specification’s definition writes, over the whole exact range', () => {
    fc.assert(
      fc.property(longs, (value) => {
        const bytes = varint(BigInt(value));
        const tap = at(bytes);
        expect(readLong(tap)).toBe(value);
        expect(tap.pos).toBe(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes what the specification’s definition writes', () => {
    fc.assert(
      fc.property(longs, (value) => {
        const tap = { buf: Buffer.alloc(12), pos: 1 };
        writeLong(tap, value);
        expect([...tap.buf.subarray(1, tap.pos)]).toEqual(varint(BigInt(value)));
      }),
      { numRuns: 2000 },
    );
  });

  it('below −2^52 keeps its sign, which the zigzag form of a double would lose', () => {
    expect(readLong(at(varint(-(2n ** 52n) - 1n)))).toBe(-(2 ** 52) - 1);
    expect(readLong(at(varint(-(2n ** 53n) + 1n)))).toBe(-MAX);
  });

  it('beyond ±(2^53 − 1) is never rounded into range: it is unsafe, and told exactly', () => {
    const beyond = anyLong.filter((value) => value > MAX || value < -MAX);
    const edges = fc.constantFrom(
      2n ** 53n,
      2n ** 53n + 1n,
      -(2n ** 53n),
      2n ** 55n,
      2n ** 56n,
      2n ** 63n - 1n,
      -(2n ** 63n),
    );
    fc.assert(
      fc.property(fc.oneof(beyond, edges), (value) => {
        expect(() => readLong(at(varint(value)))).toThrow(UnsafeLong);
        expect(readLongOrBigint(at(varint(value)))).toBe(value);
        expect(Number.isSafeInteger(Number(value))).toBe(false);
        expect(Math.sign(Number(value))).toBe(value < 0n ? -1 : 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('that ends early is malformed, wherever it is cut', () => {
    fc.assert(
      fc.property(anyLong, fc.nat(9), (value, length) => {
        const bytes = varint(value);
        fc.pre(length < bytes.length);
        expect(() => readLong(at(bytes.slice(0, length)))).toThrow(MalformedAvro);
      }),
    );
  });

  it('of more than 64 bits, or padded with empty groups, is malformed', () => {
    expect(() => readLong(at([...new Array<number>(9).fill(0x80), 0x02]))).toThrow(MalformedAvro);
    expect(() => readLong(at(new Array<number>(11).fill(0xff)))).toThrow(MalformedAvro);
    expect(() => readLong(at([...new Array<number>(8).fill(0x80), 0x00]))).toThrow(MalformedAvro);
    expect(() => readLong(at([...new Array<number>(9).fill(0x80), 0x00]))).toThrow(MalformedAvro);
  });
});
