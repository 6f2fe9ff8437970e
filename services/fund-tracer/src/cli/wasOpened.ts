import { TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import type { KafkaConnection } from '@sluice/stream-runtime';
import { checkReport } from '../reports/checkReport';

/**
 * Whether `fraud-reports` holds a record that opened the report, as the tracer reads it; the topic keeps its records for
 * ever, and they are few. Throws RegistryUnavailable where a writer's schema cannot be asked for.
 */
export async function wasOpened(
  connection: Pick<KafkaConnection, 'readToEnd'>,
  codec: Pick<EventCodec, 'fraudReports'>,
  reportId: string,
): Promise<boolean> {
  let opened = false;
  await connection.readToEnd(TOPICS.fraudReports, {
    isolation: 'read_committed',
    // Every partition: whoever wrote it may have placed the key by a rule of its own.
    async onRecord({ key, value }) {
      if (opened || value === null || key?.toString('utf8') !== reportId) return;
      const decoded = await codec.fraudReports.decode(value);
      if (!decoded.ok || !checkReport(decoded.value, reportId).ok) return;
      opened = decoded.value.state !== 'WITHDRAWN';
    },
  });
  return opened;
}
