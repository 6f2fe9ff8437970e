import { sql } from 'drizzle-orm';
import { bigserial, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, instant, kafkaOffset } from './columns';

/** Records that were refused: why and where they stood. Their bytes stay in topic `dead-letters`. */
export const deadLetter = pgTable(
  'dead_letter',
  {
    sourceTopic: text('source_topic').notNull(),
    sourcePartition: integer('source_partition').notNull(),
    sourceOffset: kafkaOffset('source_offset').notNull(),
    sourceTimestamp: instant('source_timestamp').notNull(),
    code: text('code').notNull(),
    sentence: text('sentence').notNull(),
    /** Where in `dead-letters` the bytes lie. */
    deadLetterPartition: integer('dead_letter_partition').notNull(),
    deadLetterOffset: kafkaOffset('dead_letter_offset').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceTopic, table.sourcePartition, table.sourceOffset] }),
    index('dead_letter_code_idx').on(table.code),
  ],
);

/** Records to be sent to Kafka, written in the transaction that decided them; sent at least once, in the order of ids. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    topic: text('topic').notNull(),
    key: bytes('key'),
    payload: bytes('payload').notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    publishedAt: instant('published_at'),
  },
  (table) => [index('outbox_unpublished_idx').on(table.id).where(sql`published_at is null`)],
);

/**
 * How far the recorder has come, written in the transaction of the rows. `completeTo`: everything that was appended to
 * the partition up to this instant is recorded.
 */
export const recorderPosition = pgTable(
  'recorder_position',
  {
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    /** Null while nothing of the partition is recorded. */
    nextOffset: kafkaOffset('next_offset'),
    /** Append time of the last record handled; null before the first. */
    appendTime: instant('append_time'),
    completeTo: instant('complete_to'),
  },
  (table) => [primaryKey({ columns: [table.topic, table.partition] })],
);
