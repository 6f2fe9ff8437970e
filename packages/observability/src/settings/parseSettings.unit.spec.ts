import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment';
import { parseSettings } from './parseSettings';
import type { Need } from './settings';

const COMPLETE: Environment = {
  KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  SCHEMA_REGISTRY_URL: 'https://registry.bank.example/apis/ccompat/v7/',
  DATABASE_URL: 'postgres://sluice:hunter2@db:5432/sluice',
};

function sentencesOf(env: Environment, needs: readonly Need[] = ['kafka']): string[] {
  const parsed = parseSettings(env, needs);
  return parsed.ok ? [] : parsed.problem.map((problem) => problem.sentence);
}

describe('settings from the environment', () => {
  test('how long a silent instance keeps its partitions is a number of ms', () => {
    const read = (value: string) =>
      parseSettings({ ...COMPLETE, KAFKA_SESSION_TIMEOUT_MS: value }, ['kafka'], 'detector');
    expect(read('3000')).toMatchObject({ ok: true, value: { kafka: { sessionTimeoutMs: 3_000 } } });
    for (const wrong of ['3s', '10', '-1']) expect(read(wrong).ok).toBe(false);
  });

  test('addresses alone are enough, the rest has defaults', () => {
    expect(parseSettings(COMPLETE, ['kafka', 'registry', 'database'], 'detector')).toEqual({
      ok: true,
      value: {
        kafka: {
          brokers: ['kafka-1:9092', 'kafka-2:9092'],
          clientId: 'detector',
          ssl: false,
          sasl: null,
          sessionTimeoutMs: 6_000,
        },
        registry: { url: 'https://registry.bank.example/apis/ccompat/v7', auth: null },
        database: { url: 'postgres://sluice:hunter2@db:5432/sluice' },
        logLevel: 'info',
        healthPort: null,
        partitions: 8,
      },
    });
  });

  test('what a service does not need is neither required nor checked', () => {
    const parsed = parseSettings({ DATABASE_URL: 'nonsense', KAFKA_BROKERS: 'kafka:9092' }, ['kafka']);
    expect(parsed).toMatchObject({ ok: true, value: { kafka: { brokers: ['kafka:9092'] } } });
    expect(parsed).not.toHaveProperty('value.database');
  });

  test('everything that is missing is reported together', () => {
    const parsed = parseSettings({}, ['kafka', 'registry', 'database']);
    expect(parsed.ok).toBe(false);
    expect(parsed).toMatchObject({
      problem: [
        {
          code: 'SETTING_MISSING',
          sentence: expect.stringMatching(/^KAFKA_BROKERS is not set: .*host:port/),
        },
        { code: 'SETTING_MISSING', sentence: expect.stringMatching(/^SCHEMA_REGISTRY_URL is not set/) },
        { code: 'SETTING_MISSING', sentence: expect.stringMatching(/^DATABASE_URL is not set/) },
      ],
    });
  });

  test('a blank variable counts as unset', () => {
    expect(sentencesOf({ KAFKA_BROKERS: '  ' })).toEqual([
      expect.stringContaining('KAFKA_BROKERS is not set'),
    ]);
  });

  test.each([
    ['kafka', '"kafka"'],
    ['kafka:99999', '"kafka:99999"'],
    ['kafka:0', '"kafka:0"'],
    ['a:1,,b:2', 'an empty entry'],
    ['kafka://user:hunter2@kafka:9092', 'a URL'],
  ])('a broker list %j is refused, saying what in it is wrong', (list, shown) => {
    const [sentence] = sentencesOf({ KAFKA_BROKERS: list });
    expect(sentence).toContain(`KAFKA_BROKERS holds ${shown} in its list`);
    expect(sentence).not.toContain('hunter2');
  });

  test('an IPv6 broker is written in brackets', () => {
    expect(sentencesOf({ KAFKA_BROKERS: '[::1]:9092' })).toEqual([]);
  });

  test.each([
    ['HEALTH_PORT', '65536', 'whole number from 0 to 65535'],
    ['HEALTH_PORT', '8080x', 'whole number from 0 to 65535'],
    ['SLUICE_PARTITIONS', '0', 'whole number from 1 to 256'],
    ['SLUICE_PARTITIONS', '257', 'whole number from 1 to 256'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
    ['KAFKA_SSL', 'maybe', 'true or false'],
    ['KAFKA_SASL_MECHANISM', 'gssapi', 'one of plain, scram-sha-256, scram-sha-512'],
  ])('%s=%s is refused with what is allowed', (name, value, allowed) => {
    const sentences = sentencesOf({ ...COMPLETE, [name]: value });
    expect(sentences[0]).toContain(`${name} holds "${value}"`);
    expect(sentences[0]).toContain(allowed);
  });

  test('HEALTH_PORT 0 means that none is served', () => {
    expect(parseSettings({ ...COMPLETE, HEALTH_PORT: '0' }, ['kafka'])).toMatchObject({
      value: { healthPort: null },
    });
    expect(parseSettings({ ...COMPLETE, HEALTH_PORT: '8081' }, ['kafka'])).toMatchObject({
      value: { healthPort: 8081 },
    });
  });
});

describe('credentials', () => {
  test('SASL is mechanism, user and password, the password to the letter', () => {
    const env = {
      ...COMPLETE,
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'sluice',
      KAFKA_SASL_PASSWORD: ' hunter2 ',
    };
    expect(parseSettings(env, ['kafka'])).toMatchObject({
      value: {
        kafka: { sasl: { mechanism: 'scram-sha-512', username: 'sluice', password: ' hunter2 ' } },
      },
    });
  });

  test('a user without a mechanism, and a mechanism without a user, are conflicts', () => {
    expect(sentencesOf({ ...COMPLETE, KAFKA_SASL_USERNAME: 'sluice' })).toEqual([
      expect.stringMatching(/^KAFKA_SASL_USERNAME is set, but KAFKA_SASL_MECHANISM is not/),
    ]);
    expect(sentencesOf({ ...COMPLETE, KAFKA_SASL_MECHANISM: 'plain' })).toEqual([
      expect.stringMatching(/^KAFKA_SASL_USERNAME is not set/),
      expect.stringMatching(/^KAFKA_SASL_PASSWORD is not set/),
    ]);
  });

  test('a registry user needs a password, and neither belongs into the URL', () => {
    expect(sentencesOf({ ...COMPLETE, SCHEMA_REGISTRY_USERNAME: 'sluice' }, ['registry'])).toEqual([
      expect.stringMatching(/^SCHEMA_REGISTRY_USERNAME is set, but SCHEMA_REGISTRY_PASSWORD is not/),
    ]);
    const [sentence] = sentencesOf({ SCHEMA_REGISTRY_URL: 'http://sluice:hunter2@registry' }, ['registry']);
    expect(sentence).toMatch(/^SCHEMA_REGISTRY_URL holds a user or password/);
    expect(sentence).not.toContain('hunter2');
  });

  test.each([
    'postgres://sluice:hun ter2@db:port/sluice',
    'mysql://sluice:hunter2@db/sluice',
    'postgres://sluice:hunter2@db:5432',
    'hunter2',
  ])('a database address that is refused (%#) is never echoed', (url) => {
    const sentences = sentencesOf({ DATABASE_URL: url }, ['database']);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^DATABASE_URL .*postgres:\/\/user:password@host:5432\/database/);
    expect(sentences[0]).not.toMatch(/hun ?ter2/);
  });

  test('a database behind a socket folder has its host in the query', () => {
    const url = 'postgres:///sluice?host=/run/postgresql';
    expect(parseSettings({ DATABASE_URL: url }, ['database'])).toMatchObject({
      value: { database: { url } },
    });
  });
});

