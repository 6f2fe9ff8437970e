import type { TopicRecords } from '../api';
import type { RecordBatch } from './recordBatch';

/** What a batch holds as plain records, copied: for stand-ins of Kafka and for tests. */
export function plainRecords(given: TopicRecords | RecordBatch): TopicRecords {
  if (!('readBack' in given)) return given;
  const records = [...given.readBack()].map(({ headers = {}, ...record }) => ({
    ...record,
    key: copyOf(record.key),
    value: copyOf(record.value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
  }));
  return { topic: given.topic, records };
}

function copyOf(content: Buffer | string | null): Buffer | string | null {
  return Buffer.isBuffer(content) ? Buffer.from(content) : content;
}
