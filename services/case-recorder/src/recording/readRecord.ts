import {
  type DeadLetterCode,
  ok,
  type Problem,
  type Result,
  refuse as refusal,
  TOPICS,
  type TopicName,
} from '@sluice/domain';
import {
  decodeOrder,
  decodeStopPaymentEvent,
  type EventCodec,
  fromDeadLetterRecord,
  type RecordCodec,
} from '@sluice/event-codec';
import type { AvroDecoder, ConsumedRecord } from '@sluice/stream-runtime';
import type { Facts } from './facts';
import { readLegs } from './readLegs';

/** Everything that the recorder reads. */
export const RECORDED_TOPICS: readonly TopicName[] = [
  TOPICS.legs,
  TOPICS.decisions,
  TOPICS.victimWarnings,
  TOPICS.transferOutcomes,
  TOPICS.stopPayments,
  TOPICS.stopPaymentEvents,
  TOPICS.stopPaymentStatus,
  TOPICS.orders,
  TOPICS.fraudReports,
  TOPICS.deadLetters,
  TOPICS.watchlist,
];

// What intake, stop-payment and fund-tracer read too, they refuse; a second dead letter would only confuse.
const REFUSED_BY_OTHERS: ReadonlySet<string> = new Set([
  TOPICS.watchlist,
  TOPICS.stopPaymentStatus,
  TOPICS.orders,
  TOPICS.fraudReports,
]);

export type RecordReader = (record: ConsumedRecord, facts: Facts) => void | Promise<void>;

/** The reader of each topic. */
export function recordReaders(codec: EventCodec, decode: AvroDecoder): ReadonlyMap<string, RecordReader> {
  const avro =
    <T>(of: RecordCodec<T>, take: (value: T, record: ConsumedRecord, facts: Facts) => void): RecordReader =>
    (record, facts) => {
      const settle = (decoded: Result<T, Problem<DeadLetterCode>>): void => {
        if (decoded.ok) take(decoded.value, record, facts);
        else refuse(record, decoded.problem, facts);
      };
      const decoded = record.value === null ? NO_VALUE : decode(record.value, of);
      // A promise only where a writer's schema is fetched first: one for each record would cost more than decoding it.
      return 'then' in decoded ? decoded.then(settle) : settle(decoded);
    };
  return new Map<string, RecordReader>([
    [TOPICS.legs, readLegs],
    [
      TOPICS.decisions,
      avro(codec.decisions, (value, at, facts) => facts.decisions.push(appended(value, at))),
    ],
    [
      TOPICS.victimWarnings,
      avro(codec.victimWarnings, (value, at, facts) => facts.warnings.push(appended(value, at))),
    ],
    [
      TOPICS.transferOutcomes,
      avro(codec.transferOutcomes, (outcome, at, facts) =>
        facts.outcomes.push({ outcome, offset: Number(at.offset), appendTime: at.timestamp }),
      ),
    ],
    [
      TOPICS.stopPayments,
      avro(codec.stopPayments, (value, at, facts) => facts.commands.push(appended(value, at))),
    ],
    [
      TOPICS.stopPaymentStatus,
      avro(codec.stopPaymentStatus, (value, at, facts) => facts.answers.push(appended(value, at))),
    ],
    [
      TOPICS.fraudReports,
      avro(codec.fraudReports, (report, at, facts) =>
        facts.reports.push({ report, sourceOffset: Number(at.offset), appendTime: at.timestamp }),
      ),
    ],
    [TOPICS.stopPaymentEvents, readStopPaymentEvent],
    [TOPICS.orders, readOrder],
    [TOPICS.deadLetters, readDeadLetter],
    [
      TOPICS.watchlist,
      async (record, facts) => {
        const at = { sourceOffset: Number(record.offset), appendTime: record.timestamp };
        const key = record.key?.toString('utf8') ?? '';
        const decoded = record.value === null ? REMOVED : await decode(record.value, codec.watchlist);
        if (decoded.ok) facts.watchlist.push({ key, entry: decoded.value, ...at });
        else refuse(record, decoded.problem, facts);
      },
    ],
  ]);
}

function readStopPaymentEvent(record: ConsumedRecord, facts: Facts): void {
  // A record without a key marks a change of owner.
  if (record.key === null) return;
  const decoded = record.value === null ? NO_VALUE : decodeStopPaymentEvent(record.value);
  if (decoded.ok) facts.stopEvents.push(appended(decoded.value, record));
  else refuse(record, decoded.problem, facts);
}

function readOrder(record: ConsumedRecord, facts: Facts): void {
  const decoded = record.value === null ? NO_VALUE : decodeOrder(record.value);
  if (decoded.ok) facts.orders.push(appended(decoded.value, record));
  else refuse(record, decoded.problem, facts);
}

function readDeadLetter(record: ConsumedRecord, facts: Facts): void {
  const letter = fromDeadLetterRecord(record);
  if (!letter.ok) {
    facts.leftToOthers += 1;
    return;
  }
  const { code, sentence, sourceTopic, sourcePartition, sourceOffset, sourceTimestamp } = letter.value;
  facts.deadLetters.push({
    code,
    sentence,
    sourceTopic,
    sourcePartition,
    sourceOffset: Number(sourceOffset),
    sourceTimestamp,
    deadLetterPartition: record.partition,
    deadLetterOffset: Number(record.offset),
    appendTime: record.timestamp,
  });
}

const NO_VALUE = refusal(
  'UNDECODABLE',
  'the record has no value, and nothing on this topic is ever deleted; publish the record itself',
);

// A watchlist record without a value: the condition of its key was removed.
const REMOVED = ok(null);

function appended<T>(value: T, { timestamp }: ConsumedRecord): { value: T; appendTime: number } {
  return { value, appendTime: timestamp };
}

function refuse(record: ConsumedRecord, problem: Problem<DeadLetterCode>, facts: Facts): void {
  if (REFUSED_BY_OTHERS.has(record.topic)) {
    facts.leftToOthers += 1;
    return;
  }
  facts.refused.push({
    code: problem.code,
    sentence: problem.sentence,
    sourceTopic: record.topic,
    sourcePartition: record.partition,
    sourceOffset: record.offset,
    sourceTimestamp: record.timestamp,
    key: record.key,
    value: record.value,
  });
}
