import { type DeadLetter, type FraudReport, type Problem, refuse } from '@sluice/domain';
import { type EventCodec, RegistryUnavailable } from '@sluice/event-codec';
import { type ConsumedRecord, TransientError } from '@sluice/stream-runtime';
import { checkReport } from './checkReport';

/** What a poll of `fraud-reports` brought. */
export interface ReadReports {
  readonly reports: readonly { readonly report: FraudReport; readonly record: ConsumedRecord }[];
  readonly refused: readonly DeadLetter[];
}

/** How long a schema id that the registry does not know holds its partition before the record is a dead letter. */
const UNKNOWN_SCHEMA_PAUSE_MS = 10_000;

/** Reads and checks records of `fraud-reports`; a registry that is away is a TransientError, and the poll comes again. */
export function reportReader(codec: Pick<EventCodec, 'fraudReports'>, wallClock: () => number) {
  const unknownSince = new Map<string, number>();

  const decode = async (record: ConsumedRecord) => {
    if (record.value === null)
      return refuse('REPORT_INVALID', 'the record has no value; a report is withdrawn by state WITHDRAWN');
    const decoded = await codec.fraudReports.decode(record.value).catch((error: unknown) => {
      throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
    });
    if (decoded.ok) return checkReport(decoded.value, record.key?.toString('utf8') ?? null);
    if (decoded.problem.code === 'UNKNOWN_SCHEMA') {
      const coordinates = `${record.partition}@${record.offset}`;
      const since = unknownSince.get(coordinates) ?? wallClock();
      unknownSince.set(coordinates, since);
      if (wallClock() - since < UNKNOWN_SCHEMA_PAUSE_MS) throw new TransientError(decoded.problem.sentence);
      unknownSince.delete(coordinates);
    }
    return decoded;
  };

  return async (records: readonly ConsumedRecord[]): Promise<ReadReports> => {
    const reports: { report: FraudReport; record: ConsumedRecord }[] = [];
    const refused: DeadLetter[] = [];
    for (const record of records) {
      const read = await decode(record);
      if (read.ok) reports.push({ report: read.value, record });
      else refused.push(deadLetterOf(record, read.problem));
    }
    return { reports, refused };
  };
}

/** The dead letter of a refused record of `fraud-reports`. */
export function deadLetterOf(record: ConsumedRecord, problem: Problem<DeadLetter['code']>): DeadLetter {
  return {
    code: problem.code,
    sentence: problem.sentence,
    sourceTopic: record.topic,
    sourcePartition: record.partition,
    sourceOffset: record.offset,
    sourceTimestamp: record.timestamp,
    key: record.key,
    value: record.value,
  };
}
