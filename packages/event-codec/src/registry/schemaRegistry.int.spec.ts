import { SchemaRegistry as BankClient, SchemaType } from '@kafkajs/confluent-schema-registry';
import { TOPICS, type TopicName } from '@sluice/domain';
import { type Stack, startStack } from '@sluice/infra/src/stack';
import * as fc from 'fast-check';
import { contractSchema } from '../contractSchemas';
import { createEventCodec, type EventCodec } from '../eventCodec';
import { fieldOf, type RecordSchema } from '../testing/plainAvro';
import { alwaysSet, recordArbitraries } from '../testing/recordArbitraries';
import { subjectOf, topicTable } from '../topics/topicTable';
import { registerAll } from './registerAll';
import { IncompatibleSchema } from './registryErrors';
import { connectRegistry, type SchemaRegistry } from './schemaRegistry';

const AVRO_TOPICS = topicTable.flatMap(({ topic, content }) =>
  content.format === 'AVRO' ? [{ topic, ...content }] : [],
);
const BANKS_READ = AVRO_TOPICS.filter(({ compatibility }) => compatibility === 'FULL_TRANSITIVE');
const BANKS_WRITE = AVRO_TOPICS.filter(({ compatibility }) => compatibility === 'BACKWARD_TRANSITIVE');

/** On a machine that runs other tests too, six services at a cold registry take a while. */
jest.setTimeout(60_000);

let stack: Stack;
let registry: SchemaRegistry;

beforeAll(async () => {
  stack = await startStack({ services: ['registry'] });
  registry = await connectRegistry({ url: stack.registryUrl });
}, 180_000);
afterAll(async () => {
  await stack?.stop();
}, 60_000);

function schemaOf(topic: TopicName): RecordSchema {
  const entry = AVRO_TOPICS.find((candidate) => candidate.topic === topic);
  return JSON.parse(contractSchema(entry!.record).text);
}

function withField(topic: TopicName, field: { name: string; type: unknown; default?: unknown }): string {
  const schema = schemaOf(topic);
  return JSON.stringify({ ...schema, fields: [...schema.fields, field] });
}

function withoutField(topic: TopicName, name: string): string {
  const schema = schemaOf(topic);
  fieldOf(schema, name);
  return JSON.stringify({ ...schema, fields: schema.fields.filter((field) => field.name !== name) });
}

/** The names of the fields without a default: what every record must have. */
function mandatory(topic: TopicName): string {
  const field = schemaOf(topic).fields.find((candidate) => candidate.default === undefined);
  return field!.name;
}

/** What the registry says of an id, asked without any client. */
async function keptUnder(id: number): Promise<RecordSchema> {
  const response = await fetch(`${stack.registryUrl}/schemas/ids/${id}`);
  const { schema } = (await response.json()) as { schema: string };
  return JSON.parse(schema);
}

