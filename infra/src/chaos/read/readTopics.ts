import {
  type StopPaymentCommand,
  type StopPaymentEvent,
  type StopPaymentOrder,
  type StopPaymentStatus,
  TOPICS,
  type TopicName,
  type Transfer,
  type VictimWarning,
} from '@sluice/domain';
import {
  decodeOrder,
  decodeStopPaymentEvent,
  type EventCodec,
  fromDeadLetterRecord,
  type RecordCodec,
} from '@sluice/event-codec';
import type { ConsumedRecord, KafkaConnection } from '@sluice/stream-runtime';
import type { SeenLetter } from '../check/deadLetters';
import type { SeenDecision } from '../check/decisions';
import { digestOf } from '../check/digest';
import { type ExpectedLedger, expectedLedger } from '../check/ledger';
import { type DecisionRows, decisionRows } from './decisionRows';

/** Where checked records come from. */
export interface Source {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
}

/** Append times of one decision and of its transfer, epoch ms of the broker. */
export interface DecisionTime {
  readonly creditorAccount: string;
  readonly decidedAt: number;
  /** Null where the transfer was not read. */
  readonly publishedAt: number | null;
}

/** Everything that the topics say, as the checks want it. */
export interface Topics {
  readonly published: number;
  /** From the first to the last record on `transfers`, ms of the broker's clock. */
  readonly publishedWithinMs: number;
  readonly ledger: ExpectedLedger;
  readonly letters: readonly SeenLetter[];
  readonly decisions: readonly SeenDecision[];
  readonly decisionRows: DecisionRows;
  readonly decisionTimes: readonly DecisionTime[];
  readonly commands: readonly StopPaymentCommand[];
  readonly events: readonly StopPaymentEvent[];
  readonly answers: readonly StopPaymentStatus[];
  readonly orders: readonly StopPaymentOrder[];
  readonly warnings: readonly VictimWarning[];
  /** Records that cannot be read and are in no dead letter. */
  readonly unreadable: readonly string[];
}

/** Reads every topic from its beginning to its end, committed records only. */
export async function readTopics(source: Source): Promise<Topics> {
  const { connection, codec } = source;
  const unreadable: string[] = [];
  const letters = await readLetters(source);
  const refused = new Set(
    letters.map(({ sourceTopic, sourcePartition, sourceOffset }) =>
      place(sourceTopic, sourcePartition, sourceOffset),
    ),
  );

  const ledger = expectedLedger();
  const publishedAt = new Map<string, number>();
  let published = 0;
  let [earliest, latest] = [Number.POSITIVE_INFINITY, 0];
  for (const topic of [TOPICS.transferHistory, TOPICS.transfers] as const) {
    await readAvro<Transfer>(source, topic, codec.transfers, unreadable, refused, (transfer, record) => {
      ledger.take(transfer, topic);
      if (topic !== TOPICS.transfers) return;
      earliest = Math.min(earliest, record.timestamp);
      latest = Math.max(latest, record.timestamp);
      if (!publishedAt.has(transfer.transferId)) publishedAt.set(transfer.transferId, record.timestamp);
    });
  }
  for (const [partition, end] of await connection.endOffsets(TOPICS.transfers)) {
    published += Number(end - ((await connection.startOffsets(TOPICS.transfers)).get(partition) ?? 0n));
  }

  const decisions: SeenDecision[] = [];
  const times: DecisionTime[] = [];
  const rows = decisionRows();
  const decidedBefore = new Set<string>();
  await readAvro(source, TOPICS.decisions, codec.decisions, unreadable, refused, (decision, record) => {
    const { decisionId, transferId, creditorAccount } = decision;
    decisions.push({
      decisionId,
      transferId,
      digest: digestOf({ bytes: record.value?.toString('base64') }, ['bytes']),
    });
    if (decidedBefore.has(transferId)) return;
    decidedBefore.add(transferId);
    rows.take(decision);
    times.push({
      creditorAccount,
      decidedAt: record.timestamp,
      publishedAt: publishedAt.get(transferId) ?? null,
    });
  });

  const commands: StopPaymentCommand[] = [];
  const answers: StopPaymentStatus[] = [];
  const warnings: VictimWarning[] = [];
  const events: StopPaymentEvent[] = [];
  const orders: StopPaymentOrder[] = [];
  await readAvro(source, TOPICS.stopPayments, codec.stopPayments, unreadable, refused, (value) =>
    commands.push(value),
  );
  await readAvro(source, TOPICS.stopPaymentStatus, codec.stopPaymentStatus, unreadable, refused, (value) =>
    answers.push(value),
  );
  await readAvro(source, TOPICS.victimWarnings, codec.victimWarnings, unreadable, refused, (value) =>
    warnings.push(value),
  );
  await readJson(source, TOPICS.stopPaymentEvents, decodeStopPaymentEvent, unreadable, refused, (value) =>
    events.push(value),
  );
  await readJson(source, TOPICS.orders, decodeOrder, unreadable, refused, (value) => orders.push(value));
  return {
    published,
    publishedWithinMs: Math.max(0, latest - earliest),
    ledger,
    letters,
    decisions,
    decisionRows: rows,
    decisionTimes: times,
    commands,
    events,
    answers,
    orders,
    warnings,
    unreadable,
  };
}

async function readLetters({ connection }: Source): Promise<SeenLetter[]> {
  const letters: SeenLetter[] = [];
  await connection.readToEnd(TOPICS.deadLetters, {
    isolation: 'read_committed',
    onRecord: (record) => {
      const letter = fromDeadLetterRecord(record);
      if (!letter.ok) throw new Error(letter.problem.sentence);
      const { key, value, ...rest } = letter.value;
      const digest = digestOf({ key: key?.toString('base64'), value: value?.toString('base64') }, [
        'key',
        'value',
      ]);
      letters.push({ ...rest, digest });
    },
  });
  return letters;
}

async function readAvro<T>(
  { connection }: Source,
  topic: TopicName,
  codec: RecordCodec<T>,
  unreadable: string[],
  refused: ReadonlySet<string>,
  take: (value: T, record: ConsumedRecord) => void,
): Promise<void> {
  await connection.readToEnd(topic, {
    isolation: 'read_committed',
    onRecord: async (record) => {
      if (refused.has(place(topic, record.partition, record.offset))) return;
      const decoded = record.value === null ? null : await codec.decode(record.value);
      if (decoded?.ok) take(decoded.value, record);
      else unreadable.push(place(topic, record.partition, record.offset));
    },
  });
}

async function readJson<T>(
  { connection }: Source,
  topic: TopicName,
  decode: (bytes: Buffer) => { readonly ok: true; readonly value: T } | { readonly ok: false },
  unreadable: string[],
  refused: ReadonlySet<string>,
  take: (value: T) => void,
): Promise<void> {
  await connection.readToEnd(topic, {
    isolation: 'read_committed',
    onRecord: (record) => {
      // An owner's FENCE on stop-payment-events has no key and is no event.
      if (record.key === null || refused.has(place(topic, record.partition, record.offset))) return;
      const decoded = record.value === null ? null : decode(record.value);
      if (decoded?.ok) take(decoded.value);
      else unreadable.push(place(topic, record.partition, record.offset));
    },
  });
}

function place(topic: string, partition: number, offset: bigint): string {
  return `${topic}/${partition}@${offset}`;
}
