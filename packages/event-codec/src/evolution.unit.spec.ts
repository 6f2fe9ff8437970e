import type { Account, Decision, Outcome, Transfer, WatchlistEntry } from '@sluice/domain';
import { Type } from 'avsc';
import * as fc from 'fast-check';
import { offlineEventCodec } from './eventCodec';
import {
  codecReading,
  fieldOf,
  type RecordSchema,
  schemaOf,
  WRITER_ID,
  writtenByABank,
} from './testing/plainAvro';
import { alwaysSet, recordArbitraries } from './testing/recordArbitraries';

const values = recordArbitraries(alwaysSet);
const transfer = oneOf(values.transfers);
const account = oneOf(values.accounts);
const decision = oneOf(values.decisions);
const watchlistEntry = oneOf(values.watchlist);

/** A value with moderate numbers: avsc as it comes, which stands for the bank here, writes no extreme longs. */
function oneOf<T extends object>(arbitrary: fc.Arbitrary<T>): T {
  const [value] = fc.sample(arbitrary, { numRuns: 1, seed: 1 });
  const moderate = Object.entries(value!).map(([key, part]) => [
    key,
    typeof part === 'number' ? 1_000 : part,
  ]);
  return Object.fromEntries(moderate);
}

/** The schema without fields, as a bank wrote before they existed. */
function without(schema: RecordSchema, ...names: readonly string[]): RecordSchema {
  return { ...schema, fields: schema.fields.filter(({ name }) => !names.includes(name)) };
}

/** The enum inside a field's type, to be changed. */
function enumOf(schema: RecordSchema, field: string): { symbols: string[]; default?: string } {
  return fieldOf(schema, field).type as { symbols: string[]; default?: string };
}

describe('a bank that has not upgraded', () => {
  it('lacks newer fields, which read as their defaults', () => {
    const older = without(
      schemaOf('Account'),
      'aliases',
      'kind',
      'branch',
      'phone',
      'dailyLimitMinor',
      'protection',
    );
    const bytes = writtenByABank(older, WRITER_ID, account);
    expect(codecReading<Account>('Account', older).decodeSync(bytes)).toStrictEqual({
      ok: true,
      value: {
        ...account,
        aliases: [],
        kind: 'UNKNOWN',
        branch: null,
        phone: null,
        dailyLimitMinor: null,
        protection: null,
      },
    });
  });

  it('gets a default of its own for each record: what one holds is not shared with the next', () => {
    const older = without(schemaOf('Account'), 'aliases');
    const codec = codecReading<Account>('Account', older);
    const bytes = writtenByABank(older, WRITER_ID, account);
    const [first, second] = [codec.decodeSync(bytes), codec.decodeSync(bytes)];
    if (first.ok !== true || second.ok !== true) throw new Error('both are decodable');
    expect(first.value.aliases).not.toBe(second.value.aliases);
  });

  it('may write an optional field as always set', () => {
    const older = schemaOf('Transfer');
    fieldOf(older, 'deviceId').type = 'string';
    fieldOf(older, 'deviceId').default = '';
    const bytes = writtenByABank(older, WRITER_ID, { ...transfer, deviceId: 'device-1' });
    expect(codecReading<Transfer>('Transfer', older).decodeSync(bytes)).toMatchObject({
      value: { deviceId: 'device-1' },
    });
  });

  it('may write a time or an amount as an int', () => {
    const older = schemaOf('Transfer');
    fieldOf(older, 'amountMinor').type = 'int';
    const bytes = writtenByABank(older, WRITER_ID, { ...transfer, amountMinor: 4_800_000 });
    expect(codecReading<Transfer>('Transfer', older).decodeSync(bytes)).toMatchObject({
      value: { amountMinor: 4_800_000 },
    });
  });
});

