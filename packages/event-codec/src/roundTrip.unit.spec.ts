import * as fc from 'fast-check';
import { offlineEventCodec } from './eventCodec';
import { everyCodec } from './testing/everyCodec';
import { alwaysSet, neverSet, nowAndThen, recordArbitraries } from './testing/recordArbitraries';

const codec = offlineEventCodec();

describe.each([
  ['with every optional field set', alwaysSet],
  ['with no optional field set', neverSet],
  ['with some optional fields set', nowAndThen],
])('a record %s', (_words, optional) => {
  it.each(everyCodec(codec, optional))('of $name comes back as it was written', ({ codec: one, values }) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(one.decodeSync(one.encode(value))).toStrictEqual({ ok: true, value });
      }),
    );
  });
});

describe('a record', () => {
  it('is the same bytes each time, so that a redelivered decision cannot be told from the first', () => {
    const [transfers, , , , decisions] = everyCodec(codec, nowAndThen);
    for (const one of [transfers!, decisions!]) {
      fc.assert(
        fc.property(one.values, (value) => {
          const first = one.codec.encode(value);
          expect(one.codec.encode(structuredClone(value)).equals(first)).toBe(true);
        }),
      );
    }
  });

  it('begins with a zero byte and the id of its schema, as registry serializers of any language write it', () => {
    const bytes = codec.decisions.encode(fc.sample(decisionsOf(), 1)[0]!);
    expect(bytes[0]).toBe(0);
    expect(bytes.readUInt32BE(1)).toBe(codec.decisions.schemaId);
  });

  it('can be written into a larger buffer, and says so where it does not fit', () => {
    fc.assert(
      fc.property(decisionsOf(), fc.nat(300), (decision, offset) => {
        const bytes = codec.decisions.encode(decision);
        const roomy = Buffer.alloc(offset + bytes.length + 7, 0xee);
        const end = codec.decisions.encodeInto(decision, roomy, offset);
        expect(end).toBe(offset + bytes.length);
        expect(roomy.subarray(offset, end).equals(bytes)).toBe(true);
        expect(roomy.subarray(end).every((byte) => byte === 0xee)).toBe(true);
        const tight = Buffer.alloc(offset + bytes.length - 1);
        expect(codec.decisions.encodeInto(decision, tight, offset)).toBeLessThan(0);
      }),
    );
  });

  it('of more than 64 KiB is written whole', () => {
    const [decision] = fc.sample(decisionsOf(), 1);
    const long = { ...decision!, payerReason: 'ü'.repeat(200_000) };
    expect(codec.decisions.decodeSync(codec.decisions.encode(long))).toStrictEqual({ ok: true, value: long });
  });

  it('carries a lone surrogate, which UTF-8 has no bytes for, as U+FFFD', () => {
    const [decision] = fc.sample(decisionsOf(), 1);
    const bytes = codec.decisions.encode({ ...decision!, scenario: 'a\ud800b' });
    expect(codec.decisions.decodeSync(bytes)).toMatchObject({ value: { scenario: 'a\ufffdb' } });
  });

  it('that breaks its own type is a bug, and throws', () => {
    const [decision] = fc.sample(decisionsOf(), 1);
    expect(() => codec.decisions.encode({ ...decision!, amountMinor: 0.5 })).toThrow(TypeError);
    expect(() => codec.decisions.encode({ ...decision!, amountMinor: 2 ** 53 })).toThrow(TypeError);
    expect(() => codec.decisions.encode({ ...decision!, debtorScore: 2 ** 31 })).toThrow();
  });
});

function decisionsOf() {
  return recordArbitraries(nowAndThen).decisions;
}
