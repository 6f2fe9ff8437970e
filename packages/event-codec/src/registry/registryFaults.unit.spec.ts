import { contractSchema } from '../contractSchemas';
import { createEventCodec } from '../eventCodec';
import {
  ok,
  page,
  type ScriptedAnswer,
  type ScriptedRegistry,
  says,
  scriptedRegistry,
} from '../testing/scriptedRegistry';
import { confluentClient } from './confluentClient';
import {
  IncompatibleSchema,
  RegistryContended,
  RegistryRefused,
  RegistryUnavailable,
} from './registryErrors';
import { connectRegistry, type SchemaRegistry } from './schemaRegistry';

const SUBJECT = 'transfer-outcomes-value';
const CONFIG = `GET /config/${SUBJECT}`;
const LOOK_UP = `POST /subjects/${SUBJECT}`;
const REGISTER = `POST /subjects/${SUBJECT}/versions`;
const BY_ID = 'GET /schemas/ids/7';
const { text } = contractSchema('TransferOutcome');

let server: ScriptedRegistry;
let registry: SchemaRegistry;

beforeEach(async () => {
  server = await scriptedRegistry();
  server.answer(CONFIG, ok({ compatibilityLevel: 'BACKWARD_TRANSITIVE' }));
  registry = await connectRegistry({ url: server.url });
});
afterEach(() => server.leave());

