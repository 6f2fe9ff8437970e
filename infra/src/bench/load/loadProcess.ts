import { partitionOf, TOPICS } from '@sluice/domain';
import { createEventCodec, type EventCodec } from '@sluice/event-codec';
import {
  type ClusterConnection,
  type ConsumedRecord,
  connectKafka,
  silentLogger,
  sleep,
} from '@sluice/stream-runtime';
import { answer, settingsOf, tell } from '../children/childSide';
import { BenchBank, BLOCKED_ACCOUNT, numberOf } from '../traffic/bank';
import { Population } from '../traffic/population';
import { newHistogram, percentilesOf, record, trackLatencies } from './latencies';
import type { LoadMeasurement, LoadSettings } from './loadSettings';
import { publishOnSchedule } from './publishOnSchedule';
import { fixedSchedule } from './schedule';
import { trackSilences } from './silences';

// Publishes on a fixed schedule whatever happens, and reads the answers. All times are of this process' clock; the broker,
// whose append times are compared with it, runs on the same machine.

const LEAD_MS = 300;
const POLL_MS = 20;

/** Epoch ms with fractions. */
const now = (): number => performance.timeOrigin + performance.now();

async function main(): Promise<void> {
  const settings = settingsOf<LoadSettings>();
  const connection = await connectKafka({ brokers: settings.brokers, clientId: 'bench-load' }, silentLogger);
  const codec = await createEventCodec({ registry: { url: settings.registryUrl, auth: null } });
  const total = Math.round(settings.ratePerSecond * (settings.warmUpSeconds + settings.seconds));
  const drawn = drawTransfers(settings, codec, total);

  const isAwaited = (number: number): boolean =>
    settings.answeredBy === 'DECISION' || drawn.blocked[number] === 1;
  const answers = answerReader(settings, codec);
  let onAnswer: (number: number, appendedAt: number) => void = () => undefined;
  const reader = await startReader(connection, answers.topic, answers.isolation, (seen) => {
    const number = answers.numberIn(seen);
    if (number >= 0) onAnswer(number, seen.timestamp);
  });

  const warmUp = Math.round(settings.ratePerSecond * settings.warmUpSeconds);
  const schedule = fixedSchedule({ startAt: now() + LEAD_MS, ratePerSecond: settings.ratePerSecond, total });
  const received = trackLatencies(schedule, warmUp, isAwaited);
  const silences = trackSilences(settings.partitions, schedule.startAt);
  const appended = newHistogram();
  onAnswer = (number, appendedAt) => {
    const at = now();
    if (!received.arrived(number, at)) return;
    silences.heard(drawn.creditorPartition[number] ?? 0, at);
    if (number >= warmUp) record(appended, appendedAt - schedule.dueAt(number));
  };
  const cpu = process.cpuUsage();
  const published = await publishOnSchedule(connection, schedule, warmUp, drawn.records, now);
  const until = now() + settings.drainMs;
  while (received.missing() > 0 && now() < until) await sleep(POLL_MS);
  const used = process.cpuUsage(cpu);
  tell(`${settings.ratePerSecond}/s: ${received.answered} answers, ${received.missing()} missing`);
  await reader.stop();
  await connection.close();
  answer<LoadMeasurement>({
    received: received.percentiles(now()),
    appended: percentilesOf(appended),
    published: percentilesOf(published),
    cpuMicroseconds: used.user + used.system,
    transfers: total,
    missing: received.missing(),
    repeated: received.repeated,
    silences: silences.silences(),
  });
}

/** All that will be published, encoded beforehand, so that publishing costs little while latencies are taken. */
function drawTransfers(settings: LoadSettings, codec: EventCodec, total: number) {
  const bank = new BenchBank({ ...settings.bank, population: new Population(settings.accounts) });
  const records: { readonly key: string; readonly value: Buffer }[] = [];
  const blocked = new Uint8Array(total);
  const creditorPartition = new Uint16Array(total);
  for (let number = 0; number < total; number++) {
    const transfer = bank.next();
    blocked[number] = transfer.creditorAccount === BLOCKED_ACCOUNT ? 1 : 0;
    creditorPartition[number] = partitionOf(transfer.creditorAccount, settings.partitions);
    records.push({ key: transfer.transferId, value: codec.transfers.encode(transfer) });
  }
  return { records, blocked, creditorPartition };
}

function answerReader({ answeredBy, bank }: LoadSettings, codec: EventCodec) {
  if (answeredBy === 'DECISION') {
    return {
      topic: TOPICS.decisions,
      isolation: 'read_uncommitted' as const,
      numberIn: ({ key }: ConsumedRecord) => (key === null ? -1 : numberOf(bank.run, key.toString('latin1'))),
    };
  }
  return {
    topic: TOPICS.stopPayments,
    isolation: 'read_committed' as const,
    numberIn({ value }: ConsumedRecord) {
      const command = value === null ? null : codec.stopPayments.decodeSync(value);
      if (command?.ok !== true) throw new Error('a stop-payment command cannot be read');
      return command.value.transferId === null ? -1 : numberOf(bank.run, command.value.transferId);
    },
  };
}

/** Reads a topic from its end as it is now; resolves once every partition is being read. */
async function startReader(
  connection: ClusterConnection,
  topic: string,
  isolation: 'read_committed' | 'read_uncommitted',
  onRecord: (record: ConsumedRecord) => void,
) {
  const ends = await connection.endOffsets(topic);
  const reader = await connection.startConsumer({
    groupId: `bench-load-${process.pid}`,
    topics: [topic],
    isolation,
    commit: 'external',
    startOffset: ({ partition }) => ends.get(partition) ?? 0n,
    async handle(batches) {
      for (const { records } of batches) for (const one of records) onRecord(one);
    },
  });
  while (reader.state() === 'joining') await sleep(POLL_MS);
  return reader;
}

void main();