describe('the schema registry', () => {
  it('takes every schema under the compatibility of its topic, whoever comes first and how often', async () => {
    const [first, ...others] = await Promise.all(Array.from({ length: 6 }, () => registerAll(registry)));
    if (first === undefined) throw new Error('six services started');
    for (const other of [...others, await registerAll(registry)]) expect(other).toEqual(first);
    expect([...first.keys()]).toEqual(AVRO_TOPICS.map(({ topic }) => topic));
    for (const { topic, compatibility, record } of AVRO_TOPICS) {
      expect(await registry.compatibilityOf(subjectOf(topic))).toBe(compatibility);
      expect(await keptUnder(first.get(topic)!)).toEqual(contractSchema(record).schema);
      const read = await registry.schemaById(first.get(topic)!);
      expect(JSON.parse(read!.schema)).toMatchObject({ type: 'record', name: `sluice.v1.${record}` });
    }
  });

  it('does not write where all is in place, so that a service may do with read rights', async () => {
    await registerAll(registry);
    const refuseWrite = () => Promise.reject(new Error('written'));
    const readOnly: SchemaRegistry = { ...registry, register: refuseWrite, setCompatibility: refuseWrite };
    await expect(registerAll(readOnly)).resolves.toBeInstanceOf(Map);
  });

  it('sets the compatibility back where somebody loosened it', async () => {
    await registerAll(registry);
    await fetch(`${stack.registryUrl}/config/${subjectOf(TOPICS.decisions)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ compatibility: 'NONE' }),
    });
    expect(await registry.compatibilityOf(subjectOf(TOPICS.decisions))).toBe('NONE');
    await registerAll(registry);
    expect(await registry.compatibilityOf(subjectOf(TOPICS.decisions))).toBe('FULL_TRANSITIVE');
  });

  it('does not know an id that nobody registered', async () => {
    expect(await registry.schemaById(987_654)).toBeNull();
    expect(await registry.schemaById(2 ** 31 - 1)).toBeNull();
  });
});

describe.each(BANKS_READ)('a change of what banks read on $topic', ({ topic }) => {
  beforeAll(() => registerAll(registry));

  it.each<[string, () => string]>([
    ['a field that old records lack', () => withField(topic, { name: 'novelty', type: 'string' })],
    ['a field that old readers need, taken away', () => withoutField(topic, mandatory(topic))],
    ['another type', () => JSON.stringify(withType(topic, mandatory(topic), 'double'))],
  ])('is refused with 409: %s', async (_words, schema) => {
    await expect(registry.register(subjectOf(topic), schema())).rejects.toThrow(IncompatibleSchema);
    await expect(registry.register(subjectOf(topic), schema())).rejects.toMatchObject({ status: 409 });
  });

  it('is taken where both sides can ignore it: an optional field', async () => {
    const schema = withField(topic, { name: 'novelty', type: ['null', 'string'], default: null });
    const id = await registry.register(subjectOf(topic), schema);
    expect(await registry.idOf(subjectOf(topic), schema)).toBe(id);
    // Back to ours: an older release registers nothing new, and still starts.
    const ids = await registerAll(registry);
    expect(ids.get(topic)).not.toBe(id);
  });
});

describe.each(BANKS_WRITE)('a change of what banks write on $topic', ({ topic }) => {
  beforeAll(() => registerAll(registry));

  it.each<[string, () => string]>([
    ['a field that old records lack', () => withField(topic, { name: 'novelty', type: 'string' })],
    ['another type', () => JSON.stringify(withType(topic, mandatory(topic), 'double'))],
  ])('is refused with 409: %s', async (_words, schema) => {
    await expect(registry.register(subjectOf(topic), schema())).rejects.toThrow(IncompatibleSchema);
    await expect(registry.register(subjectOf(topic), schema())).rejects.toMatchObject({ status: 409 });
  });

  it('is taken where we can still read what was written before: a field dropped', async () => {
    await expect(
      registry.register(subjectOf(topic), withoutField(topic, mandatory(topic))),
    ).resolves.toBeGreaterThan(0);
  });
});

describe('a bank with an ordinary serializer', () => {
  let codec: EventCodec;
  let bank: BankClient;
  const values = recordArbitraries(alwaysSet);

  beforeAll(async () => {
    codec = await createEventCodec({ registry: { url: stack.registryUrl, auth: null } });
    bank = new BankClient({ host: stack.registryUrl });
  });

  it('reads our decisions, warnings and commands', async () => {
    const [decision] = fc.sample(values.decisions, 1);
    const [warning] = fc.sample(values.victimWarnings, 1);
    const [command] = fc.sample(values.stopPayments, 1);
    const within = {
      amountMinor: 4_800_000,
      occurredAt: 1,
      decidedAt: 2,
      issuedAt: 3,
      expiresAt: 4,
      answerBy: 5,
    };
    const pick = <T extends object>(value: T): T => {
      const set = Object.entries(within).filter(([name]) => name in value);
      return { ...value, ...Object.fromEntries(set) };
    };
    expect(await bank.decode(codec.decisions.encode(pick(decision!)))).toEqual(pick(decision!));
    expect(await bank.decode(codec.victimWarnings.encode(pick(warning!)))).toEqual(pick(warning!));
    expect(await bank.decode(codec.stopPayments.encode(pick(command!)))).toEqual(pick(command!));
  });

  it('is read by us, also with a schema of its own that we meet first in a record', async () => {
    const schema = schemaOf(TOPICS.transferOutcomes);
    schema.fields.push({ name: 'branch', type: ['null', 'string'], default: null });
    const { id } = await bank.register(
      { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
      { subject: 'a-bank-of-its-own-value' },
    );
    const outcome = {
      transferId: 't-1',
      truth: 'FRAUD',
      payerResponse: 'CANCELLED',
      source: 'customer',
      at: 1,
    };
    const bytes = await bank.encode(id, { ...outcome, branch: 'Ulm' });
    expect(codec.transferOutcomes.decodeSync(bytes)).toEqual({ ok: 'NEEDS_SCHEMA', schemaId: id });
    expect(await codec.transferOutcomes.decode(bytes)).toEqual({ ok: true, value: outcome });
    expect(codec.transferOutcomes.decodeSync(bytes)).toEqual({ ok: true, value: outcome });
  });

  it('is read by us, also with a schema that refers to types registered on their own', async () => {
    const name = 'sluice.v1.TransferTruth';
    const truth = JSON.stringify({ type: 'enum', name, symbols: ['FRAUD', 'DISPUTED'] });
    await bank.register({ type: SchemaType.AVRO, schema: truth }, { subject: 'bank-truth' });
    const schema = schemaOf(TOPICS.transferOutcomes);
    fieldOf(schema, 'truth').type = name;
    const { id } = await bank.register(
      {
        type: SchemaType.AVRO,
        schema: JSON.stringify(schema),
        references: [{ name, subject: 'bank-truth', version: 1 }],
      },
      { subject: 'a-bank-with-types-of-its-own-value' },
    );
    const outcome = {
      transferId: 't-1',
      truth: 'FRAUD',
      payerResponse: 'CANCELLED',
      source: 'customer',
      at: 1,
    };
    expect(await codec.transferOutcomes.decode(await bank.encode(id, outcome))).toEqual({
      ok: true,
      value: outcome,
    });
  });

  it('of another registry is refused as unknown', async () => {
    const bytes = codec.transferOutcomes.encode({
      transferId: 't-1',
      truth: 'FRAUD',
      payerResponse: 'NONE',
      source: 'core',
      at: 1,
    });
    bytes.writeInt32BE(987_654, 1);
    expect(await codec.transferOutcomes.decode(bytes)).toMatchObject({
      ok: false,
      problem: { code: 'UNKNOWN_SCHEMA' },
    });
  });
});

function withType(topic: TopicName, name: string, type: string): RecordSchema {
  const schema = schemaOf(topic);
  fieldOf(schema, name).type = type;
  return schema;
}
