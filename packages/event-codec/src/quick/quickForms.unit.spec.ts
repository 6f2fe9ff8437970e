import { type Decision, decisionIdOf, type Transfer } from '@sluice/domain';
import * as fc from 'fast-check';
import { QuickReader } from '../avro/quickReader';
import { ByteSink } from '../byteSink';
import { contractSchema, type RecordName } from '../contractSchemas';
import { offlineEventCodec } from '../eventCodec';
import type { RecordCodec } from '../records/recordCodec';
import { codecReading, WRITER_ID, withLongs } from '../testing/plainAvro';
import { alwaysSet, neverSet, nowAndThen, recordArbitraries } from '../testing/recordArbitraries';
import { readDecision } from './readDecision';
import { readTransfer } from './readTransfer';

const codec = offlineEventCodec();
// The same schemas read and written by avsc's compiled types, without the hand-written forms.
const general = {
  transfers: codecReading<Transfer>('Transfer', contractSchema('Transfer').schema, 'nearest'),
  decisions: codecReading<Decision>('Decision', contractSchema('Decision').schema),
};

function both<T>(quick: RecordCodec<T>, slow: RecordCodec<T>, bytes: Buffer) {
  const one = Buffer.from(bytes);
  const other = Buffer.from(bytes);
  one.writeUInt32BE(quick.schemaId, 1);
  other.writeUInt32BE(WRITER_ID, 1);
  return [quick.decodeSync(one), slow.decodeSync(other)] as const;
}

function sameAnswer<T>(quick: RecordCodec<T>, slow: RecordCodec<T>, bytes: Buffer): void {
  const [answer, expected] = both(quick, slow, bytes);
  expect(answer).toStrictEqual(expected);
}

function fieldNames(record: RecordName): string[] {
  return JSON.parse(contractSchema(record).text).fields.map(({ name }: { name: string }) => name);
}

describe.each([
  ['every optional field set', alwaysSet],
  ['none set', neverSet],
  ['some set', nowAndThen],
])('with %s', (_words, optional) => {
  const values = recordArbitraries(optional);

  it('a transfer reads as avsc reads it', () => {
    fc.assert(
      fc.property(values.transfers, (transfer) => {
        const bytes = general.transfers.encode(transfer);
        sameAnswer(codec.transfers, general.transfers, bytes);
        expect(both(codec.transfers, general.transfers, bytes)[0]).toStrictEqual({
          ok: true,
          value: transfer,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('a decision reads as avsc reads it and is written as avsc writes it', () => {
    fc.assert(
      fc.property(values.decisions, (decision) => {
        const bytes = general.decisions.encode(decision);
        sameAnswer(codec.decisions, general.decisions, bytes);
        expect(codec.decisions.encode(decision).subarray(5)).toEqual(bytes.subarray(5));
      }),
      { numRuns: 200 },
    );
  });
});

it('a decision of ids that lie in bytes is the same as of their strings', () => {
  fc.assert(
    fc.property(recordArbitraries(nowAndThen).decisions, (drawn) => {
      const decision = { ...drawn, decisionId: decisionIdOf(drawn.transferId) };
      const parts = [decision.transferId, decision.debtorAccount, decision.creditorAccount].map((id) =>
        Buffer.from(id),
      );
      const ends = [0, 1, 2].map((place) => 3 + Buffer.concat(parts.slice(0, place + 1)).length);
      const ids = {
        bytes: Buffer.concat([Buffer.from('any'), ...parts, Buffer.from('thing')]),
        transferIdStart: 3,
        transferIdEnd: ends[0]!,
        debtorStart: ends[0]!,
        debtorEnd: ends[1]!,
        creditorStart: ends[1]!,
        creditorEnd: ends[2]!,
      };
      const sink = new ByteSink(1);
      codec.encodeDecisionOf(sink, ids, decision);
      expect(sink.bytes.subarray(0, sink.length)).toEqual(codec.decisions.encode(decision));
      const { length } = sink;
      expect(() => codec.encodeDecisionOf(sink, ids, { ...decision, decidedAt: 0.5 })).toThrow(TypeError);
      expect(sink.length).toBe(length);
    }),
    { numRuns: 300 },
  );
});

describe('bytes that a serializer did not write', () => {
  const values = recordArbitraries(nowAndThen);
  const damage = fc.oneof(
    fc.record({ change: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }) }),
    fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ more: fc.uint8Array({ maxLength: 5 }) }),
    fc.record({ insert: fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 10 })) }),
  );
  const damaged = (bytes: Buffer, how: Partial<Record<string, unknown>>): Buffer => {
    const record = Buffer.from(bytes);
    const place = (at: number) => 5 + (at % (record.length - 5));
    if (how.change !== undefined)
      for (const [at, byte] of how.change as [number, number][]) record[place(at)] = byte;
    if (how.keep !== undefined)
      return record.subarray(0, 5 + Math.floor((how.keep as number) * (record.length - 5)));
    if (how.more !== undefined) return Buffer.concat([record, how.more as Uint8Array]);
    if (how.insert !== undefined) {
      const [at, extra] = how.insert as [number, Uint8Array];
      return Buffer.concat([record.subarray(0, place(at)), extra, record.subarray(place(at))]);
    }
    return record;
  };

  it('get the same answer for a transfer, code and sentence', () => {
    fc.assert(
      fc.property(values.transfers, damage, (transfer, how) => {
        sameAnswer(codec.transfers, general.transfers, damaged(general.transfers.encode(transfer), how));
      }),
      { numRuns: 1_000 },
    );
  });

  it('get the same answer for a decision, code and sentence', () => {
    fc.assert(
      fc.property(values.decisions, damage, (decision, how) => {
        sameAnswer(codec.decisions, general.decisions, damaged(general.decisions.encode(decision), how));
      }),
      { numRuns: 1_000 },
    );
  });

  it('get the same answer where a long is beyond a number or at its edge', () => {
    const [transfer] = fc.sample(values.transfers, { numRuns: 1, seed: 11 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(62), (any, shift) => {
        const amountMinor = any >> BigInt(shift);
        sameAnswer(codec.transfers, general.transfers, withLongs('Transfer', transfer!, { amountMinor }));
      }),
      { numRuns: 500 },
    );
    for (const edge of [2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) + 1n, -(2n ** 53n)])
      sameAnswer(codec.transfers, general.transfers, withLongs('Transfer', transfer!, { amountMinor: edge }));
  });
});

