import type { TransferOutcome } from '@sluice/domain';
import { contractSchema } from '../contractSchemas';
import { RegistryUnavailable } from '../registry/registryErrors';
import type { RegisteredSchema } from '../registry/schemaRegistry';
import { schemaOf, writtenByABank } from '../testing/plainAvro';
import { type RecordCodec, recordCodec } from './recordCodec';
import { readerSchema } from './recordReader';
import { writerSchemas } from './writerSchemas';

const OUR_ID = 1;
const BANK_ID = 42;
const outcome: TransferOutcome = {
  transferId: 't-1',
  truth: 'FRAUD',
  payerResponse: 'NONE',
  source: 'core',
  at: 5,
};
const bankSchema = schemaOf('TransferOutcome');
bankSchema.fields.push({ name: 'branch', type: ['null', 'string'], default: null });
const bankBytes = writtenByABank(bankSchema, BANK_ID, { ...outcome, branch: 'Ulm' });

/** A registry that answers from `schemas` (an Error is thrown) and counts what it is asked; time stands until moved. */
function registryWith(schemas: Map<number, RegisteredSchema | Error>) {
  const asked: number[] = [];
  const clock = { now: 0 };
  const directory = writerSchemas(
    async (id) => {
      asked.push(id);
      const answer = schemas.get(id) ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    () => clock.now,
  );
  const { schema } = contractSchema('TransferOutcome');
  directory.add(OUR_ID, schema);
  const codec: RecordCodec<TransferOutcome> = recordCodec(readerSchema(schema, 'exact'), OUR_ID, directory);
  return { codec, asked, clock };
}

const avro = (schema: unknown): RegisteredSchema => ({
  schemaType: 'AVRO',
  schema: JSON.stringify(schema),
  references: 0,
});

describe('a record with a schema id that we have not met', () => {
  it('asks for its schema once, and is decoded without waiting from then on', async () => {
    const { codec, asked } = registryWith(new Map([[BANK_ID, avro(bankSchema)]]));
    expect(codec.decodeSync(bankBytes)).toEqual({ ok: 'NEEDS_SCHEMA', schemaId: BANK_ID });
    expect(await codec.loadSchema(BANK_ID)).toEqual({ ok: true, value: null });
    expect(codec.decodeSync(bankBytes)).toEqual({ ok: true, value: outcome });
    expect(await codec.decode(bankBytes)).toEqual({ ok: true, value: outcome });
    await codec.loadSchema(BANK_ID);
    expect(asked).toEqual([BANK_ID]);
  });

  it('is decoded in one go by a caller who may wait', async () => {
    const { codec } = registryWith(new Map([[BANK_ID, avro(bankSchema)]]));
    expect(await codec.decode(bankBytes)).toEqual({ ok: true, value: outcome });
  });

  it('asks one time though many records wait for it', async () => {
    const { codec, asked } = registryWith(new Map([[BANK_ID, avro(bankSchema)]]));
    await Promise.all([codec.decode(bankBytes), codec.decode(bankBytes), codec.loadSchema(BANK_ID)]);
    expect(asked).toEqual([BANK_ID]);
  });

  it('goes back and forth between writers of two schemas', async () => {
    const { codec } = registryWith(new Map([[BANK_ID, avro(bankSchema)]]));
    await codec.loadSchema(BANK_ID);
    for (const bytes of [bankBytes, codec.encode(outcome), bankBytes, codec.encode(outcome)])
      expect(codec.decodeSync(bytes)).toEqual({ ok: true, value: outcome });
  });
});

describe('a schema id that the registry does not know', () => {
  it('is refused as UNKNOWN_SCHEMA, and taken as soon as it is registered', async () => {
    const schemas = new Map<number, RegisteredSchema | Error>();
    const { codec, clock } = registryWith(schemas);
    expect(await codec.decode(bankBytes)).toEqual({
      ok: false,
      problem: { code: 'UNKNOWN_SCHEMA', sentence: expect.stringContaining('schema id 42') },
    });
    schemas.set(BANK_ID, avro(bankSchema));
    clock.now += 1_000;
    expect(await codec.decode(bankBytes)).toEqual({ ok: true, value: outcome });
  });

  it('is asked for at most once a second, so that a flood of such records is no flood of requests', async () => {
    const { codec, asked, clock } = registryWith(new Map());
    for (let i = 0; i < 100; i++) await codec.loadSchema(BANK_ID);
    expect(asked).toHaveLength(1);
    clock.now += 1_000;
    for (let i = 0; i < 100; i++) await codec.loadSchema(BANK_ID);
    expect(asked).toHaveLength(2);
  });
});

describe('a registry that is away', () => {
  it('refuses nothing: the fault is thrown, and the same record is decoded when it is back', async () => {
    const schemas = new Map<number, RegisteredSchema | Error>([
      [BANK_ID, new RegistryUnavailable('no route')],
    ]);
    const { codec } = registryWith(schemas);
    await expect(codec.decode(bankBytes)).rejects.toThrow(RegistryUnavailable);
    await expect(codec.loadSchema(BANK_ID)).rejects.toThrow(RegistryUnavailable);
    expect(codec.decodeSync(bankBytes)).toEqual({ ok: 'NEEDS_SCHEMA', schemaId: BANK_ID });
    schemas.set(BANK_ID, avro(bankSchema));
    expect(await codec.decode(bankBytes)).toEqual({ ok: true, value: outcome });
  });
});

describe('a registered schema that is of no use to us', () => {
  it.each<[string, RegisteredSchema, string]>([
    [
      'Protobuf',
      { schemaType: 'PROTOBUF', schema: 'syntax = "proto3";', references: 0 },
      'is PROTOBUF; only Avro is read',
    ],
    ['with references', { ...avro(bankSchema), references: 2 }, 'refers to other schemas'],
    ['no JSON', { schemaType: 'AVRO', schema: 'record X {}', references: 0 }, 'is not JSON'],
    ['of another record', avro(schemaOf('Account')), 'cannot be read as sluice.v1.TransferOutcome'],
  ])('(%s) makes its records undecodable', async (_words, registered, part) => {
    const { codec } = registryWith(new Map([[BANK_ID, registered]]));
    expect(await codec.decode(bankBytes)).toEqual({
      ok: false,
      problem: { code: 'UNDECODABLE', sentence: expect.stringContaining(part) },
    });
  });
});
