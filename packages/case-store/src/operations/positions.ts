import { sql } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';
import { insertFirstWins, insertRows } from '../rows/insertRows';
import { deadLetter, recorderPosition } from '../schema';

/** How far one partition is recorded. */
export interface RecorderPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  /** Append time of the last record handled, epoch ms. */
  readonly appendTime: number | null;
  /** Everything appended to the partition up to this instant is recorded, epoch ms. */
  readonly completeTo: number | null;
}

/** Moves positions on, never back: a recorder that lost a partition cannot undo what its successor recorded. */
export async function advancePositions(
  tx: CaseTransaction,
  positions: readonly RecorderPosition[],
): Promise<void> {
  if (positions.length === 0) return;
  const ordered = [...positions].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
  await tx.execute(insertRows(recorderPosition, ordered, UPSERT));
}

const UPSERT = sql.raw(`on conflict (topic, partition) do update set
  next_offset = greatest(excluded.next_offset, recorder_position.next_offset),
  append_time = greatest(excluded.append_time, recorder_position.append_time),
  complete_to = greatest(excluded.complete_to, recorder_position.complete_to)`);

/** Makes every partition known, so that none that nobody has read yet is taken for complete. */
export async function knowPartitions(
  db: CaseDatabase,
  partitions: readonly { readonly topic: string; readonly partition: number }[],
): Promise<void> {
  if (partitions.length === 0) return;
  await db
    .insert(recorderPosition)
    .values([...partitions])
    .onConflictDoNothing();
}

/** The offset to go on from, or null where nothing of the partition is recorded. */
export async function recordedOffset(
  db: CaseDatabase,
  topic: string,
  partition: number,
): Promise<number | null> {
  const [row] = await db
    .select({ nextOffset: recorderPosition.nextOffset })
    .from(recorderPosition)
    .where(sql`${recorderPosition.topic} = ${topic} and ${recorderPosition.partition} = ${partition}`);
  return row?.nextOffset ?? null;
}

/** A refused record, and where in `dead-letters` its bytes lie. */
export type DeadLetterRow = typeof deadLetter.$inferInsert;

/** Keeps each refused record once. */
export async function recordDeadLetters(tx: CaseTransaction, rows: readonly DeadLetterRow[]): Promise<void> {
  await insertFirstWins(tx, deadLetter, rows);
}
