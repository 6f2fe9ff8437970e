import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { kafkaTool } from '../testing/kafkaTools';
import { processesOf } from '../testing/processes';
import { useStack } from '../testing/sharedStack';
import type { Stack } from './stack';
import { startStack } from './startStack';

jest.setTimeout(300_000);

const TOPIC = 'transfers';
const SUBJECT = 'transfers-value';
const SCHEMA = JSON.stringify({
  type: 'record',
  name: 'Transfer',
  fields: [{ name: 'transferId', type: 'string' }],
});

function createTopic(stack: Stack): void {
  kafkaTool('topics', stack.brokers[0]!, ['--create', '--topic', TOPIC, '--partitions', '8']);
}

function produce(stack: Stack, record: string): void {
  kafkaTool('producer', stack.brokers[0]!, ['--topic', TOPIC], `${record}\n`);
}

function consume(stack: Stack, count: number): string[] {
  const args = [
    '--topic',
    TOPIC,
    '--from-beginning',
    '--max-messages',
    String(count),
    '--timeout-ms',
    '30000',
  ];
  return kafkaTool('consumer', stack.brokers[0]!, args).trim().split('\n').sort();
}

async function registerSchema(stack: Stack): Promise<number> {
  const answer = await fetch(`${stack.registryUrl}/subjects/${SUBJECT}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: SCHEMA }),
  });
  return ((await answer.json()) as { id: number }).id;
}

async function schemaById(stack: Stack, id: number): Promise<string> {
  return ((await (await fetch(`${stack.registryUrl}/schemas/ids/${id}`)).json()) as { schema: string })
    .schema;
}

async function query(stack: Stack, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function fill(stack: Stack): Promise<number> {
  createTopic(stack);
  produce(stack, 'TX-1');
  await query(stack, 'CREATE TABLE ledger (transfer_id text)');
  await query(stack, "INSERT INTO ledger VALUES ('TX-1')");
  return registerSchema(stack);
}

async function expectFilled(stack: Stack, schemaId: number): Promise<void> {
  expect(consume(stack, 1)).toEqual(['TX-1']);
  expect(JSON.parse(await schemaById(stack, schemaId))).toEqual(JSON.parse(SCHEMA));
  expect(await query(stack, 'SELECT * FROM ledger')).toEqual([{ transfer_id: 'TX-1' }]);
}

describe('a stack of its own', () => {
  const stack = useStack({ own: true });
  let schemaId: number;

  test('Kafka takes records, the registry schemas and PostgreSQL rows', async () => {
    schemaId = await fill(stack());
    await expectFilled(stack(), schemaId);
    expect(stack().env).toEqual({
      KAFKA_BROKERS: stack().brokers.join(','),
      SCHEMA_REGISTRY_URL: stack().registryUrl,
      DATABASE_URL: stack().databaseUrl,
    });
  });

  test('a topic that nobody created is not made by being asked for', () => {
    // Asking for a topic's partitions is what would make it, were topics made that way.
    const args = ['--topic', 'trasnfers', '--partition', '0', '--timeout-ms', '2000'];
    kafkaTool('consumer', stack().brokers[0]!, args);
    expect(kafkaTool('topics', stack().brokers[0]!, ['--list'])).not.toContain('trasnfers');
  });

  test('each server can be killed, and comes back on the same port with what it had', async () => {
    for (const server of [stack().kafka, stack().registry, stack().postgres]) {
      await server.kill();
      expect(server.isRunning()).toBe(false);
    }
    await expect(query(stack(), 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await Promise.all([stack().kafka.start(), stack().registry.start(), stack().postgres.start()]);
    await expectFilled(stack(), schemaId);
  });

  test('each server can be stopped in order, and started again', async () => {
    await Promise.all([stack().kafka.stop(), stack().registry.stop(), stack().postgres.stop()]);
    await Promise.all([stack().kafka.start(), stack().registry.start(), stack().postgres.start()]);
    await expectFilled(stack(), schemaId);
  });
});

describe('a stack whose data are kept', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-kept-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test('after a restart topics, records, schema ids and tables are still there', async () => {
    const first = await startStack({ dataDir });
    const schemaId = await fill(first);
    await first.stop();
    expect(processesOf(dataDir)).toEqual([]);

    const second = await startStack({ dataDir });
    try {
      await expectFilled(second, schemaId);
      produce(second, 'TX-2');
      expect(consume(second, 2)).toEqual(['TX-1', 'TX-2']);
    } finally {
      await second.stop();
    }
    expect(processesOf(dataDir)).toEqual([]);
  });
});

describe('a part of a stack', () => {
  test('what was not asked for is not started, and says so when it is used', async () => {
    const stack = await startStack({ services: ['postgres'] });
    try {
      expect(Object.keys(stack.env)).toEqual(['DATABASE_URL']);
      expect(() => stack.brokers).toThrow('started without kafka');
      expect(() => stack.registry).toThrow('started without registry');
    } finally {
      await stack.stop();
    }
  });

  test('a server that ends by itself is reported with the last words of its log', async () => {
    const reported: string[] = [];
    const stack = await startStack({
      services: ['postgres'],
      onUnexpectedEnd: (error) => reported.push(`${error.code}: ${error.message}`),
    });
    try {
      const pidFile = join(stack.dataDir, 'postgres', 'data', 'postmaster.pid');
      process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT');
      while (stack.postgres.isRunning()) await delay(20);
    } finally {
      await stack.stop();
    }
    expect(reported).toEqual([
      expect.stringMatching(
        /^SERVER_FAILED: PostgreSQL ended by itself with status \d+: see .*postgres\.log/,
      ),
    ]);
  });
});
