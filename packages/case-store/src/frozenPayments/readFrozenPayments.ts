import { sql } from 'drizzle-orm';
import type { CaseDatabase } from '../database/connection';
import { withIsoTimes } from '../rows/isoTimes';

/** A period of event time and the append time up to which records count, all epoch ms. */
export interface ReportPeriod {
  /** First instant of the period. */
  readonly from: number;
  /** First instant after it. */
  readonly until: number;
  readonly asOf: number;
}

type Minor = `${string}_minor`;

/**
 * One row of view `frozen_payments` in its names: times ISO 8601 in UTC, amounts as text, in minor units (integers) and
 * in major units (exact decimals).
 */
export interface FrozenPaymentRow extends Record<string, unknown> {
  readonly stop_payment_id: string;
  readonly attempt_no: number;
  readonly instrument: string;
  readonly legal_basis: string;
  readonly policy_version: string;
  readonly requested_by: string;
  readonly authority: string | null;
  readonly authority_reference: string | null;
  readonly case_id: string | null;
  readonly report_id: string | null;
  readonly fraud_type: string | null;
  readonly layer: number | null;
  readonly transfer_id: string | null;
  readonly channel: string | null;
  readonly account: string;
  readonly account_masked: string;
  readonly institution: string | null;
  readonly branch: string | null;
  readonly holder_kind: string | null;
  readonly victim_account: string | null;
  readonly victim_institution: string | null;
  readonly reported_at: string | null;
  readonly requested_at: string;
  readonly ordered_at: string | null;
  readonly executed_at: string | null;
  readonly seconds_to_execute: string | null;
  readonly currency: string;
  readonly result: string;
  readonly failure_reason: string | null;
  readonly expires_at: string | null;
  readonly renewals: number;
  readonly converted_to: string | null;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
  readonly truth: string | null;
  readonly [amount: Minor]: string | null;
}

/** Stop-payments that were requested before the end of the period and had not ended before its begin. */
export async function readFrozenPayments(
  db: CaseDatabase,
  { from, until, asOf }: ReportPeriod,
): Promise<FrozenPaymentRow[]> {
  const found = await db.execute<FrozenPaymentRow>(sql`
    select * from frozen_payments_as_of(${instantOf(asOf)}, ${instantOf(until)})
    where ended_at is null or ended_at >= ${instantOf(from)}
    order by requested_at, stop_payment_id`);
  return found.rows.map(withIsoTimes);
}

/** What moved under one legal basis in one currency, minor units as text. */
export interface FrozenFlowRow extends Record<string, unknown> {
  readonly currency: string;
  readonly legal_basis: string;
  readonly opening_minor: string;
  readonly stopped_minor: string;
  readonly released_minor: string;
  readonly expired_minor: string;
  readonly returned_minor: string;
  readonly converted_in_minor: string;
  readonly converted_out_minor: string;
}

/** What was held at the begin of the period and what moved in it, by currency and legal basis. */
export async function readFrozenFlows(
  db: CaseDatabase,
  { from, until, asOf }: ReportPeriod,
): Promise<FrozenFlowRow[]> {
  const begin = instantOf(from);
  const found = await db.execute<FrozenFlowRow>(sql`
    select currency, legal_basis,
      coalesce(sum(stopped_minor - released_minor - expired_minor - returned_minor + converted_minor)
        filter (where at < ${begin}), 0)::text as opening_minor,
      coalesce(sum(stopped_minor) filter (where at >= ${begin}), 0)::text as stopped_minor,
      coalesce(sum(released_minor) filter (where at >= ${begin}), 0)::text as released_minor,
      coalesce(sum(expired_minor) filter (where at >= ${begin}), 0)::text as expired_minor,
      coalesce(sum(returned_minor) filter (where at >= ${begin}), 0)::text as returned_minor,
      coalesce(sum(converted_minor) filter (where at >= ${begin} and converted_minor > 0), 0)::text
        as converted_in_minor,
      coalesce(-sum(converted_minor) filter (where at >= ${begin} and converted_minor < 0), 0)::text
        as converted_out_minor
    from stop_payment_flow(${instantOf(asOf)})
    where at < ${instantOf(until)}
    group by currency, legal_basis
    order by currency, legal_basis`);
  return found.rows;
}

function instantOf(epochMs: number) {
  return sql`${new Date(epochMs).toISOString()}::timestamptz`;
}
