import { type CaseStore, isPassingFault, takeReport } from '@sluice/case-store';
import { type DeadLetter, TOPICS } from '@sluice/domain';
import { type EventCodec, toDeadLetterRecord } from '@sluice/event-codec';
import {
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  type RunningConsumer,
  reasonOf,
  type SerialProducer,
  TransientError,
} from '@sluice/stream-runtime';
import type { FundTracerMeter } from '../meter';
import { deadLetterOf, reportReader } from './readReports';

export const FUND_TRACER_GROUP = 'fund-tracer';

export interface ReportConsumerParts {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'fraudReports'>;
  readonly store: CaseStore;
  readonly deadLetters: SerialProducer;
  readonly log: Logger;
  readonly clock: () => number;
  readonly wallClock: () => number;
  readonly meter: FundTracerMeter;
}

/** Takes reports into the queue of traces; nothing is traced here, so that no report waits for another's ledger. */
export async function consumeReports(parts: ReportConsumerParts): Promise<RunningConsumer> {
  const { connection, store, log, clock, meter } = parts;
  const read = reportReader(parts.codec, parts.wallClock);

  const handle = async (batches: readonly PolledBatch[]): Promise<void> => {
    const { reports, refused } = await read(batches.flatMap(({ records }) => records));
    const letters: DeadLetter[] = [...refused];
    await transientIfPassing(
      store.db.transaction(async (tx) => {
        for (const { report, record } of reports) {
          const taken = await takeReport(tx, report, clock());
          if (taken === 'NOTHING_TO_WITHDRAW') {
            const sentence = `report ${report.reportId} was never opened here; publish it as OPENED first`;
            letters.push(deadLetterOf(record, { code: 'REPORT_INVALID', sentence }));
          }
          if (taken !== 'NOTHING_TO_WITHDRAW') meter.taken(taken);
          log.info({ reportId: report.reportId, state: report.state, taken }, 'fraud report taken');
        }
      }),
    );
    // After the rows: a poll that comes again finds them there, and at worst sends its dead letters twice.
    if (letters.length > 0)
      await parts.deadLetters.send([{ topic: TOPICS.deadLetters, records: letters.map(toDeadLetterRecord) }]);
    meter.refused(letters.length);
  };

  return connection.startConsumer({ groupId: FUND_TRACER_GROUP, topics: [TOPICS.fraudReports], handle });
}

async function transientIfPassing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isPassingFault(error) ? new TransientError(`case store: ${reasonOf(error)}`) : error;
  }
}
