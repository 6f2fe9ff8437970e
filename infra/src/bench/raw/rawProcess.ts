import { openRawKafka } from '@sluice/stream-runtime/src/bench/rawKafka';
import { answer, settingsOf, tell } from '../children/childSide';
import type { RawMeasurement, RawSettings } from './rawSettings';

async function main(): Promise<void> {
  const settings = settingsOf<RawSettings>();
  const raw = await openRawKafka({
    brokers: settings.brokers,
    topic: 'bench-raw',
    partitions: settings.partitions,
    valueBytes: settings.valueBytes,
    recordsPerSend: settings.recordsPerSend,
  });
  let total = 0;
  const produceSeconds: number[] = [];
  const consumeSeconds: number[] = [];
  // The first round warms client and broker.
  for (let round = 0; round <= settings.rounds; round++) {
    const produced = await raw.produce(settings.records);
    total += settings.records;
    const consumed = await raw.consume(total);
    tell(`raw Kafka client, round ${round}: ${Math.round(settings.records / produced)} records/s out`);
    if (round === 0) continue;
    produceSeconds.push(produced / settings.records);
    consumeSeconds.push(consumed / total);
  }
  await raw.close();
  answer<RawMeasurement>({
    producePerSecond: produceSeconds.map((seconds) => 1 / seconds),
    consumePerSecond: consumeSeconds.map((seconds) => 1 / seconds),
  });
}

void main();
