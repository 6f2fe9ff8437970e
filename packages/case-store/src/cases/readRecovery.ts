import { sql } from 'drizzle-orm';
import type { CaseDatabase } from '../database/connection';
import { withIsoTimes } from '../rows/isoTimes';

/** One row of view `recovery_case`, in the names of the view; amounts in major units are exact decimals as text. */
export interface RecoveryCaseRow extends Record<string, unknown> {
  readonly case_id: string;
  readonly stage: string;
  readonly method: string | null;
  readonly runs: number;
  readonly currency: string | null;
  readonly reported: string | null;
  readonly never_left: string | null;
  readonly returned: string | null;
  readonly frozen: string | null;
  readonly at_rest: string | null;
  readonly left_sight: string | null;
  readonly untraced: string | null;
  readonly balanced: boolean;
}

/** One row of view `fund_flow`. */
export interface FundFlowRow extends Record<string, unknown> {
  readonly case_id: string;
  readonly layer: number;
  readonly at: string | null;
  readonly from_account: string | null;
  readonly to_account: string | null;
  readonly what_happened: string;
  readonly currency: string;
  readonly amount: string;
  readonly frozen: string;
  readonly channel: string | null;
  readonly transfer_id: string | null;
  readonly note: string | null;
}

/** Where the money of a recovery case is, a row per currency; none for a case of another kind. */
export async function recoveryCase(db: CaseDatabase, caseId: string): Promise<RecoveryCaseRow[]> {
  const found = await db.execute<RecoveryCaseRow>(
    sql`select * from recovery_case where case_id = ${caseId} order by currency`,
  );
  return found.rows.map(withIsoTimes);
}

/** The way of the stolen money, hop by hop. */
export async function fundFlow(db: CaseDatabase, caseId: string): Promise<FundFlowRow[]> {
  const found = await db.execute<FundFlowRow>(
    sql`select * from fund_flow where case_id = ${caseId}
      order by reported_transfer_id, layer, at, transfer_id, what_happened`,
  );
  return found.rows.map(withIsoTimes);
}
