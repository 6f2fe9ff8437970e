import { type Admin, type ISocketFactory, Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { createTopics, type TopicSpec } from './admin/createTopics';
import { committedOffsets, endOffsets, startOffsets } from './admin/offsets';
import { readToEnd } from './admin/readToEnd';
import type { KafkaConnection } from './api';
import { untilItWorks } from './backoff';
import { startConsumer } from './consumer/startConsumer';
import { kafkaLogCreator } from './kafkaLogging';
import { type Logger, silentLogger } from './logger';
import { openSerialProducer } from './producer/serialProducer';
import { knownTopics } from './producer/topicFacts';
import { openTransactionalProducer } from './producer/transactionalProducer';
import { useLeanWire } from './wire/leanWire';

/** Where the cluster is and how to talk to it; `@sluice/observability` reads it from the environment. */
export interface KafkaConnectionSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: string; readonly username: string; readonly password: string } | null;
  /** How long a silent member keeps its partitions, ms; default 6,000, below which brokers refuse unless configured. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Makes the sockets, where the broker is a simulated one (`testing/simulatedKafka`). */
  readonly socketFactory?: ISocketFactory;
}

export interface ClusterConnection extends KafkaConnection {
  /** Creates missing topics and checks the partition counts of the others. */
  createTopics(specs: readonly TopicSpec[]): Promise<readonly string[]>;
}

/** Connects to a cluster; while it is away the first connection is tried again with back-off, for as long as it takes. */
export async function connectKafka(
  settings: KafkaConnectionSettings,
  log: Logger = silentLogger,
): Promise<ClusterConnection> {
  useLeanWire();
  const { ca, cert, key } = typeof settings.ssl === 'object' ? settings.ssl : {};
  const kafka = new Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    ssl:
      typeof settings.ssl === 'object'
        ? {
            ...(ca === undefined ? {} : { ca }),
            ...(cert === undefined ? {} : { cert }),
            ...(key === undefined ? {} : { key }),
          }
        : (settings.ssl ?? false),
    ...(settings.sasl == null ? {} : { sasl: saslOptions(settings.sasl) }),
    ...(settings.socketFactory === undefined ? {} : { socketFactory: settings.socketFactory }),
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 50, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.INFO,
    logCreator: kafkaLogCreator(log),
  });
  const admin = kafka.admin();
  await untilItWorks(() => admin.connect(), { what: 'connection to Kafka', log });
  return connectionOf(kafka, admin, log, settings.sessionTimeoutMs);
}

const ASKED_MS_MAX = 8_000;

/** How long a person's command waits for a cluster that does not answer. */
const COMMAND_WAIT_MS = 10_000;

/**
 * `connectKafka` for a person's command: gives up after 10 s with one sentence on standard error and exit code 1, since
 * nobody watches a prompt that says nothing.
 */
export async function connectKafkaOrExit(settings: KafkaConnectionSettings): Promise<ClusterConnection> {
  const waiting = setTimeout(() => {
    process.stderr.write(
      `KAFKA_AWAY: no broker of KAFKA_BROKERS (${settings.brokers.join(', ')}) answered within ${COMMAND_WAIT_MS / 1_000} s; check the address and that the cluster is up.\n`,
    );
    process.exit(1);
  }, COMMAND_WAIT_MS);
  try {
    return await connectKafka(settings);
  } finally {
    clearTimeout(waiting);
  }
}

/**
 * Runs a person's command with a connection, and closes it. Resolves with what went wrong, one sentence or null: what `run`
 * says, or that the cluster went away in the middle. Throws what is a bug.
 */
export async function whileConnected<C extends KafkaConnection>(
  connect: () => Promise<C>,
  run: (connection: C) => Promise<string | null>,
): Promise<string | null> {
  const connection = await connect();
  try {
    return await run(connection);
  } catch (error) {
    const isKafkaAway = error instanceof Error && error.name.startsWith('KafkaJS');
    if (!isKafkaAway) throw error;
    return `KAFKA_AWAY: ${error.message}; check that the cluster is up and give the command again.`;
  } finally {
    await connection.close();
  }
}

function connectionOf(
  kafka: Kafka,
  admin: Admin,
  log: Logger,
  sessionTimeoutMs: number | undefined,
): ClusterConnection {
  let closing = false;
  const topics = knownTopics(admin);
  // A topic just made has no leader for a moment, and leaders and coordinators move: asked again for a while. Whoever needs
  // the answer for longer than that has its own way to wait, and a stop must not hang on a broker that is gone.
  const asked = <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    const until = Date.now() + ASKED_MS_MAX;
    const isFinal = (error: unknown): boolean => !isRetriable(error) || Date.now() > until;
    return untilItWorks(ask, { what, log, closing: () => closing, isFinal });
  };
  const ends = (topic: string) => asked(`end offsets of ${topic}`, () => endOffsets(admin, topic));
  const starts = (topic: string) => asked(`start offsets of ${topic}`, () => startOffsets(admin, topic));
  const committed = (groupId: string, topic: string) =>
    asked(`committed offsets of ${groupId}`, () => committedOffsets(admin, groupId, topic));
  return {
    startConsumer: (options) =>
      startConsumer(
        { kafka, log, committedOffsets: committed, startOffsets: starts, sessionTimeoutMs },
        options,
      ),
    producer: (name) => openSerialProducer({ kafka, name, log, topics }),
    transactionalProducer: (transactionalId, timeoutMs) =>
      openTransactionalProducer({ kafka, transactionalId, log, topics, timeoutMs }),
    readToEnd: (topic, options) => readToEnd(kafka, admin, topic, options, log),
    endOffsets: ends,
    startOffsets: starts,
    committedOffsets: committed,
    partitionCount: async (topic) => (await ends(topic)).size,
    createTopics: (specs) => createTopics(admin, specs),
    async close() {
      closing = true;
      await admin.disconnect();
    },
  };
}

/** kafkajs says of its errors whether another try may mend them; what it gave up on after retries may still pass. */
function isRetriable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('retriable' in error && error.retriable === true) || error.name === 'KafkaJSNumberOfRetriesExceeded'
  );
}

function saslOptions(sasl: { mechanism: string; username: string; password: string }): SASLOptions {
  const { username, password } = sasl;
  switch (sasl.mechanism) {
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512':
      return { mechanism: sasl.mechanism, username, password } as SASLOptions; // one object type per mechanism in kafkajs, equal in form
    default:
      throw new RangeError(
        `SASL mechanism ${sasl.mechanism}: plain, scram-sha-256 and scram-sha-512 are supported`,
      );
  }
}