describe('a registry that is away', () => {
  it('at the start stops nobody for good: the fault is one that passes', async () => {
    await server.leave();
    await expect(connectRegistry({ url: server.url })).rejects.toThrow(RegistryUnavailable);
    await expect(createEventCodec({ registry: { url: server.url } })).rejects.toThrow(
      /^the schema registry does not answer \(GET http/,
    );
  });

  it('later is told from every other fault, and used again when it is back', async () => {
    server.answer(BY_ID, ok({ schema: text }));
    server.answer(LOOK_UP, ok({ id: 7 }));
    await server.leave();
    for (const question of [
      () => registry.schemaById(7),
      () => registry.idOf(SUBJECT, text),
      () => registry.register(SUBJECT, text),
      () => registry.compatibilityOf(SUBJECT),
      () => registry.setCompatibility(SUBJECT, 'BACKWARD_TRANSITIVE'),
    ]) {
      await expect(question()).rejects.toThrow(RegistryUnavailable);
      await expect(question()).rejects.toThrow(/does not answer \((GET|PUT|POST) http.*ECONNREFUSED/);
    }
    await server.comeBack();
    expect(await registry.schemaById(7)).toMatchObject({ schemaType: 'AVRO' });
    expect(await registry.idOf(SUBJECT, text)).toBe(7);
  });

  it.each<[string, ScriptedAnswer]>([
    ['breaks off', 'BREAKS'],
    ['is restarting behind its proxy', page(503)],
    ['has lost its database', says(500, 'error in the backend data store')],
    ['has too much to do', page(429)],
    ['waited too long for us', says(408, 'request timeout')],
  ])('because it %s is no verdict on a schema', async (_words, fault) => {
    server.answer(LOOK_UP, fault);
    server.answer(REGISTER, fault);
    server.answer(BY_ID, fault);
    await expect(registry.idOf(SUBJECT, text)).rejects.toThrow(RegistryUnavailable);
    await expect(registry.register(SUBJECT, text)).rejects.toThrow(RegistryUnavailable);
    await expect(registry.schemaById(7)).rejects.toThrow(RegistryUnavailable);
  });

  it.each<[string, ScriptedAnswer]>([
    ['never comes', 'NEVER'],
    ['breaks off in the middle', 'BREAKS_WITHIN'],
  ])(
    'with an answer that %s is waited for no longer than agreed, and the next question is a new one',
    async (_words, answer) => {
      const client = confluentClient({ url: server.url }, 200);
      server.answer(BY_ID, answer, ok({ schema: text }));
      const [one, other] = [client.getSchema(7), client.getSchema(7)];
      await expect(one).rejects.toThrow(RegistryUnavailable);
      await expect(other).rejects.toThrow(`GET ${server.url}/schemas/ids/7): no whole answer within 200 ms`);
      expect(await client.getSchema(7)).toMatchObject({ name: 'sluice.v1.TransferOutcome' });
    },
  );
});

describe('a schema id', () => {
  it('is unknown where the registry itself says so', async () => {
    server.answer(BY_ID, says(404, 'Schema 7 not found'));
    expect(await registry.schemaById(7)).toBeNull();
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['a proxy that knows no such page', page(404), 'answers 404'],
    ['a gateway that speaks JSON too', { status: 404, body: { message: 'no route' } }, 'answers 404'],
    ['a login page', page(200), 'answers 200'],
    ['a login page elsewhere', { status: 302, body: '', location: '/login' }, 'answers 302'],
    ['a wrong password', says(401, 'Unauthorized'), 'user name and password'],
    ['a right that is missing', says(403, 'Forbidden'), 'user name and password'],
  ])('is not called unknown because of %s', async (_words, answer, part) => {
    server.answer(BY_ID, answer);
    await expect(registry.schemaById(7)).rejects.toThrow(RegistryRefused);
    await expect(registry.schemaById(7)).rejects.toThrow(part);
  });

  it('is not called unknown where the registry goes away before it has said so twice', async () => {
    server.answer(BY_ID, says(404, 'Schema 7 not found'), 'BREAKS');
    await expect(registry.schemaById(7)).rejects.toThrow(RegistryUnavailable);
  });
});

describe('a schema to register', () => {
  it('that breaks what its subject promises is incompatible, in the registry’s words', async () => {
    server.answer(REGISTER, says(409, 'reader type INT not compatible with writer type STRING'));
    const refused = registry.register(SUBJECT, text);
    await expect(refused).rejects.toThrow(IncompatibleSchema);
    await expect(refused).rejects.toMatchObject({
      status: 409,
      subject: SUBJECT,
      message: `the schema is not compatible with those registered under ${SUBJECT}: reader type INT not compatible with writer type STRING`,
    });
  });

  it('that another service registered at the same moment has its id', async () => {
    server.answer(REGISTER, says(409, 'conflict'));
    server.answer(LOOK_UP, ok({ id: 12 }));
    expect(await registry.register(SUBJECT, text)).toBe(12);
  });

  it('meets a level that somebody changes meanwhile: nothing is registered, and it is tried again', async () => {
    server.answer(
      CONFIG,
      ok({ compatibilityLevel: 'BACKWARD_TRANSITIVE' }),
      ok({ compatibilityLevel: 'NONE' }),
    );
    await expect(registry.register(SUBJECT, text)).rejects.toThrow(RegistryContended);
    expect(server.asked).not.toContain(REGISTER);
  });

  it('under a subject without a level leaves it without', async () => {
    server.answer(CONFIG, says(404, 'subject has no compatibility'));
    server.answer(REGISTER, ok({ id: 3 }));
    expect(await registry.register(SUBJECT, text)).toBe(3);
    expect(server.asked.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['that the registry finds invalid', says(422, 'Invalid Avro schema'), 'Invalid Avro schema'],
    ['that the registry finds a bad request', says(400, 'bad request'), 'answers 400'],
    ['with a wrong password', says(401, 'Unauthorized'), 'user name and password'],
    ['at a proxy that knows no such page', page(404), '/apis/ccompat/v7'],
    ['at a proxy that has a conflict of its own', page(409), 'answers 409'],
    ['at a login page', page(200), 'has no id'],
    ['at a server that says nothing', { status: 200, body: 'null' }, 'is of no use'],
  ])('%s is refused, for a person to correct', async (_words, answer, part) => {
    server.answer(REGISTER, answer);
    const refused = registry.register(SUBJECT, text);
    await expect(refused).rejects.toThrow(RegistryRefused);
    await expect(refused).rejects.not.toThrow(IncompatibleSchema);
    await expect(refused).rejects.toThrow(part);
  });

  it('that is no Avro is refused before anybody is asked to keep it', async () => {
    await expect(registry.register(SUBJECT, '{"type":"recrod"}')).rejects.toThrow(RegistryRefused);
    expect(server.asked).not.toContain(REGISTER);
  });
});

describe('the id of a schema under a subject', () => {
  it('is none where the registry says that it has no such schema', async () => {
    server.answer(LOOK_UP, says(404, 'Schema not found'));
    expect(await registry.idOf(SUBJECT, text)).toBeNull();
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['a proxy that knows no such page', page(404), '/apis/ccompat/v7'],
    ['a login page', page(200), 'has no id'],
    ['a missing right', says(403, 'Forbidden'), 'user name and password'],
  ])('is not called none because of %s', async (_words, answer, part) => {
    server.answer(LOOK_UP, answer);
    await expect(registry.idOf(SUBJECT, text)).rejects.toThrow(RegistryRefused);
    await expect(registry.idOf(SUBJECT, text)).rejects.toThrow(part);
  });
});

describe('an address that leads elsewhere', () => {
  it('is refused at the start: the client library follows no redirect', async () => {
    server.answer('GET /config', { status: 301, body: '', location: 'https://registry.example/config' });
    await expect(connectRegistry({ url: server.url })).rejects.toThrow(RegistryRefused);
    await expect(connectRegistry({ url: server.url })).rejects.toThrow('answers 301');
  });
});