describe('TLS to Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
  const pem = join(folder, 'ca.pem');
  const notPem = join(folder, 'ca.der');
  beforeAll(() => {
    writeFileSync(pem, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
    writeFileSync(notPem, '0\x82');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("KAFKA_SSL alone trusts the system's authorities, files bring one's own", () => {
    expect(parseSettings({ ...COMPLETE, KAFKA_SSL: 'true' }, ['kafka'])).toMatchObject({
      value: { kafka: { ssl: true } },
    });
    const env = { ...COMPLETE, KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: pem };
    expect(parseSettings(env, ['kafka'])).toMatchObject({
      value: { kafka: { ssl: { ca: expect.stringContaining('BEGIN CERTIFICATE') } } },
    });
  });

  test('a file that is missing or no PEM is named', () => {
    const gone = join(folder, 'gone.pem');
    expect(sentencesOf({ ...COMPLETE, KAFKA_SSL: '1', KAFKA_SSL_CA_FILE: gone })).toEqual([
      expect.stringMatching(/^KAFKA_SSL_CA_FILE names .*gone\.pem", which cannot be read \(ENOENT\)/),
    ]);
    expect(sentencesOf({ ...COMPLETE, KAFKA_SSL: '1', KAFKA_SSL_CA_FILE: notPem })).toEqual([
      expect.stringMatching(/^KAFKA_SSL_CA_FILE names .*ca\.der", which is not a PEM file/),
    ]);
  });

  test('files without KAFKA_SSL, or a certificate without its key, are conflicts', () => {
    expect(sentencesOf({ ...COMPLETE, KAFKA_SSL_CA_FILE: pem })).toEqual([
      expect.stringMatching(/^KAFKA_SSL_CA_FILE is set, but KAFKA_SSL is not true/),
    ]);
    expect(sentencesOf({ ...COMPLETE, KAFKA_SSL: 'yes', KAFKA_SSL_CERT_FILE: pem })).toEqual([
      expect.stringMatching(/^KAFKA_SSL_CERT_FILE is set, but KAFKA_SSL_KEY_FILE is not/),
    ]);
  });
});
