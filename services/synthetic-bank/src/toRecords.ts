import { TOPICS } from '@sluice/domain';
import { type EventCodec, encodeOrder } from '@sluice/event-codec';
import type { Emission } from '@sluice/scenarios';
import type { OutgoingRecord, TopicRecords } from '@sluice/stream-runtime';

/** What the bank publishes as Kafka records, by topic; the order within a topic is kept. */
export function toRecords(emissions: readonly Emission[], codec: EventCodec): TopicRecords[] {
  const byTopic = new Map<string, OutgoingRecord[]>();
  for (const emission of emissions) {
    const record = { key: emission.key, value: encode(emission, codec) };
    const records = byTopic.get(emission.topic);
    if (records === undefined) byTopic.set(emission.topic, [record]);
    else records.push(record);
  }
  return [...byTopic].map(([topic, records]) => ({ topic, records }));
}

function encode(emission: Emission, codec: EventCodec): Buffer {
  switch (emission.topic) {
    case TOPICS.transfers:
      return emission.form === 'REFUSED_BYTES'
        ? Buffer.from(emission.bytes)
        : codec.transfers.encode(emission.record);
    case TOPICS.transferHistory:
      return codec.transferHistory.encode(emission.record);
    case TOPICS.accounts:
      return codec.accounts.encode(emission.record);
    case TOPICS.watchlist:
      return codec.watchlist.encode(emission.record);
    case TOPICS.stopPaymentStatus:
      return codec.stopPaymentStatus.encode(emission.record);
    case TOPICS.fraudReports:
      return codec.fraudReports.encode(emission.record);
    case TOPICS.transferOutcomes:
      return codec.transferOutcomes.encode(emission.record);
    case TOPICS.orders:
      return encodeOrder(emission.record);
  }
}
