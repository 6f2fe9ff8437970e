import {
  type Decision,
  type StopPaymentCommand,
  type StopPaymentEvent,
  TOPICS,
  type VictimWarning,
} from '@sluice/domain';
import {
  decodeStopPaymentEvent,
  type EventCodec,
  type RecordCodec,
  RegistryUnavailable,
} from '@sluice/event-codec';
import {
  type ConsumedRecord,
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  type RunningConsumer,
  TransientError,
} from '@sluice/stream-runtime';

/** Whoever acts on what Sluice says. */
export interface Listener {
  onDecision(decision: Decision): void;
  onWarning(warning: VictimWarning): void;
  onCommand(command: StopPaymentCommand): void;
  onStopPaymentEvent(event: StopPaymentEvent): void;
}

export const DECISIONS_GROUP = 'synthetic-bank-decisions';
export const STOPS_GROUP = 'synthetic-bank-stops';

/**
 * Listens as a bank core must: decisions and warnings as soon as they are there, stop-payments and their events only
 * once their transactions are committed. Returns the running consumers.
 */
export async function listen(
  connection: KafkaConnection,
  codec: EventCodec,
  log: Logger,
  listener: Listener,
): Promise<readonly RunningConsumer[]> {
  const handlers: Record<string, (record: ConsumedRecord, value: Buffer) => Promise<void>> = {
    [TOPICS.decisions]: avro(codec.decisions, log, (decision) => listener.onDecision(decision)),
    [TOPICS.victimWarnings]: avro(codec.victimWarnings, log, (warning) => listener.onWarning(warning)),
    [TOPICS.stopPayments]: avro(codec.stopPayments, log, (command) => listener.onCommand(command)),
    [TOPICS.stopPaymentEvents]: async (record, value) => {
      // An owner's FENCE, by which it finds the end of what it took over; no event of any stop-payment.
      if (record.key === null) return;
      const decoded = decodeStopPaymentEvent(value);
      if (decoded.ok) listener.onStopPaymentEvent(decoded.value);
      else unreadable(log, record, decoded.problem.sentence);
    },
  };
  const handle = async (batches: readonly PolledBatch[]): Promise<void> => {
    for (const { records } of batches) {
      for (const record of records) {
        if (record.value !== null) await handlers[record.topic]?.(record, record.value);
      }
    }
  };
  return Promise.all([
    connection.startConsumer({
      groupId: DECISIONS_GROUP,
      topics: [TOPICS.decisions, TOPICS.victimWarnings],
      isolation: 'read_uncommitted',
      handle,
    }),
    connection.startConsumer({
      groupId: STOPS_GROUP,
      topics: [TOPICS.stopPayments, TOPICS.stopPaymentEvents],
      isolation: 'read_committed',
      handle,
    }),
  ]);
}

function avro<T>(
  codec: RecordCodec<T>,
  log: Logger,
  act: (value: T) => void,
): (record: ConsumedRecord, value: Buffer) => Promise<void> {
  return async (record, value) => {
    const now = codec.decodeSync(value);
    const decoded = now.ok === 'NEEDS_SCHEMA' ? await withSchema(codec, value) : now;
    if (decoded.ok) act(decoded.value);
    else unreadable(log, record, decoded.problem.sentence);
  };
}

async function withSchema<T>(codec: RecordCodec<T>, value: Buffer) {
  try {
    return await codec.decode(value);
  } catch (error) {
    throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
  }
}

function unreadable(log: Logger, record: ConsumedRecord, sentence: string): void {
  const { topic, partition } = record;
  log.error({ topic, partition, offset: String(record.offset), sentence }, 'cannot read what Sluice wrote');
}
