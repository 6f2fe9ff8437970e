import type { FraudReport } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertFirstWins, insertRows, lastOfEach } from '../rows/insertRows';
import { isAnyOf } from '../rows/isAnyOf';
import { fraudReport, fraudReportItem, fraudReportVersion } from '../schema';

/** A version of a report with where it stood in `fraud-reports`; those of a report lie in one partition. */
export interface FraudReportFact {
  readonly report: FraudReport;
  readonly sourceOffset: number;
  readonly appendTime: number;
}

/** Keeps every version once, and the newest with its payments as the report's own rows. */
export async function recordFraudReports(
  tx: CaseTransaction,
  facts: readonly FraudReportFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const ordered = [...facts].sort((a, b) => a.sourceOffset - b.sourceOffset);
  await insertFirstWins(
    tx,
    fraudReportVersion,
    ordered.map(({ report, sourceOffset, appendTime }) => ({
      reportId: report.reportId,
      sourceOffset,
      state: report.state,
      record: report,
      appendTime,
    })),
  );
  const newest = lastOfEach(ordered, ({ report }) => report.reportId).sort((a, b) =>
    a.report.reportId < b.report.reportId ? -1 : 1,
  );
  const rows = newest.map(({ report: { items: _items, ...report }, sourceOffset, appendTime }) => ({
    ...report,
    sourceOffset,
    appendTime,
  }));
  const changed = await tx.execute<{ report_id: string }>(insertRows(fraudReport, rows, UPSERT));
  const ids = new Set(changed.rows.map((row) => row.report_id));
  if (ids.size === 0) return;
  await tx.delete(fraudReportItem).where(isAnyOf(fraudReportItem.reportId, ids));
  const items = newest
    .filter(({ report }) => ids.has(report.reportId))
    .flatMap(({ report }) =>
      report.items.map((item, index) => ({ reportId: report.reportId, itemNo: index + 1, ...item })),
    );
  await insertFirstWins(tx, fraudReportItem, items);
}

const COLUMNS = [
  'state',
  'source',
  'victim_account',
  'victim_institution',
  'victim_vulnerable',
  'fraud_type',
  'authority',
  'reference',
  'order_expires_at',
  'reported_at',
  'source_offset',
  'append_time',
];
const UPSERT = sql.raw(`on conflict (report_id) do update set
  ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
  where excluded.source_offset > fraud_report.source_offset
  returning report_id`);
