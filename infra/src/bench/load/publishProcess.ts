import { TOPICS } from '@sluice/domain';
import { createEventCodec } from '@sluice/event-codec';
import { connectKafka, type OutgoingRecord, silentLogger } from '@sluice/stream-runtime';
import { answer, settingsOf } from '../children/childSide';
import { BenchBank } from '../traffic/bank';
import { Population } from '../traffic/population';
import type { PublishMeasurement, PublishSettings } from './loadSettings';

// Publishes a backlog as fast as it goes; what it costs is not measured.

const RECORDS_PER_SEND = 2_000;

async function main(): Promise<void> {
  const settings = settingsOf<PublishSettings>();
  const connection = await connectKafka(
    { brokers: settings.brokers, clientId: 'bench-publish' },
    silentLogger,
  );
  const codec = await createEventCodec({ registry: { url: settings.registryUrl, auth: null } });
  const producer = await connection.producer('bench-publish');
  const population = new Population(settings.accounts);
  const bank = new BenchBank({ ...settings.bank, population });
  let bytes = 0;
  const start = performance.now();
  if (settings.masterData) {
    const records: OutgoingRecord[] = [];
    for (let i = 0; i < population.size; i++) {
      if (!population.isOurs(i)) continue;
      const account = population.masterDataOf(i, settings.bank.startAt);
      records.push({ key: account.accountId, value: codec.accounts.encode(account) });
    }
    for (let from = 0; from < records.length; from += RECORDS_PER_SEND)
      await producer.send([
        { topic: TOPICS.accounts, records: records.slice(from, from + RECORDS_PER_SEND) },
      ]);
  }
  for (let left = settings.transfers; left > 0; left -= RECORDS_PER_SEND) {
    const records = Array.from({ length: Math.min(left, RECORDS_PER_SEND) }, () => {
      const transfer = bank.next();
      const value = codec.transfers.encode(transfer);
      bytes += value.length;
      return { key: transfer.transferId, value };
    });
    await producer.send([{ topic: TOPICS.transfers, records }]);
  }
  const seconds = (performance.now() - start) / 1_000;
  await producer.close();
  await connection.close();
  answer<PublishMeasurement>({ seconds, bytesPerTransfer: bytes / Math.max(1, settings.transfers) });
}

void main();
