import { readFileSync } from 'node:fs';
import { type EnvironmentReader, quoted } from './environment';
import { type KafkaSasl, type KafkaSettings, type KafkaTls, SASL_MECHANISMS } from './settings';

/** The least that a broker with default settings allows. */
const SESSION_TIMEOUT_DEFAULT_MS = 6_000;

/** Reads KAFKA_*; null where something is wrong, which `reader` then knows. */
export function readKafkaSettings(reader: EnvironmentReader, serviceName: string): KafkaSettings | null {
  const problemsBefore = reader.problems().length;
  const brokers = readBrokers(reader);
  const clientId = reader.optional('KAFKA_CLIENT_ID') ?? serviceName;
  const ssl = readTls(reader);
  const sasl = readSasl(reader);
  const sessionTimeoutMs = reader.wholeNumber(
    'KAFKA_SESSION_TIMEOUT_MS',
    1_000,
    300_000,
    SESSION_TIMEOUT_DEFAULT_MS,
  );
  return reader.problems().length > problemsBefore
    ? null
    : { brokers, clientId, ssl, sasl, sessionTimeoutMs };
}

function readBrokers(reader: EnvironmentReader): string[] {
  const list = reader.required('KAFKA_BROKERS', 'a list host:port,host:port of Kafka brokers');
  if (list === null) return [];
  const brokers = list.split(',').map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !isHostAndPort(broker));
  if (wrong === undefined) return brokers;
  const what = wrong.includes('://') ? 'a URL' : wrong === '' ? 'an empty entry' : quoted(wrong);
  reader.refuse(
    'SETTING_INVALID',
    `KAFKA_BROKERS holds ${what} in its list: each entry must be host:port with a port from 1 to 65535, for example kafka-1:9092.`,
  );
  return [];
}

function isHostAndPort(broker: string): boolean {
  const match = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(broker);
  if (match === null) return false;
  const port = Number(match[2]);
  return port >= 1 && port <= 65_535;
}

const TLS_FILES = {
  ca: 'KAFKA_SSL_CA_FILE',
  cert: 'KAFKA_SSL_CERT_FILE',
  key: 'KAFKA_SSL_KEY_FILE',
} as const;

function readTls(reader: EnvironmentReader): boolean | KafkaTls {
  const wanted = reader.flag('KAFKA_SSL', false);
  const named = Object.values(TLS_FILES).filter((name) => reader.optional(name) !== null);
  const first = named[0];
  if (first === undefined) return wanted;
  if (!wanted) {
    reader.refuse(
      'SETTING_CONFLICT',
      `${first} is set, but KAFKA_SSL is not true: set KAFKA_SSL=true, or leave ${named.join(' and ')} unset.`,
    );
    return false;
  }
  const cert = reader.optional(TLS_FILES.cert);
  const key = reader.optional(TLS_FILES.key);
  if ((cert === null) !== (key === null)) {
    const [there, missing] =
      cert === null ? [TLS_FILES.key, TLS_FILES.cert] : [TLS_FILES.cert, TLS_FILES.key];
    reader.refuse(
      'SETTING_CONFLICT',
      `${there} is set, but ${missing} is not: a client certificate and its key go together.`,
    );
  }
  const tls: { ca?: string; cert?: string; key?: string } = {};
  for (const part of ['ca', 'cert', 'key'] as const) {
    const pem = readPem(reader, TLS_FILES[part]);
    if (pem !== null) tls[part] = pem;
  }
  return tls;
}

function readPem(reader: EnvironmentReader, name: string): string | null {
  const file = reader.optional(name);
  if (file === null) return null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // What node:fs throws is always one of these.
    const reason = (error as NodeJS.ErrnoException).code;
    reader.refuse(
      'SETTING_FILE',
      `${name} names ${quoted(file)}, which cannot be read (${reason}): it must be a PEM file that this process may read.`,
    );
    return null;
  }
  if (text.includes('-----BEGIN ')) return text;
  reader.refuse(
    'SETTING_FILE',
    `${name} names ${quoted(file)}, which is not a PEM file: it must have a line that begins with -----BEGIN.`,
  );
  return null;
}

function readSasl(reader: EnvironmentReader): KafkaSasl | null {
  const username = reader.optional('KAFKA_SASL_USERNAME');
  const password = reader.secret('KAFKA_SASL_PASSWORD');
  if (reader.optional('KAFKA_SASL_MECHANISM') === null) {
    if (username === null && password === null) return null;
    const set = username !== null ? 'KAFKA_SASL_USERNAME' : 'KAFKA_SASL_PASSWORD';
    reader.refuse(
      'SETTING_CONFLICT',
      `${set} is set, but KAFKA_SASL_MECHANISM is not: set it to one of ${SASL_MECHANISMS.join(', ')}.`,
    );
    return null;
  }
  const mechanism = reader.oneOf('KAFKA_SASL_MECHANISM', SASL_MECHANISMS, null);
  if (username === null) {
    reader.refuse(
      'SETTING_MISSING',
      'KAFKA_SASL_USERNAME is not set: KAFKA_SASL_MECHANISM needs a user name.',
    );
  }
  if (password === null) {
    reader.refuse(
      'SETTING_MISSING',
      'KAFKA_SASL_PASSWORD is not set: KAFKA_SASL_MECHANISM needs a password.',
    );
  }
  return mechanism === null || username === null || password === null
    ? null
    : { mechanism, username, password };
}
