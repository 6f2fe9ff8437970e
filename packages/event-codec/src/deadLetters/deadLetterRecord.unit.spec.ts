import { DEAD_LETTER_CODES, type DeadLetter } from '@sluice/domain';
import * as fc from 'fast-check';
import { DEAD_LETTER_HEADERS, fromDeadLetterRecord, toDeadLetterRecord } from './deadLetterRecord';

const bytes = fc.uint8Array({ maxLength: 200 }).map((part) => Buffer.from(part));
const letters: fc.Arbitrary<DeadLetter> = fc.record({
  code: fc.constantFrom(...DEAD_LETTER_CODES),
  sentence: fc.string({ unit: 'grapheme' }),
  sourceTopic: fc.constantFrom('transfers', 'transfer-history'),
  sourcePartition: fc.nat(255),
  sourceOffset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  sourceTimestamp: fc.nat(2 ** 42),
  key: fc.option(bytes),
  value: fc.option(bytes),
});
const [letter] = fc.sample(letters, 1);

describe('a dead letter', () => {
  it('comes back with code, sentence and coordinates', () => {
    fc.assert(
      fc.property(letters, (one) => {
        expect(fromDeadLetterRecord(toDeadLetterRecord(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('carries the original key and bytes as they came', () => {
    const value = Buffer.from([0x00, 0xff, 0xfe, 0x00]);
    const record = toDeadLetterRecord({ ...letter!, key: null, value });
    expect(record.key).toBeNull();
    expect(record.value).toBe(value);
  });

  it('can be read by a person with any Kafka tool', () => {
    const record = toDeadLetterRecord({
      code: 'SAME_ACCOUNT',
      sentence: 'both sides are ••4417',
      sourceTopic: 'transfers',
      sourcePartition: 3,
      sourceOffset: 9_007_199_254_740_993n,
      sourceTimestamp: 1_732_000_000_000,
      key: Buffer.from('t-1'),
      value: null,
    });
    const headers = Object.entries(record.headers).map(([name, value]) => [name, value.toString('utf8')]);
    expect(Object.fromEntries(headers)).toEqual({
      'sluice-code': 'SAME_ACCOUNT',
      'sluice-sentence': 'both sides are ••4417',
      'sluice-source-topic': 'transfers',
      'sluice-source-partition': '3',
      'sluice-source-offset': '9007199254740993',
      'sluice-source-timestamp': '1732000000000',
    });
  });

  it.each(Object.values(DEAD_LETTER_HEADERS))(
    'without its header %s is refused: somebody else wrote it',
    (name) => {
      const record = toDeadLetterRecord(letter!);
      const { [name]: _missing, ...headers } = record.headers;
      expect(fromDeadLetterRecord({ ...record, headers })).toEqual({
        ok: false,
        problem: { code: 'ENTRY_INVALID', sentence: expect.stringContaining(name) },
      });
    },
  );

  it('with a code or an offset that is none is refused', () => {
    const record = toDeadLetterRecord(letter!);
    const withHeader = (name: string, text: string) =>
      fromDeadLetterRecord({ ...record, headers: { ...record.headers, [name]: Buffer.from(text) } });
    expect(withHeader('sluice-code', 'BECAUSE').ok).toBe(false);
    expect(withHeader('sluice-source-offset', '12a').ok).toBe(false);
    expect(withHeader('sluice-source-partition', '').ok).toBe(false);
  });
});
