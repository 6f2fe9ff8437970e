import { asc, sql } from 'drizzle-orm';
import type { CaseDatabase } from '../database/connection';
import { recorderPosition } from '../schema';

/** Up to when everything that was appended to Kafka is recorded, or what stands in the way. */
export type RecordedTo =
  | { readonly complete: true; readonly to: number }
  | { readonly complete: false; readonly reason: 'NOTHING_RECORDED' }
  | { readonly complete: false; readonly reason: 'PARTITION_BEHIND'; readonly where: string };

/**
 * The instant (append time, epoch ms) up to which all partitions of all recorded topics are recorded: nothing that is
 * read later can have been appended before it.
 */
export async function recordedTo(db: CaseDatabase): Promise<RecordedTo> {
  const [least] = await db
    .select()
    .from(recorderPosition)
    .orderBy(
      sql`${recorderPosition.completeTo} asc nulls first`,
      asc(recorderPosition.topic),
      asc(recorderPosition.partition),
    )
    .limit(1);
  if (least === undefined) return { complete: false, reason: 'NOTHING_RECORDED' };
  if (least.completeTo === null)
    return { complete: false, reason: 'PARTITION_BEHIND', where: `${least.topic}/${least.partition}` };
  return { complete: true, to: least.completeTo };
}
