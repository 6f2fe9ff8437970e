import { DEAD_LETTER_CODES, type DeadLetterCode, TOPICS } from '@sluice/domain';
import {
  type EventCodec,
  encodeInboxEntry,
  encodeStopPaymentEvent,
  toDeadLetterRecord,
} from '@sluice/event-codec';
import type { TopicRecords } from '@sluice/stream-runtime';
import type { BatchOutcome, PoisonRecord } from './decideBatch';

/**
 * The records of one transaction. Events go to the partition of the inbox, whose count and keys are the same, so that a
 * new owner finds everything of its accounts in one place.
 */
export function outgoingRecords(
  outcome: BatchOutcome,
  partition: number,
  codec: Pick<EventCodec, 'stopPayments'>,
): readonly TopicRecords[] {
  return [
    {
      topic: TOPICS.stopPaymentEvents,
      records: outcome.events.map((event) => ({
        key: event.account,
        value: encodeStopPaymentEvent(event),
        partition,
      })),
    },
    {
      topic: TOPICS.stopPayments,
      records: outcome.commands.map((command) => ({
        key: command.account,
        value: codec.stopPayments.encode(command),
      })),
    },
    {
      topic: TOPICS.stopPaymentInbox,
      records: outcome.followUps.map((followUp) => ({
        key: followUp.account,
        value: encodeInboxEntry(followUp),
      })),
    },
    { topic: TOPICS.deadLetters, records: outcome.poison.map(deadLetterOf) },
  ];
}

/** The dead letter of a refused record: why, whence, and its bytes. */
export function deadLetterOf({ record, problem }: PoisonRecord) {
  return toDeadLetterRecord({
    code: deadLetterCode(problem.code),
    sentence: problem.sentence,
    sourceTopic: record.topic,
    sourcePartition: record.partition,
    sourceOffset: record.offset,
    sourceTimestamp: record.timestamp,
    key: record.key,
    value: record.value,
  });
}

function deadLetterCode(code: string): DeadLetterCode {
  return DEAD_LETTER_CODES.find((known) => known === code) ?? 'ENTRY_INVALID';
}
