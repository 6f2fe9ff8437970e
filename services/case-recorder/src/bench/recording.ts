import { randomBytes } from 'node:crypto';
import { type CaseStore, migrate, openCaseStore } from '@sluice/case-store';
import { offlineEventCodec } from '@sluice/event-codec';
import { createMetrics, type Metrics, settingsOrExit } from '@sluice/observability';
import { silentLogger } from '@sluice/stream-runtime';
import { startCaseRecorder } from '../startCaseRecorder';
import { type Feed, fromMemory, throughKafka } from './feeds';
import { paymentsDay } from './paymentsDay';
import { serverCpuSeconds } from './serverCpu';

/** How many, `npm run bench -- 100000` says otherwise. */
const TRANSFERS = Number(process.argv[2] ?? 300_000);

/**
 * How fast transfers and their decisions are recorded, and what it costs: in a database of its own on the server of
 * DATABASE_URL, from memory, or through the (empty) cluster of KAFKA_BROKERS where that is given.
 */
async function main(): Promise<void> {
  const { database } = settingsOrExit(['database'], 'bench');
  const codec = offlineEventCodec();
  const log = paymentsDay(TRANSFERS, codec);
  const feed =
    process.env.KAFKA_BROKERS === undefined
      ? fromMemory(log)
      : await throughKafka(settingsOrExit(['kafka'], 'bench').kafka, log);
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const admin = openCaseStore(database.url, { connectionsMax: 1 });
  await admin.pool.query(`create database ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const store = openCaseStore(url.href, { applicationName: 'bench' });
  for (const what of ['recorded', 'read again, nothing changed']) {
    await measure(what, feed, store, url.href);
    await store.pool.query('delete from recorder_position');
  }
  await store.close();
  await feed.close();
  await admin.pool.query(`drop database ${name} with (force)`);
  await admin.close();
}

async function measure(what: string, feed: Feed, store: CaseStore, databaseUrl: string): Promise<void> {
  const metrics = createMetrics('case-recorder');
  const cpu = process.cpuUsage();
  const start = performance.now();
  const recorder = await startCaseRecorder({
    connection: feed.connection,
    codec: offlineEventCodec(),
    database: { databaseUrl },
    log: silentLogger,
    metrics,
  });
  const started = (performance.now() - start) / 1_000;
  await feed.run(store);
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const server = await serverCpuSeconds(store);
  await recorder.stop();
  const each = (cpuSeconds: number) => `${((cpuSeconds / TRANSFERS) * 1e6).toFixed(1)} µs`;
  process.stdout.write(
    `${TRANSFERS} transfers with their decisions, ${feed.name}, ${what} in ${seconds.toFixed(1)} s: ` +
      `${Math.round(TRANSFERS / seconds)} a second; CPU a transfer: ${each((user + system) / 1e6)} here, ` +
      `${server === null ? 'unknown' : each(server)} in the server; ${await shown(metrics, 'sluice_transactions_total')} polls ` +
      `took ${await shown(metrics, 'sluice_transaction_seconds_sum')} s to write, the start ${started.toFixed(1)} s\n`,
  );
}

/** The value of a metric without labels of its own, as `/metrics` shows it. */
async function shown(metrics: Metrics, name: string): Promise<string> {
  const line = (await metrics.registry.metrics()).split('\n').find((each) => each.startsWith(`${name}{`));
  return Number(line?.split(' ').at(-1) ?? 0)
    .toFixed(1)
    .replace('.0', '');
}

void main();
