import {
  type CaseDatabase,
  type RecordedTo,
  type ReportPeriod,
  readFrozenFlows,
  readFrozenPayments,
  recordedTo,
} from '@sluice/case-store';
import { ok, type Result, refuse } from '@sluice/domain';
import { csvOf, safeText } from '../csv';
import { endOfDay, formatInZone, parseZone, startOfDay } from '../zone';
import { FROZEN_PAYMENT_COLUMNS, type ReportRow, reportCells, reportRow } from './columns';
import { type FrozenPaymentTotals, frozenPaymentTotals } from './totals';

export interface FrozenPaymentsRequest {
  /** First and last day of the period, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  /** IANA name of the zone that days and times are of. */
  readonly zone: string;
  /** ISO 8601 instant; null: as far as everything is recorded. */
  readonly asOf: string | null;
}

/** The report of a period in a time zone as of an instant; the same three give the same report. */
export interface FrozenPaymentsReport {
  readonly report: 'frozen-payments';
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** Records appended up to this instant count; UTC. */
  readonly as_of: string;
  readonly rows: readonly ReportRow[];
  readonly totals: readonly FrozenPaymentTotals[];
}

/**
 * Draws the report up. Refusals: DATE_INVALID, PERIOD_EMPTY, ZONE_UNKNOWN, AS_OF_INVALID, AS_OF_NOT_RECORDED,
 * NOT_RECORDED.
 */
export async function frozenPaymentsReport(
  db: CaseDatabase,
  request: FrozenPaymentsRequest,
): Promise<Result<FrozenPaymentsReport>> {
  const zone = parseZone(request.zone);
  if (!zone.ok) return zone;
  const from = startOfDay(request.from, zone.value);
  if (!from.ok) return from;
  const until = endOfDay(request.to, zone.value);
  if (!until.ok) return until;
  if (until.value <= from.value)
    return refuse('PERIOD_EMPTY', `The period ends on ${request.to}, before it begins on ${request.from}.`);
  const asOf = parseAsOf(request.asOf, await recordedTo(db));
  if (!asOf.ok) return asOf;
  const period: ReportPeriod = { from: from.value, until: until.value, asOf: asOf.value };
  const rows = await readFrozenPayments(db, period);
  const flows = await readFrozenFlows(db, period);
  return ok({
    report: 'frozen-payments',
    from: formatInZone(period.from, zone.value),
    to: formatInZone(period.until, zone.value),
    zone: zone.value,
    as_of: new Date(period.asOf).toISOString(),
    rows: rows.map((row) => reportRow(row, zone.value)),
    totals: frozenPaymentTotals(rows, flows, period),
  });
}

function parseAsOf(text: string | null, recorded: RecordedTo): Result<number> {
  if (!recorded.complete) {
    return refuse(
      'NOT_RECORDED',
      recorded.reason === 'NOTHING_RECORDED'
        ? 'Nothing is recorded yet; start the case-recorder and wait until it has caught up.'
        : `The case-recorder has not caught up with ${recorded.where} yet; wait until it has.`,
    );
  }
  if (text === null) return ok(recorded.to);
  const asOf = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(asOf)) {
    return refuse(
      'AS_OF_INVALID',
      `${text} is no instant; write it as 2026-03-02T10:42:07Z, with Z or an offset.`,
    );
  }
  if (asOf > recorded.to) {
    return refuse(
      'AS_OF_NOT_RECORDED',
      `Everything is recorded up to ${new Date(recorded.to).toISOString()}; ask for that instant or an earlier one, not ${text}.`,
    );
  }
  return ok(asOf);
}

/** The rows as a CSV file. */
export function rowsCsv(report: FrozenPaymentsReport): string {
  return csvOf(
    FROZEN_PAYMENT_COLUMNS.map(([name]) => name),
    report.rows.map(reportCells),
  );
}

const TOTALS_COLUMNS: readonly (keyof FrozenPaymentTotals)[] = [
  'currency',
  'legal_basis',
  'opening',
  'stopped',
  'released',
  'expired',
  'returned',
  'converted_in',
  'converted_out',
  'closing',
  'orders',
  'accounts',
  'victims',
  'requested',
  'executed',
  'partial',
  'rejected',
  'too_late',
  'refused',
  'unanswered',
  'success_rate',
  'seconds_to_execute_median',
  'seconds_to_execute_p90',
  'false_positive_releases',
  'past_expiry',
];

/** The totals as a CSV file. */
export function totalsCsv(report: FrozenPaymentsReport): string {
  return csvOf(
    TOTALS_COLUMNS,
    report.totals.map((totals) =>
      TOTALS_COLUMNS.map((name) => {
        const value = totals[name];
        if (value === null) return '';
        return name === 'legal_basis' ? safeText(String(value)) : String(value);
      }),
    ),
  );
}
