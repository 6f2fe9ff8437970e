import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '@sluice/domain';
import { encodeInboxEntry } from '@sluice/event-codec';
import { prepareCluster } from '@sluice/infra/src/pipeline/prepareCluster';
import { startStack } from '@sluice/infra/src/stack';
import { policyNamed } from '@sluice/stop-payment-lifecycle';
import { holdOf, initiated } from '@sluice/stop-payment-lifecycle/src/testing/builders';
import { connectKafka, silentLogger } from '@sluice/stream-runtime';
import { startStopPayment } from '..';

// Open loop: holds come at their rate whatever the service does. From a hold's due time to its command in the hands of a
// read_committed reader, all on one machine and one broker.
const RATES = process.argv.slice(2).map(Number);
const SECONDS = 20;
const WARM_UP_SECONDS = 5;
const TICK_MS = 5;
const PARTITIONS = 8;

function quantile(sorted: readonly number[], q: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN).toFixed(1);
}

async function main(): Promise<void> {
  const policy = policyNamed('GENERIC');
  if (!policy.ok) throw new Error(policy.problem.sentence);
  const stack = await startStack({ services: ['kafka', 'registry'] });
  const connection = await connectKafka({ brokers: stack.brokers, clientId: 'bench' }, silentLogger);
  const codec = await prepareCluster(connection, {
    registry: { url: stack.registryUrl, auth: null },
    profile: 'embedded',
    partitions: PARTITIONS,
  });
  const service = await startStopPayment({ connection, codec, log: silentLogger, policy: policy.value });
  const due = new Map<string, number>();
  let latencies: number[] = [];
  const reader = await connection.startConsumer({
    groupId: 'bench-core',
    topics: [TOPICS.stopPayments],
    isolation: 'read_committed',
    commit: 'external',
    maxWaitMs: 20,
    async handle(batches) {
      const now = performance.now();
      for (const { value } of batches.flatMap(({ records }) => records)) {
        const command = codec.stopPayments.decodeSync(value ?? Buffer.alloc(0));
        if (command.ok === true) latencies.push(now - (due.get(command.value.transferId ?? '') ?? now));
      }
    },
  });
  const producer = await connection.producer('bench');
  let count = 0;

  async function load(rate: number, seconds: number): Promise<void> {
    const start = performance.now();
    const total = rate * seconds;
    for (let sent = 0; sent < total; await sleep(TICK_MS)) {
      const wanted = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1000) + 1);
      const records = [];
      for (; sent < wanted; sent++, count++) {
        const entry = holdOf(`B${count}`, initiated({ debtorAccount: `DE:PAYER-B${count % 5000}` }));
        due.set(entry.transferId, start + (sent * 1000) / rate);
        records.push({ key: entry.account, value: encodeInboxEntry(entry) });
      }
      if (records.length > 0) await producer.send([{ topic: TOPICS.stopPaymentInbox, records }]);
    }
  }

  while (!service.health().ready) await sleep(50);
  await load(100, WARM_UP_SECONDS);
  for (const rate of RATES) {
    await sleep(1000);
    latencies = [];
    const cpuBefore = process.cpuUsage();
    await load(rate, SECONDS);
    for (let waited = 0; latencies.length < rate * SECONDS && waited < 10_000; waited += 50) await sleep(50);
    const sorted = latencies.sort((a, b) => a - b);
    const { user, system } = process.cpuUsage(cpuBefore);
    // Of this process: the service, and here the load and the reader too.
    const cpuPercent = ((user + system) / (SECONDS * 10_000)).toFixed(0);
    process.stdout.write(
      `${rate} holds/s for ${SECONDS} s: ${sorted.length} commands, ms p50 ${quantile(sorted, 0.5)}, p99 ${quantile(sorted, 0.99)}, p99.9 ${quantile(sorted, 0.999)}, CPU ${cpuPercent}%\n`,
    );
  }
  await reader.stop();
  await service.stop();
  await producer.close();
  await connection.close();
  await stack.stop();
}

void main();
