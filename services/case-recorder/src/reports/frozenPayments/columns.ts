import type { FrozenPaymentRow } from '@sluice/case-store';
import { safeText } from '../csv';
import { formatInZone } from '../zone';

type ColumnKind = 'text' | 'time' | 'number';

/** The report's columns in their fixed order; a column is never moved, new ones come last. */
export const FROZEN_PAYMENT_COLUMNS = [
  ['stop_payment_id', 'text'],
  ['attempt_no', 'number'],
  ['instrument', 'text'],
  ['legal_basis', 'text'],
  ['policy_version', 'text'],
  ['requested_by', 'text'],
  ['authority', 'text'],
  ['authority_reference', 'text'],
  ['case_id', 'text'],
  ['report_id', 'text'],
  ['fraud_type', 'text'],
  ['layer', 'number'],
  ['transfer_id', 'text'],
  ['channel', 'text'],
  ['account_masked', 'text'],
  ['institution', 'text'],
  ['branch', 'text'],
  ['holder_kind', 'text'],
  ['victim_institution', 'text'],
  ['reported_at', 'time'],
  ['ordered_at', 'time'],
  ['executed_at', 'time'],
  ['seconds_to_execute', 'number'],
  ['currency', 'text'],
  ['requested', 'number'],
  ['available_at_stop', 'number'],
  ['stopped', 'number'],
  ['shortfall', 'number'],
  ['released', 'number'],
  ['expired', 'number'],
  ['returned', 'number'],
  ['outstanding', 'number'],
  ['result', 'text'],
  ['failure_reason', 'text'],
  ['expires_at', 'time'],
  ['renewals', 'number'],
  ['converted_to', 'text'],
  ['ended_at', 'time'],
  ['end_reason', 'text'],
  ['ordered_by', 'text'],
  ['approved_by', 'text'],
  ['customer_notified_at', 'time'],
  ['core_reference', 'text'],
  ['rules_version', 'text'],
] as const satisfies readonly (readonly [string, ColumnKind])[];

type ColumnName = (typeof FROZEN_PAYMENT_COLUMNS)[number][0];

/** A row with exactly the report's columns; times in the report's zone, what is not known null. */
export type ReportRow = Readonly<Record<ColumnName, string | number | null>>;

export function reportRow(row: FrozenPaymentRow, zone: string): ReportRow {
  const cells = FROZEN_PAYMENT_COLUMNS.map(([name, kind]) => {
    const value = row[name];
    if (value === null || value === undefined) return [name, null];
    if (kind === 'time') return [name, formatInZone(Date.parse(String(value)), zone)];
    return [name, typeof value === 'number' ? value : String(value)];
  });
  return Object.fromEntries(cells) as ReportRow; // one entry per column, made from the list of columns
}

/** The row as cells of a CSV file. */
export function reportCells(row: ReportRow): string[] {
  return FROZEN_PAYMENT_COLUMNS.map(([name, kind]) => {
    const value = row[name];
    if (value === null) return '';
    return kind === 'text' ? safeText(String(value)) : String(value);
  });
}
