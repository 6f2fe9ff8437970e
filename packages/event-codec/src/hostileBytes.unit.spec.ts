import * as fc from 'fast-check';
import { offlineEventCodec } from './eventCodec';
import type { RecordCodec } from './records/recordCodec';
import { everyCodec } from './testing/everyCodec';
import { codecReading, schemaOf, varint, WRITER_ID } from './testing/plainAvro';
import { nowAndThen, recordArbitraries } from './testing/recordArbitraries';

const codec = offlineEventCodec();
const codecs = everyCodec(codec, nowAndThen);
const UNDECODABLE = { ok: false, problem: { code: 'UNDECODABLE', sentence: expect.any(String) } };

/** Longest time that one refused record may take, ms, on a machine busy with other tests; a believed count takes hours. */
const REFUSED_WITHIN_MS = 2_000;

function timed<T>(run: () => T): T {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).toBeLessThan(REFUSED_WITHIN_MS);
  return result;
}

function header(one: RecordCodec<unknown>): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(one.schemaId, 1);
  return bytes;
}

describe.each(codecs)('a record of $name', ({ codec: one, values }) => {
  it('that is cut off anywhere is refused', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (value, part) => {
        const bytes = one.encode(value);
        expect(one.decodeSync(bytes.subarray(0, Math.floor(part * bytes.length)))).toEqual(UNDECODABLE);
      }),
    );
  });

  it('with bytes left over is refused', () => {
    fc.assert(
      fc.property(values, fc.uint8Array({ minLength: 1, maxLength: 9 }), (value, more) => {
        expect(one.decodeSync(Buffer.concat([one.encode(value), more]))).toEqual(UNDECODABLE);
      }),
    );
  });

  it('made of random bytes never throws and never hangs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (body) => {
        const decoded = timed(() => one.decodeSync(Buffer.concat([header(one), body])));
        expect([true, false]).toContain(decoded.ok);
      }),
      { numRuns: 500 },
    );
  });

  it('with some bytes changed never throws and never hangs', () => {
    fc.assert(
      fc.property(
        values,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (value, changes) => {
          const bytes = one.encode(value);
          for (const [place, byte] of changes) bytes[5 + (place % (bytes.length - 5))] = byte;
          const decoded = timed(() => one.decodeSync(bytes));
          expect([true, false]).toContain(decoded.ok);
        },
      ),
    );
  });
});

describe('a collection that claims more than is there', () => {
  const [decision] = fc.sample(recordArbitraries(nowAndThen).decisions, { numRuns: 1, seed: 3 });
  const empty = codec.decisions.encode({ ...decision!, reasons: [], missingEvidence: [] });
  const full = codec.decisions.encode({
    ...decision!,
    reasons: [{ rule: '', subject: '', points: 0, detail: '', evidence: {} }],
    missingEvidence: [],
  });
  // Where the two differ first, the count of reasons stands.
  const place = [...empty].findIndex((byte, index) => byte !== full[index]);

  it.each([
    2n ** 20n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 53n - 1n,
    2n ** 62n,
    -(2n ** 20n),
    -(2n ** 53n) + 1n,
    -(2n ** 63n),
  ])('of %d elements is refused at once, without reserving memory for it', (count) => {
    const bytes = Buffer.concat([
      empty.subarray(0, place),
      Buffer.from(varint(count)),
      empty.subarray(place + 1),
    ]);
    expect(timed(() => codec.decisions.decodeSync(bytes))).toMatchObject({ ok: false });
  });

  it('in a field that we do not even know, and skip, is refused at once', () => {
    const newer = schemaOf('TransferOutcome');
    newer.fields.push({ name: 'extra', type: { type: 'array', items: 'string' }, default: [] });
    newer.fields.push({ name: 'more', type: { type: 'map', values: 'long' }, default: {} });
    const outcome = codec.transferOutcomes.encode({
      transferId: 't',
      truth: 'FRAUD',
      payerResponse: 'NONE',
      source: 's',
      at: 1,
    });
    outcome.writeUInt32BE(WRITER_ID, 1);
    const reading = codecReading('TransferOutcome', newer);
    const extra = (...parts: readonly (readonly number[])[]) =>
      Buffer.concat([outcome, Buffer.from(parts.flat())]);
    expect(reading.decodeSync(extra([0], [0]))).toMatchObject({ ok: true });
    expect(reading.decodeSync(extra([2, 2, 0x41, 0], [2, 2, 0x42, 6, 0]))).toMatchObject({ ok: true });
    for (const hostile of [
      extra(varint(2n ** 40n), [0, 0]),
      // A block whose size would lead back to itself, for ever.
      extra(varint(-1n), varint(-12n), [0, 0]),
      extra([0], varint(2n ** 40n), [0]),
      extra([0], varint(-1n), varint(-12n), [0, 0]),
    ])
      expect(timed(() => reading.decodeSync(hostile))).toEqual(UNDECODABLE);
  });

  it('of elements that take no bytes is refused at once', () => {
    const newer = schemaOf('TransferOutcome');
    newer.fields.push({ name: 'nothings', type: { type: 'array', items: 'null' }, default: [] });
    const outcome = codec.transferOutcomes.encode({
      transferId: 't',
      truth: 'FRAUD',
      payerResponse: 'NONE',
      source: 's',
      at: 1,
    });
    outcome.writeUInt32BE(WRITER_ID, 1);
    const hostile = Buffer.concat([outcome, Buffer.from([...varint(2n ** 50n), 0])]);
    expect(timed(() => codecReading('TransferOutcome', newer).decodeSync(hostile))).toEqual(UNDECODABLE);
  });
});

