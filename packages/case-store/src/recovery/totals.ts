import { sql } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';

/** The sums of all recovery cases in one currency, minor units. */
export interface RecoveryTotals {
  readonly currency: string;
  /** Reports with money in this currency. */
  readonly reports: number;
  readonly reportedMinor: number;
  readonly neverLeftMinor: number;
  readonly returnedMinor: number;
  readonly frozenMinor: number;
  readonly atRestMinor: number;
  readonly leftSightMinor: number;
  readonly untracedMinor: number;
  /** Cases whose books do not add up; anything but 0 is a bug. */
  readonly unbalancedCases: number;
}

/** What the view recovery_case adds up to, per currency. */
export async function recoveryTotals(db: CaseDatabase | CaseTransaction): Promise<RecoveryTotals[]> {
  const result = await db.execute<RecoveryTotals & Record<string, unknown>>(sql`
    select currency, count(*)::float8 as reports,
      sum(reported_minor)::float8 as "reportedMinor", sum(never_left_minor)::float8 as "neverLeftMinor",
      sum(returned_minor)::float8 as "returnedMinor", sum(frozen_minor)::float8 as "frozenMinor",
      sum(at_rest_minor)::float8 as "atRestMinor", sum(left_sight_minor)::float8 as "leftSightMinor",
      sum(untraced_minor)::float8 as "untracedMinor", count(*) filter (where not balanced)::float8 as "unbalancedCases"
    from recovery_case where currency is not null
    group by currency order by currency`);
  return result.rows;
}

/** Reports taken so far, and how many of them still wait for their first trace. */
export async function recoveryReports(
  db: CaseDatabase | CaseTransaction,
): Promise<{ readonly taken: number; readonly waiting: number }> {
  const result = await db.execute<{ taken: number; waiting: number }>(sql`
    select count(*)::float8 as taken, count(*) filter (where stage <> 'TRACED')::float8 as waiting
    from recovery_report`);
  return result.rows[0] ?? { taken: 0, waiting: 0 };
}
