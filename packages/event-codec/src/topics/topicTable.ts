import { TOPICS, type TopicName } from '@sluice/domain';
import type { RecordName } from '../contractSchemas';

/**
 * FULL_TRANSITIVE for what banks read: they upgrade neither with us nor with each other, so old and new readers must
 * read old and new records. BACKWARD_TRANSITIVE for what they write: we read whatever they have ever written.
 */
export type Compatibility = 'FULL_TRANSITIVE' | 'BACKWARD_TRANSITIVE';

/** Records of the wire contract, registered under `<topic>-value`. */
export interface AvroContent {
  readonly format: 'AVRO';
  readonly record: RecordName;
  readonly compatibility: Compatibility;
}

/** What a topic's records are. */
export type TopicContent =
  | AvroContent
  /** Entries of the log in our own binary frames (package log-format). */
  | { readonly format: 'FRAMES' }
  /** JSON among our own services, checked on reading. */
  | { readonly format: 'JSON' }
  /** A refused record's bytes as they came, with headers that say why and whence. */
  | { readonly format: 'ORIGINAL_BYTES' }
  /** Pieces of a fold's state (stream-runtime's checkpoints), each with a checksum. */
  | { readonly format: 'CHECKPOINT' };

export interface TopicEntry {
  readonly topic: TopicName;
  readonly content: TopicContent;
  readonly keyedBy: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
  /** BY_KEY: the one partition count of the cluster, fixed once. */
  readonly partitions: 'BY_KEY' | 1;
  readonly cleanup: 'delete' | 'compact';
  /** How long a record is kept, ms; FOREVER until something else holds what it says. */
  readonly retentionMs: number;
  /** The largest record batch that the broker takes: of a producer's send to one partition, since it does not split. */
  readonly messageBytesMax: number;
  readonly why: string;
}

export const FOREVER = -1;
const DAY_MS = 86_400_000;
const BANK_BATCH_BYTES = 1024 * 1024;
const OUR_BATCH_BYTES = 8 * 1024 * 1024;

export const BANK = 'bank core';
const INTAKE = 'intake';
const DETECTOR = 'detector';
const STOP = 'stop-payment';
const TRACER = 'fund-tracer';
const RECORDER = 'case-recorder';
const PEOPLE = 'commands of people';