describe('a text', () => {
  const outcome = { transferId: 'AAAA', truth: 'FRAUD', payerResponse: 'NONE', source: 's', at: 1 } as const;

  it.each([
    ['cut in the middle of a character', [0x41, 0x41, 0x41, 0xc3]],
    ['with a byte that no UTF-8 has', [0x41, 0xff, 0x41, 0x41]],
    ['with a surrogate', [0xed, 0xa0, 0x80, 0x41]],
    ['with an overlong form of a slash', [0x41, 0xc0, 0xaf, 0x41]],
  ])('%s is refused, not repaired: two ids must not become one', (_words, bytes) => {
    const record = codec.transferOutcomes.encode(outcome);
    Buffer.from(bytes).copy(record, record.indexOf('AAAA'));
    expect(codec.transferOutcomes.decodeSync(record)).toMatchObject({
      ok: false,
      problem: { code: 'UNDECODABLE', sentence: expect.stringContaining('not UTF-8') },
    });
  });

  it('that holds the replacement character itself is taken', () => {
    const honest = { ...outcome, transferId: 'a\ufffdb', source: 'ü'.repeat(20) };
    expect(codec.transferOutcomes.decodeSync(codec.transferOutcomes.encode(honest))).toEqual({
      ok: true,
      value: honest,
    });
  });

  it('of a negative or a giant length is refused', () => {
    const record = codec.transferOutcomes.encode(outcome);
    const place = record.indexOf('AAAA') - 1;
    for (const length of [-1n, -(2n ** 40n), 2n ** 40n, 2n ** 53n - 1n]) {
      const bytes = Buffer.concat([
        record.subarray(0, place),
        Buffer.from(varint(length)),
        record.subarray(place + 1),
      ]);
      expect(codec.transferOutcomes.decodeSync(bytes)).toEqual(UNDECODABLE);
    }
  });
});

describe('bytes without the header of a registry serializer', () => {
  it.each([
    ['nothing', '', 'fewer than the 5'],
    ['four bytes', '00000000', 'fewer than the 5'],
    ['JSON', Buffer.from('{"transferId":"t-1"}').toString('hex'), '0x7b'],
    ['a negative schema id', '00ffffffff00', 'negative'],
  ])('(%s) are refused, and the sentence says what to do', (_words, hex, part) => {
    expect(codec.transfers.decodeSync(Buffer.from(hex, 'hex'))).toMatchObject({
      ok: false,
      problem: { code: 'UNDECODABLE', sentence: expect.stringContaining(part) },
    });
  });
});

describe('a record of one topic on another', () => {
  it('is refused', () => {
    const bytes = codec.transferOutcomes.encode({
      transferId: 't',
      truth: 'FRAUD',
      payerResponse: 'NONE',
      source: 's',
      at: 1,
    });
    expect(codec.transfers.decodeSync(bytes)).toMatchObject({
      ok: false,
      problem: {
        code: 'UNDECODABLE',
        sentence: expect.stringContaining('cannot be read as sluice.v1.Transfer'),
      },
    });
  });
});

describe('a number out of its type', () => {
  it('an int of more than 32 bits, a boolean that is neither, an enum symbol and a union branch that do not exist', () => {
    const account = fc.sample(recordArbitraries(nowAndThen).accounts, { numRuns: 1, seed: 5 })[0]!;
    const bytes = (birthYear: number, verified: boolean) =>
      codec.accounts.encode({
        ...account,
        birthYear,
        identityVerified: verified,
        phone: null,
        dailyLimitMinor: null,
        protection: null,
      });
    // …identityVerified, birthYear (branch 1, one byte), then three nulls.
    const record = bytes(0, true);
    const end = record.length;
    expect(codec.accounts.decodeSync(record)).toMatchObject({
      ok: true,
      value: { birthYear: 0, identityVerified: true },
    });
    const changed = (at: number, ...to: readonly number[]) =>
      Buffer.concat([record.subarray(0, at), Buffer.from(to), record.subarray(at + 1)]);
    expect(codec.accounts.decodeSync(changed(end - 4, ...varint(2n ** 31n)))).toEqual(UNDECODABLE);
    expect(codec.accounts.decodeSync(changed(end - 6, 2))).toEqual(UNDECODABLE);
    expect(codec.accounts.decodeSync(changed(end - 1, 4))).toEqual(UNDECODABLE);
    const outcome = codec.transferOutcomes.encode({
      transferId: '',
      truth: 'UNKNOWN',
      payerResponse: 'NONE',
      source: '',
      at: 1,
    });
    outcome[6] = 0x7e;
    expect(codec.transferOutcomes.decodeSync(outcome)).toEqual(UNDECODABLE);
  });
});
