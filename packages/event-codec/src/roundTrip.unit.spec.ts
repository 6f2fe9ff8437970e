import * as fc from 'fast-check';
import { ByteSink } from './byteSink';
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

  it.each(everyCodec(codec, nowAndThen))(
    'of $name can be appended to others, with the same bytes',
    ({ codec: one, values }) => {
      fc.assert(
        fc.property(fc.array(values, { maxLength: 3 }), fc.nat(300), (several, capacity) => {
          const sink = new ByteSink(capacity + 1);
          const parts = several.map((value) => {
            const from = sink.length;
            one.encodeInto(sink, value);
            return [from, sink.length] as const;
          });
          for (const [index, [from, to]] of parts.entries())
            expect(sink.bytes.subarray(from, to)).toEqual(one.encode(several[index]));
          sink.clear();
          expect(sink.length).toBe(0);
        }),
        { numRuns: 30 },
      );
    },
  );

  it('that breaks its own type leaves what others wrote before it', () => {
    const [decision] = fc.sample(decisionsOf(), 1);
    const sink = new ByteSink(16);
    codec.decisions.encodeInto(sink, decision!);
    const { length } = sink;
    expect(() => codec.decisions.encodeInto(sink, { ...decision!, decidedAt: 0.5 })).toThrow(TypeError);
    expect(sink.length).toBe(length);
    expect(sink.bytes.subarray(0, length)).toEqual(codec.decisions.encode(decision!));
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