/** Every topic, and why it is kept as it is; see `topicSpecs` for what holds of all of them. */
export const topicTable: readonly TopicEntry[] = [
  {
    topic: TOPICS.transfers,
    content: { format: 'AVRO', record: 'Transfer', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'transferId',
    writers: [BANK],
    readers: [INTAKE],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 14 * DAY_MS,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Intake keeps its table of known transfers in checkpoints; two weeks outlive two of them, the horizon of duplicates and a long holiday.',
  },
  {
    topic: TOPICS.transferHistory,
    content: { format: 'AVRO', record: 'Transfer', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'transferId',
    writers: [BANK],
    readers: [INTAKE],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Seeds windows and ledger with the past; folded from the beginning like transfers.',
  },
  {
    topic: TOPICS.accounts,
    content: { format: 'AVRO', record: 'Account', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'accountId',
    writers: [BANK],
    readers: [INTAKE],
    partitions: 'BY_KEY',
    cleanup: 'compact',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'A table: the last record of an account counts.',
  },
  {
    topic: TOPICS.watchlist,
    content: { format: 'AVRO', record: 'WatchlistEntry', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: '<kind>:<value>:<perspective>',
    writers: [BANK],
    readers: [INTAKE],
    partitions: 'BY_KEY',
    cleanup: 'compact',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'A table: the last record of a condition counts, a null value removes it.',
  },
  {
    topic: TOPICS.rules,
    content: { format: 'JSON' },
    keyedBy: 'rules version',
    writers: [PEOPLE, INTAKE],
    readers: [INTAKE],
    partitions: 1,
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'One order of versions; every version that ever decided stays readable.',
  },
  {
    topic: TOPICS.legs,
    content: { format: 'FRAMES' },
    keyedBy: 'nothing: the writer names the partition of the account',
    writers: [INTAKE, DETECTOR],
    readers: [DETECTOR, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 35 * DAY_MS,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'The detector restores from checkpoints and folds what came since; five weeks outlive two images and let a decision of the last month be explained. Never compacted, since a gap in offsets means lost entries.',
  },
  {
    topic: TOPICS.decisions,
    content: { format: 'AVRO', record: 'Decision', compatibility: 'FULL_TRANSITIVE' },
    keyedBy: 'transferId',
    writers: [DETECTOR],
    readers: [BANK, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'A decision is acted on within seconds and kept in the case store; a week bridges an outage of a reader.',
  },
  {
    topic: TOPICS.victimWarnings,
    content: { format: 'AVRO', record: 'VictimWarning', compatibility: 'FULL_TRANSITIVE' },
    keyedBy: 'debtorAccount',
    writers: [DETECTOR],
    readers: [BANK, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'Of no use after its answerBy; a week bridges an outage of a reader.',
  },
  {
    topic: TOPICS.stopPaymentInbox,
    content: { format: 'JSON' },
    keyedBy: 'account; a core’s answer goes to the partition that its stopPaymentId names',
    writers: [DETECTOR, STOP],
    readers: [STOP],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'Every cause that can move a stop-payment, in one order per account; what it did is in the events.',
  },
  {
    topic: TOPICS.stopPayments,
    content: { format: 'AVRO', record: 'StopPaymentCommand', compatibility: 'FULL_TRANSITIVE' },
    keyedBy: 'account',
    writers: [STOP],
    readers: [BANK, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'A core that was away must find every command that still binds it.',
  },
  {
    topic: TOPICS.stopPaymentEvents,
    content: { format: 'JSON' },
    keyedBy: 'account',
    writers: [STOP],
    readers: [STOP, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'The stop-payment service rebuilds its state from them; the account of what was done to people’s money.',
  },
  {
    topic: TOPICS.stopPaymentStatus,
    content: { format: 'AVRO', record: 'StopPaymentStatus', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'stopPaymentId',
    writers: [BANK],
    readers: [STOP, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Forwarded into the inbox at once and kept as events; a month bridges any outage.',
  },
  {
    topic: TOPICS.orders,
    content: { format: 'JSON' },
    keyedBy: 'account',
    writers: [PEOPLE, TRACER],
    readers: [STOP],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Few, and who ordered what must stay provable.',
  },
  {
    topic: TOPICS.fraudReports,
    content: { format: 'AVRO', record: 'FraudReport', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'reportId',
    writers: [BANK, PEOPLE],
    readers: [TRACER, RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Few; a case must be explicable from the report as it came.',
  },
  {
    topic: TOPICS.transferOutcomes,
    content: { format: 'AVRO', record: 'TransferOutcome', compatibility: 'BACKWARD_TRANSITIVE' },
    keyedBy: 'transferId',
    writers: [BANK, PEOPLE],
    readers: [RECORDER],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    messageBytesMax: BANK_BATCH_BYTES,
    why: 'Kept in the case store; a month bridges any outage.',
  },
  {
    topic: TOPICS.deadLetters,
    content: { format: 'ORIGINAL_BYTES' },
    keyedBy: 'the key of the refused record',
    writers: [INTAKE, STOP, TRACER, RECORDER],
    readers: [INTAKE, RECORDER, PEOPLE],
    partitions: 'BY_KEY',
    cleanup: 'delete',
    retentionMs: FOREVER,
    messageBytesMax: OUR_BATCH_BYTES,
    why: 'As long as transfers: whoever rebuilds from transfers must know which of them were refused.',
  },
  ...(
    [
      [TOPICS.detectorCheckpoints, TOPICS.detectorManifests, DETECTOR],
      [TOPICS.intakeCheckpoints, TOPICS.intakeManifests, INTAKE],
    ] as const
  ).flatMap(([pieces, manifests, service]): readonly TopicEntry[] => [
    {
      topic: pieces,
      content: { format: 'CHECKPOINT' },
      keyedBy: 'image number modulo 2, then account or section',
      writers: [service],
      readers: [service],
      partitions: 'BY_KEY',
      cleanup: 'compact',
      retentionMs: FOREVER,
      messageBytesMax: OUR_BATCH_BYTES,
      why: 'Two images of each partition of state, the last record of a key counts; written in transactions.',
    },
    {
      topic: manifests,
      content: { format: 'JSON' },
      keyedBy: 'image number modulo 2',
      writers: [service],
      readers: [service],
      partitions: 'BY_KEY',
      cleanup: 'compact',
      retentionMs: FOREVER,
      messageBytesMax: OUR_BATCH_BYTES,
      why: 'Which images are complete, at which position and of how many pieces; written with the pieces, in one transaction.',
    },
  ]),
];

/** The registry subject of a topic's values. */
export function subjectOf(topic: TopicName): string {
  return `${topic}-value`;
}

/** The entry of one topic. */
export function topicEntry(topic: TopicName): TopicEntry {
  const entry = topicTable.find((candidate) => candidate.topic === topic);
  if (entry === undefined) throw new RangeError(`${topic} is not in the topic table`);
  return entry;
}
