import { max, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertRows } from '../rows/insertRows';
import { isAnyOf } from '../rows/isAnyOf';
import { caseEvent, caseFile } from '../schema';

/** Something that happened to a case. */
export interface NewCaseEvent {
  readonly caseId: string;
  /** Unique over all cases; the same id written again adds nothing. */
  readonly eventId: string;
  readonly type: string;
  /** Event time, epoch ms. */
  readonly at: number;
  /** A person's reference or `service:<name>`. */
  readonly by: string;
  readonly note?: string | null;
  readonly detail?: Readonly<Record<string, unknown>> | null;
}

/**
 * Appends events to cases, numbered in the order given. Cases are locked until the transaction ends, so that numbers have
 * no gaps and no doubles. Returns how many were new.
 */
export async function appendCaseEvents(
  tx: CaseTransaction,
  events: readonly NewCaseEvent[],
  now: number,
): Promise<number> {
  if (events.length === 0) return 0;
  const caseIds = [...new Set(events.map(({ caseId }) => caseId))].sort();
  await tx
    .select({ caseId: caseFile.caseId })
    .from(caseFile)
    .where(isAnyOf(caseFile.caseId, caseIds))
    .orderBy(caseFile.caseId)
    .for('update');
  const known = await tx
    .select({ eventId: caseEvent.eventId })
    .from(caseEvent)
    .where(
      isAnyOf(
        caseEvent.eventId,
        events.map(({ eventId }) => eventId),
      ),
    );
  const seen = new Set(known.map(({ eventId }) => eventId));
  const ends = await tx
    .select({ caseId: caseEvent.caseId, last: max(caseEvent.sequence) })
    .from(caseEvent)
    .where(isAnyOf(caseEvent.caseId, caseIds))
    .groupBy(caseEvent.caseId);
  const last = new Map(ends.map((end) => [end.caseId, end.last ?? 0]));
  const rows = events.flatMap((event) => {
    if (seen.has(event.eventId)) return [];
    seen.add(event.eventId);
    const sequence = (last.get(event.caseId) ?? 0) + 1;
    last.set(event.caseId, sequence);
    return [
      {
        caseId: event.caseId,
        sequence,
        eventId: event.eventId,
        type: event.type,
        at: event.at,
        by: event.by,
        note: event.note ?? null,
        detail: event.detail ?? null,
        recordedAt: now,
      },
    ];
  });
  if (rows.length > 0) await tx.execute(insertRows(caseEvent, rows, sql``));
  return rows.length;
}
