import { randomBytes } from 'node:crypto';
import { migrate, openCaseStore } from '@sluice/case-store';
import { aDecision, aTransfer, MORNING } from '@sluice/case-store/src/testing/builders';
import { TOPICS, type Transfer } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { settingsOrExit } from '@sluice/observability';
import { type PolledBatch, silentLogger } from '@sluice/stream-runtime';
import { startCaseRecorder } from '../startCaseRecorder';
import { handKafka } from '../testing/fakeKafka';
import { frameOf, type LogPartition, memoryLog } from '../testing/memoryLog';

const TRANSFERS = 200_000;
const PER_FRAME = 250;
const FRAMES_PER_POLL = 16;

/** A payment as a core publishes it: UETR, device, address, a remittance text; one in a hundred is suspicious. */
function payment(n: number): Transfer {
  const scattered = ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return aTransfer({
    transferId: `${scattered}-4b5c-41ee-be56-${n.toString(16).padStart(12, '0')}`,
    debtorAccount: `DE89370400440${(n % 30_011).toString().padStart(9, '0')}`,
    creditorAccount: `DE02120300000${(n % 40_009).toString().padStart(9, '0')}`,
    deviceId: `device-${n % 30_011}`,
    ipAddress: '10.20.30.40',
    country: 'DE',
    endToEndId: `E2E-${n}`,
    remittance: 'Invoice 2026-03-0017, thank you',
    occurredAt: MORNING + n,
    statusAt: MORNING + n,
    bookedAt: MORNING + n,
  });
}

function dayOf(payments: readonly Transfer[]): readonly LogPartition[] {
  const codec = offlineEventCodec();
  const log = memoryLog(MORNING);
  for (let from = 0; from < payments.length; from += PER_FRAME) {
    const part = payments.slice(from, from + PER_FRAME);
    const entries = part.map((transfer, index) => ({
      offset: from + index,
      type: 'DEBIT' as const,
      transfer,
    }));
    log.appendTo(TOPICS.legs, (from / PER_FRAME) % 4, frameOf(entries));
  }
  for (const [n, transfer] of payments.entries()) {
    const decision = aDecision(transfer, n % 100 === 0 ? {} : { outcome: 'ALLOW', reasons: [] });
    log.append(TOPICS.decisions, transfer.transferId, codec.decisions.encode(decision));
  }
  return log.partitions();
}

/** Polls that bring frames and the decisions on them side by side, as a recorder that has fallen behind gets them. */
function* polls(log: readonly LogPartition[]): Generator<PolledBatch[]> {
  const size = (topic: string) =>
    topic === TOPICS.legs ? FRAMES_PER_POLL / 4 : (FRAMES_PER_POLL * PER_FRAME) / 4;
  for (let round = 0; ; round++) {
    const batches = log.flatMap((records) => {
      const { topic, partition } = records[0]!;
      const part = records.slice(round * size(topic), (round + 1) * size(topic));
      return part.length === 0
        ? []
        : [{ topic, partition, records: part, highWatermark: BigInt(records.length) }];
    });
    if (batches.length === 0) return;
    yield batches;
  }
}

/** Records transfers and decisions in a database of its own on the server of DATABASE_URL and says how fast that was. */
async function main(): Promise<void> {
  const { database } = settingsOrExit(['database'], 'bench');
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const admin = openCaseStore(database.url, { connectionsMax: 1 });
  await admin.pool.query(`create database ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const store = openCaseStore(url.href);
  const kafka = handKafka();
  const recorder = await startCaseRecorder({
    connection: kafka.connection,
    codec: offlineEventCodec(),
    database: store,
    log: silentLogger,
  });
  const log = dayOf(Array.from({ length: TRANSFERS }, (_, n) => payment(n)));
  for (const what of ['recorded', 'read again, nothing changed']) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    for (const poll of polls(log)) await kafka.poll(poll);
    const seconds = (performance.now() - start) / 1_000;
    const used = process.cpuUsage(cpu);
    const share = (used.user + used.system) / 1e6 / seconds;
    process.stdout.write(
      `${TRANSFERS} transfers with their decisions ${what} in ${seconds.toFixed(1)} s: ` +
        `${Math.round(TRANSFERS / seconds)} a second, ${share.toFixed(2)} of a core here\n`,
    );
  }
  await recorder.stop();
  await store.close();
  await admin.pool.query(`drop database ${name} with (force)`);
  await admin.close();
}

void main();
