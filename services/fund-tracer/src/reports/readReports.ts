import { type DeadLetter, type FraudReport, type Problem, refuse } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import { avroDecoder, type ConsumedRecord } from '@sluice/stream-runtime';
import { checkReport } from './checkReport';

/** What a poll of `fraud-reports` brought. */
export interface ReadReports {
  readonly reports: readonly { readonly report: FraudReport; readonly record: ConsumedRecord }[];
  readonly refused: readonly DeadLetter[];
}

/** Reads and checks records of `fraud-reports`; a registry that is away is a TransientError, and the poll comes again. */
export function reportReader(codec: Pick<EventCodec, 'fraudReports'>, wallClock: () => number) {
  const decodeAvro = avroDecoder(wallClock);

  const decode = async (record: ConsumedRecord) => {
    if (record.value === null)
      return refuse('REPORT_INVALID', 'the record has no value; a report is withdrawn by state WITHDRAWN');
    const decoded = await decodeAvro(record.value, codec.fraudReports);
    return decoded.ok ? checkReport(decoded.value, record.key?.toString('utf8') ?? null) : decoded;
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