describe('a bank that is ahead of us', () => {
  it('writes fields that we do not know, which are skipped, wherever they stand', () => {
    const newer = schemaOf('Transfer');
    newer.fields.splice(3, 0, { name: 'greeting', type: ['null', 'string'], default: null });
    newer.fields.splice(9, 0, {
      name: 'tags',
      type: { type: 'array', items: { type: 'map', values: { type: 'array', items: 'string' } } },
      default: [],
    });
    newer.fields.push(
      { name: 'risk', type: 'double', default: 0 },
      { name: 'blob', type: 'bytes', default: '' },
    );
    const bytes = writtenByABank(newer, WRITER_ID, {
      ...transfer,
      greeting: 'hello',
      tags: [{ a: ['x', 'y'], b: [] }, {}],
      risk: 0.5,
      blob: Buffer.from([1, 2, 3]),
    });
    expect(codecReading<Transfer>('Transfer', newer).decodeSync(bytes)).toStrictEqual({
      ok: true,
      value: transfer,
    });
  });

  it('writes a status that we do not know, which reads UNKNOWN', () => {
    const newer = schemaOf('Transfer');
    enumOf(newer, 'status').symbols = ['UNKNOWN', 'PARKED', 'INITIATED', 'SETTLED', 'REJECTED', 'CANCELLED'];
    const codec = codecReading<Transfer>('Transfer', newer);
    const read = (status: string) =>
      codec.decodeSync(writtenByABank(newer, WRITER_ID, { ...transfer, status }));
    expect(read('PARKED')).toMatchObject({ ok: true, value: { status: 'UNKNOWN' } });
    expect(read('SETTLED')).toMatchObject({ ok: true, value: { status: 'SETTLED' } });
    expect(read('CANCELLED')).toMatchObject({ ok: true, value: { status: 'CANCELLED' } });
  });

  it.each([
    ['Transfer', 'kind', 'OTHER'],
    ['Transfer', 'channel', 'OTHER'],
    ['Transfer', 'payeeNameMatch', 'NOT_CHECKED'],
    ['WatchlistEntry', 'disposition', 'UNKNOWN'],
    ['WatchlistEntry', 'perspective', 'BOTH'],
    ['Account', 'kind', 'UNKNOWN'],
  ] as const)('writes a new symbol of %s.%s, which reads %s', (record, field, fallback) => {
    const newer = schemaOf(record);
    enumOf(newer, field).symbols.push('NEW_SYMBOL');
    const value = { Transfer: transfer, WatchlistEntry: watchlistEntry, Account: account }[record];
    const bytes = writtenByABank(newer, WRITER_ID, { ...value, [field]: 'NEW_SYMBOL' });
    expect(codecReading<Transfer | WatchlistEntry | Account>(record, newer).decodeSync(bytes)).toMatchObject({
      ok: true,
      value: { [field]: fallback },
    });
  });
});

describe('a schema that cannot be read as ours', () => {
  it.each<[string, () => unknown]>([
    ['of another record', () => schemaOf('Account')],
    ['of no record', () => 'string'],
    ['that lacks a field without a default', () => without(schemaOf('Decision'), 'rulesVersion')],
    [
      'with another type',
      () => {
        const schema = schemaOf('Decision');
        fieldOf(schema, 'amountMinor').type = 'string';
        return schema;
      },
    ],
    [
      'that is no Avro',
      () => ({ type: 'record', name: 'Decision', fields: [{ name: 'a b', type: 'nothing' }] }),
    ],
  ])('(%s) refuses its records in a sentence', (_words, writer) => {
    const codec = codecReading<Decision>('Decision', writer() as RecordSchema);
    const header = Buffer.from([0, 0, 0, 0, WRITER_ID]);
    const decoded = codec.decodeSync(Buffer.concat([header, Buffer.alloc(100)]));
    expect(decoded).toMatchObject({ ok: false, problem: { code: 'UNDECODABLE' } });
    expect(decoded).toMatchObject({
      problem: {
        sentence: expect.stringContaining(`schema ${WRITER_ID} cannot be read as sluice.v1.Decision`),
      },
    });
  });
});

describe('our own decision', () => {
  it('is read by a bank whose schema has neither its newest fields nor its newest outcomes', () => {
    const older = without(schemaOf('Decision'), 'payerReason', 'scenario', 'missingEvidence');
    enumOf(older, 'outcome').symbols = ['UNKNOWN', 'ALLOW', 'HOLD'];
    const reader = Type.forSchema(toAvsc(older));
    const resolver = reader.createResolver(Type.forSchema(toAvsc(schemaOf('Decision'))));
    const read = (outcome: Outcome) =>
      reader.fromBuffer(
        offlineEventCodec()
          .decisions.encode({ ...decision, outcome })
          .subarray(5),
        resolver,
      );
    const { payerReason, scenario, missingEvidence, ...known } = decision;
    expect([payerReason, scenario, missingEvidence]).not.toContain(undefined);
    expect(read('HOLD')).toMatchObject({ ...known, outcome: 'HOLD' });
    expect(read('WARN')).toMatchObject({ ...known, outcome: 'UNKNOWN' });
  });
});

function toAvsc(schema: RecordSchema): Parameters<typeof Type.forSchema>[0] {
  return JSON.parse(JSON.stringify(schema));
}
