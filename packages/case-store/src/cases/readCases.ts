import { type SQL, sql } from 'drizzle-orm';
import type { CaseDatabase } from '../database/connection';
import { withIsoTimes } from '../rows/isoTimes';
import type { CaseKind, CaseState } from '../schema';

/**
 * One row of view `case_overview`, in the names of the view; amounts in major units are exact decimals as text, times ISO
 * 8601 in UTC.
 */
export interface CaseOverviewRow extends Record<string, unknown> {
  readonly case_id: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly subject_account: string | null;
  readonly report_id: string | null;
  readonly opened_at: string;
  readonly assigned_to: string | null;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly close_reason: string | null;
  readonly alerts: number;
  readonly worst_outcome: string | null;
  readonly highest_score: number | null;
  readonly last_alert_at: string | null;
  readonly scenarios: readonly string[] | null;
  readonly currency: string | null;
  readonly amount: string | null;
  readonly stopped: string | null;
  readonly returned: string | null;
}

/** One row of view `case_timeline`. */
export interface CaseTimelineRow extends Record<string, unknown> {
  readonly case_id: string;
  readonly at: string;
  readonly source: string;
  readonly type: string;
  /** Who did it; of a step of a stop-payment whoever moved it. */
  readonly by: string | null;
  readonly text: string | null;
  readonly transfer_id: string | null;
  readonly stop_payment_id: string | null;
  readonly currency: string | null;
  readonly amount: string | null;
  /** Of a step of a stop-payment: what was ordered or answered, such as RELEASE. */
  readonly action: string | null;
  readonly approved_by: string | null;
}

export interface CaseFilter {
  readonly state?: CaseState | undefined;
  readonly kind?: CaseKind | undefined;
  readonly assignedTo?: string | undefined;
  /** Most cases; a case has a row per currency. */
  readonly limit: number;
}

/** The newest cases first, a row per currency. */
export async function listCases(db: CaseDatabase, filter: CaseFilter): Promise<CaseOverviewRow[]> {
  const conditions: SQL[] = [sql`true`];
  if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
  if (filter.kind !== undefined) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.assignedTo !== undefined) conditions.push(sql`assigned_to = ${filter.assignedTo}`);
  // The cases first, so that the view sums up what is shown and not all that there is.
  const found = await db.execute<CaseOverviewRow>(
    sql`with chosen as materialized (
        select case_id from case_file where ${sql.join(conditions, sql` and `)}
        order by opened_at desc, case_id limit ${filter.limit}
      )
      select v.* from chosen join case_overview v on v.case_id = chosen.case_id
      order by v.opened_at desc, v.case_id, v.currency`,
  );
  return found.rows.map(withIsoTimes);
}

/** A case's overview, a row per currency. */
export async function caseOverview(db: CaseDatabase, caseId: string): Promise<CaseOverviewRow[]> {
  const found = await db.execute<CaseOverviewRow>(
    sql`select * from case_overview where case_id = ${caseId} order by currency`,
  );
  return found.rows.map(withIsoTimes);
}

/** All that happened around a case, oldest first. */
export async function caseTimeline(db: CaseDatabase, caseId: string): Promise<CaseTimelineRow[]> {
  const found = await db.execute<CaseTimelineRow>(
    sql`select * from case_timeline where case_id = ${caseId}
      order by at, ordinal, source, type, transfer_id, stop_payment_id`,
  );
  return found.rows.map(withIsoTimes);
}

/** The cases that a case id, report id, account or transfer id speaks of, newest first. */
export async function findCases(db: CaseDatabase, reference: string): Promise<string[]> {
  const found = await db.execute<{ case_id: string }>(sql`
    select case_id from case_file
    where case_id = ${reference} or report_id = ${reference} or subject_account = ${reference}
      or case_id in (select case_id from case_transfer where transfer_id = ${reference})
    order by (case_id = ${reference} or report_id = ${reference}) desc, opened_at desc, case_id`);
  return found.rows.map((row) => row.case_id);
}
