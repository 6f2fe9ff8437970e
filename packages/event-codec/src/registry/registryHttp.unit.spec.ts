import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegistryRefused, RegistryUnavailable } from './registryErrors';
import { connectRegistry } from './schemaRegistry';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A registry in words: what it answers next, and the headers of the last request. */
const next: { answer: Answer | null; headers: IncomingHttpHeaders } = { answer: null, headers: {} };
const GREETING: Answer = { status: 200, body: '{"compatibilityLevel":"NONE"}' };
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    next.headers = request.headers;
    if (next.answer === null) {
      response.destroy();
      return;
    }
    response.writeHead(next.answer.status, { 'content-type': 'application/json' }).end(next.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  next.answer = GREETING;
});

describe('a fault that passes', () => {
  it.each<[string, Answer | null]>([
    ['a connection that breaks', null],
    ['an internal error', { status: 500, body: '{"error_code":50001,"message":"database"}' }],
    ['a proxy without its registry', { status: 503, body: '<html>' }],
    ['too many requests', { status: 429, body: '' }],
  ])('(%s) is told apart, for the caller to try again', async (_words, answer) => {
    const registry = await connectRegistry({ url });
    next.answer = answer;
    await expect(registry.schemaById(1)).rejects.toThrow(RegistryUnavailable);
    await expect(registry.register('a-value', '{}')).rejects.toThrow(RegistryUnavailable);
    await expect(registry.setCompatibility('a-value', 'FULL_TRANSITIVE')).rejects.toThrow(
      RegistryUnavailable,
    );
  });

  it('also at the first connection: a registry that is not up yet', async () => {
    await expect(connectRegistry({ url: 'http://127.0.0.1:1' })).rejects.toThrow(
      /^the schema registry does not answer \(GET http/,
    );
  });
});

describe('an id that is not known', () => {
  it('is one only where the registry itself says so', async () => {
    const registry = await connectRegistry({ url });
    next.answer = { status: 404, body: '{"error_code":40403,"message":"Schema not found"}' };
    expect(await registry.schemaById(9)).toBeNull();
    next.answer = { status: 404, body: '<html>no such page</html>' };
    await expect(registry.schemaById(9)).rejects.toThrow(RegistryRefused);
  });
});

describe('what a person must correct', () => {
  it.each<[string, Answer, string]>([
    [
      'a wrong password',
      { status: 401, body: '{"error_code":401,"message":"Unauthorized"}' },
      'user name and password',
    ],
    ['another server', { status: 404, body: 'not here' }, '/apis/ccompat/v7'],
    [
      'a path beside the API',
      { status: 404, body: '{"error_code":404,"message":"HTTP 404 Not Found"}' },
      '/apis/ccompat/v7',
    ],
    ['a redirect to a login page', { status: 200, body: '<html>please log in</html>' }, '/apis/ccompat/v7'],
  ])('(%s) is refused at the start, in a sentence', async (_words, answer, part) => {
    next.answer = answer;
    await expect(connectRegistry({ url })).rejects.toThrow(RegistryRefused);
    await expect(connectRegistry({ url })).rejects.toThrow(part);
  });

  it.each(['registry:8080', 'ftp://registry', '', 'http://sluice:secret@registry'])(
    'an address like %j',
    async (address) => {
      await expect(connectRegistry({ url: address })).rejects.toThrow(RegistryRefused);
      await expect(connectRegistry({ url: address })).rejects.not.toThrow('secret');
    },
  );

  it('an invalid schema keeps the registry’s own words', async () => {
    const registry = await connectRegistry({ url });
    next.answer = { status: 422, body: '{"error_code":42201,"message":"Invalid Avro schema"}' };
    await expect(registry.register('a-value', 'x')).rejects.toThrow('Invalid Avro schema');
  });
});

describe('credentials', () => {
  it('go into the header of every request, and nowhere else', async () => {
    const registry = await connectRegistry({
      url: `${url}/`,
      auth: { username: 'sluice', password: 'pä:ss' },
    });
    next.answer = { status: 500, body: '{}' };
    await expect(registry.schemaById(1)).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('ss') }),
    );
    const sent = Buffer.from(next.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString(
      'utf8',
    );
    expect(sent).toBe('sluice:pä:ss');
  });

  it('are left out where there are none', async () => {
    await connectRegistry({ url, auth: null });
    expect(next.headers.authorization).toBeUndefined();
  });
});