describe('the hand-written forms', () => {
  it('read every record that our own writer makes, without falling back on avsc', () => {
    const { transfers, decisions } = recordArbitraries(nowAndThen);
    const reader = new QuickReader();
    fc.assert(
      fc.property(transfers, decisions, (transfer, decision) => {
        // The two things that are looked at twice: a replacement character, and a name that is no plain property.
        fc.pre(!/\ufffd|__proto__/.test(JSON.stringify([transfer, decision])));
        expect(readTransfer(reader.reset(general.transfers.encode(transfer), 5))).toStrictEqual(transfer);
        expect(readDecision(reader.reset(general.decisions.encode(decision), 5))).toStrictEqual(decision);
        reader.finish();
      }),
    );
  });

  it('name the fields of the schemas in their order', () => {
    const [transfer] = fc.sample(recordArbitraries(nowAndThen).transfers, 1);
    const [decision] = fc.sample(recordArbitraries(nowAndThen).decisions, 1);
    const read = codec.transfers.decodeSync(codec.transfers.encode(transfer!));
    const decided = codec.decisions.decodeSync(codec.decisions.encode(decision!));
    if (read.ok !== true || decided.ok !== true) throw new Error('our own bytes are decodable');
    expect(Object.keys(read.value)).toEqual(fieldNames('Transfer'));
    expect(Object.keys(decided.value)).toEqual(fieldNames('Decision'));
  });

  it('refuse to write what breaks its type', () => {
    const [decision] = fc.sample(recordArbitraries(nowAndThen).decisions, 1);
    const reason = { rule: 'r', subject: 's', points: 1, detail: 'd', evidence: {} };
    for (const wrong of [
      { decisionId: 7 },
      { amountMinor: 0.5 },
      { amountMinor: 2 ** 53 },
      { amountMinor: '1' },
      { outcome: 'MAYBE' },
      { debtorScore: 2 ** 31 },
      { debtorScore: 0.5 },
      { scenario: undefined },
      { reasons: [{ ...reason, points: 0.5 }] },
      { reasons: [{ ...reason, evidence: { share: '1' } }] },
      { reasons: [{ ...reason, detail: null }] },
      { missingEvidence: [1] },
    ]) {
      // A value that the type forbids: what a bug would hand over.
      const broken = { ...decision!, ...wrong } as Decision;
      expect(() => codec.decisions.encode(broken)).toThrow(TypeError);
    }
  });

  it('write a number of any size, a text of any length', () => {
    const sink = new ByteSink(1);
    for (const value of [0, -1, 1, 2 ** 27, 2 ** 28 - 1, -(2 ** 28), 2 ** 53 - 1, -(2 ** 53) + 1])
      sink.long(value);
    expect(() => sink.long(2 ** 53)).toThrow(TypeError);
    sink.string('ü'.repeat(100_000));
    expect(sink.bytes.subarray(sink.length - 2, sink.length).toString()).toBe('ü');
  });
});
