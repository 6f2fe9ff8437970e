import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { migrate } from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { EventCodec } from '@sluice/event-codec';
import { type ClusterConnection, connectKafka, silentLogger, sleep } from '@sluice/stream-runtime';
import { Client } from 'pg';
import { prepareCluster } from '../src/pipeline/prepareCluster';
import { useStack } from '../src/testing/sharedStack';

const ROOT = join(__dirname, '..', '..');
const SERVICES = ['intake', 'detector', 'stop-payment', 'case-recorder', 'fund-tracer'] as const;
const PORT_BASE = 21_300;

jest.setTimeout(180_000);

describe('each service as a process of its own', () => {
  const stack = useStack({ own: true });
  const children = new Map<string, ChildProcess>();
  let connection: ClusterConnection;
  let codec: EventCodec;

  const start = (name: (typeof SERVICES)[number]): void => {
    const child = spawn('npm', ['start', '--silent', '-w', `services/${name}`], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...stack().env,
        SLUICE_PARTITIONS: '4',
        LOG_LEVEL: 'warn',
        HEALTH_PORT: String(PORT_BASE + SERVICES.indexOf(name)),
      },
      stdio: 'ignore',
      detached: true,
    });
    children.set(name, child);
  };
  const ask = async (
    name: (typeof SERVICES)[number],
    page: string,
  ): Promise<{ status: number; body: string } | null> =>
    fetch(`http://127.0.0.1:${PORT_BASE + SERVICES.indexOf(name)}${page}`).then(
      async (answer) => ({ status: answer.status, body: await answer.text() }),
      () => null,
    );
  const until = async (holds: () => Promise<boolean>, ms = 60_000): Promise<void> => {
    const end = Date.now() + ms;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms`);
      await sleep(200);
    }
  };

  beforeAll(async () => {
    connection = await connectKafka({ brokers: stack().brokers, clientId: 'test' }, silentLogger);
    codec = await prepareCluster(connection, {
      registry: { url: stack().registryUrl, auth: null },
      profile: 'embedded',
      partitions: 4,
    });
    await migrate(stack().databaseUrl);
    for (const name of SERVICES) start(name);
  });
  afterAll(async () => {
    for (const child of children.values())
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await connection?.close();
  });

  it('gets ready, decides a transfer, records it in Postgres, and shows health and metrics', async () => {
    for (const name of SERVICES) await until(async () => (await ask(name, '/readyz'))?.status === 200);
    const now = Date.now();
    const transfer = transferOf({ transferId: 'P1', occurredAt: now, statusAt: now });
    const producer = await connection.producer('test');
    await producer.send([
      { topic: TOPICS.transfers, records: [{ key: 'P1', value: codec.transfers.encode(transfer) }] },
    ]);
    await producer.close();
    const client = new Client({ connectionString: stack().databaseUrl });
    await client.connect();
    await until(
      async () => (await client.query(`select 1 from transfer where transfer_id = 'P1'`)).rowCount === 1,
    );
    await client.end();
    for (const name of SERVICES) {
      expect((await ask(name, '/healthz'))?.status).toBe(200);
      expect((await ask(name, '/metrics'))?.body).toContain('process_cpu_seconds_total');
    }
  });

  it('leaves within 10 s of SIGTERM', async () => {
    for (const child of children.values()) if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    for (const name of SERVICES) await until(async () => (await ask(name, '/healthz')) === null, 11_000);
  });
});
