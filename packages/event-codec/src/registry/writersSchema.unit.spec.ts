import * as fc from 'fast-check';
import { contractSchema } from '../contractSchemas';
import { createEventCodec, type EventCodec } from '../eventCodec';
import { everyCodec } from '../testing/everyCodec';
import { schemaOf, writtenByABank } from '../testing/plainAvro';
import { nowAndThen } from '../testing/recordArbitraries';
import { ok, type ScriptedRegistry, scriptedRegistry } from '../testing/scriptedRegistry';
import { subjectOf, topicTable } from '../topics/topicTable';
import { connectRegistry, type SchemaRegistry } from './schemaRegistry';

let server: ScriptedRegistry;
let registry: SchemaRegistry;

beforeEach(async () => {
  server = await scriptedRegistry();
  registry = await connectRegistry({ url: server.url });
});
afterEach(() => server.leave());

/** What comes of a writer's schema on its way through the library. */
async function afterTheWay(schema: unknown): Promise<unknown> {
  server.answer('GET /schemas/ids/7', ok({ schema: JSON.stringify(schema) }));
  const registered = await registry.schemaById(7);
  return JSON.parse(registered!.schema);
}

const fields = (...list: readonly object[]) => ({ type: 'record', name: 'a.R', fields: list });

describe('a writer’s schema that the client library fetches', () => {
  it('keeps field defaults, aliases, the order of fields and symbols, and docs', async () => {
    const schema = {
      name: 'a.R',
      type: 'record',
      fields: [
        { name: 'n', type: 'long', default: 5, order: 'descending', aliases: ['m'], doc: 'a number' },
        {
          name: 'e',
          type: { name: 'a.E', type: 'enum', symbols: ['B', 'A'], aliases: ['a.F'] },
          default: 'A',
        },
        { name: 'o', type: ['null', 'a.E'], default: null },
        { name: 'b', type: 'bytes', default: '\u00ff\u0001' },
        {
          name: 'm',
          type: { type: 'map', values: { type: 'array', items: 'string' } },
          default: { k: ['v'] },
        },
        { name: 'f', type: { name: 'z.F', type: 'fixed', size: 2 } },
        { name: 'r', type: ['null', 'a.R'], default: null },
      ],
      aliases: ['a.Old', 'z.Older'],
      doc: 'a record',
    };
    expect(await afterTheWay(schema)).toEqual(schema);
  });

  it('loses logical types, enum defaults and foreign attributes, and has its names in full: nothing that a reader asks for', async () => {
    expect(
      await afterTheWay({
        type: 'record',
        name: 'R',
        namespace: 'a',
        fields: [
          { name: 't', type: { type: 'long', logicalType: 'timestamp-millis' } },
          { name: 'd', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
          { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A', 'B'], default: 'B' } },
          { name: 's', type: { type: 'string', 'avro.java.string': 'String' } },
        ],
      }),
    ).toEqual(
      fields(
        { name: 't', type: 'long' },
        { name: 'd', type: 'bytes' },
        { name: 'e', type: { type: 'enum', name: 'a.E', symbols: ['A', 'B'] } },
        { name: 's', type: 'string' },
      ),
    );
  });

  it('has the types that it refers to written out', async () => {
    server.answer('GET /schemas/ids/7', {
      status: 200,
      body: {
        schema: JSON.stringify(fields({ name: 'money', type: 'b.Money' })),
        references: [{ name: 'b.Money', subject: 'money', version: 2 }],
      },
    });
    const money = { type: 'record', name: 'b.Money', fields: [{ name: 'amountMinor', type: 'long' }] };
    server.answer('GET /subjects/money/versions/2?name=b.Money', ok({ schema: JSON.stringify(money) }));
    expect(await registry.schemaById(7)).toEqual({
      schemaType: 'AVRO',
      schema: expect.any(String),
      references: 0,
    });
    const registered = await registry.schemaById(7);
    expect(JSON.parse(registered!.schema)).toEqual(fields({ name: 'money', type: money }));
  });

  it.each([
    [
      'whose default the library’s avsc calls unsafe',
      fields({ name: 'n', type: 'long', default: 2 ** 53 - 1 }),
    ],
    ['whose default is of the second branch', fields({ name: 'n', type: ['null', 'int'], default: 3 })],
    ['that is no Avro', { type: 'nothing' }],
  ])('(%s) comes as the registry keeps it', async (_words, schema) => {
    expect(await afterTheWay(schema)).toEqual(schema);
  });

  it('that is of another kind says so', async () => {
    server.answer('GET /schemas/ids/7', ok({ schemaType: 'JSON', schema: '{"type":"object"}' }));
    server.answer(
      'GET /schemas/ids/8',
      ok({ schemaType: 'PROTOBUF', schema: 'syntax = "proto3"; message M { int32 a = 1; }' }),
    );
    server.answer('GET /schemas/ids/9', ok({ schemaType: 'CUE', schema: 'a: int' }));
    expect(await registry.schemaById(7)).toEqual({
      schemaType: 'JSON',
      schema: '{"type":"object"}',
      references: 0,
    });
    expect(await registry.schemaById(8)).toMatchObject({ schemaType: 'PROTOBUF' });
    expect(await registry.schemaById(9)).toMatchObject({ schemaType: 'CUE' });
  });
});

describe('a record of a bank', () => {
  const AVRO_TOPICS = topicTable.flatMap(({ topic, content }) =>
    content.format === 'AVRO' ? [{ topic, record: content.record }] : [],
  );
  const OTHERS_ID = 1_000;
  let codec: EventCodec;

  /** A registry in which everything of ours is in place under 1, 2, …, and each schema once more under 1001, 1002, … */
  beforeEach(async () => {
    AVRO_TOPICS.forEach(({ topic, record }, index) => {
      const subject = subjectOf(topic);
      server.answer(`POST /subjects/${subject}`, ok({ id: index + 1 }));
      server.answer(`PUT /config/${subject}`, ok({}));
      server.answer(`GET /schemas/ids/${OTHERS_ID + index + 1}`, ok({ schema: contractSchema(record).text }));
    });
    codec = await createEventCodec({ registry: { url: server.url } });
  });

  it('is read through its own copy of our schema as through ours', async () => {
    for (const { codec: one, values } of everyCodec(codec, nowAndThen)) {
      const theirs = OTHERS_ID + one.schemaId;
      expect(await one.loadSchema(theirs)).toEqual({ ok: true, value: null });
      fc.assert(
        fc.property(values, (value) => {
          const bytes = one.encode(value);
          bytes.writeInt32BE(theirs, 1);
          expect(one.decodeSync(bytes)).toStrictEqual({ ok: true, value });
        }),
        { numRuns: 20 },
      );
    }
  });

  it('with a symbol and a field of its own reads as our defaults say', async () => {
    const schema = schemaOf('TransferOutcome');
    Object.assign(schema.fields.find(({ name }) => name === 'truth')!, {
      type: { type: 'enum', name: 'TransferTruth', symbols: ['DISPUTED', 'FRAUD'], default: 'FRAUD' },
    });
    schema.fields = schema.fields.filter(({ name }) => name !== 'payerResponse');
    schema.fields.push({ name: 'branch', type: 'string', default: 'Ulm' });
    server.answer('GET /schemas/ids/77', ok({ schema: JSON.stringify(schema) }));
    const record = { transferId: 't-1', truth: 'DISPUTED', source: 'core', at: 1, branch: 'Bonn' };
    expect(await codec.transferOutcomes.decode(writtenByABank(schema, 77, record))).toEqual({
      ok: true,
      value: { transferId: 't-1', truth: 'UNKNOWN', payerResponse: 'NONE', source: 'core', at: 1 },
    });
  });
});
