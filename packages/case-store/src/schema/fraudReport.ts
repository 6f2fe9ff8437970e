import { type FraudReport, REPORT_SOURCES, REPORT_STATES } from '@sluice/domain';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, kafkaOffset, minorUnits } from './columns';

/** A victim's, bank's or police report of a fraud as it was last published. */
export const fraudReport = pgTable(
  'fraud_report',
  {
    reportId: text('report_id').primaryKey(),
    state: text('state', { enum: REPORT_STATES }).notNull(),
    source: text('source', { enum: REPORT_SOURCES }).notNull(),
    victimAccount: text('victim_account'),
    victimInstitution: text('victim_institution'),
    victimVulnerable: boolean('victim_vulnerable'),
    fraudType: text('fraud_type'),
    authority: text('authority'),
    reference: text('reference'),
    orderExpiresAt: instant('order_expires_at'),
    reportedAt: instant('reported_at').notNull(),
    /** Offset in `fraud-reports` of this version; the records of a report lie in one partition, the later one counts. */
    sourceOffset: kafkaOffset('source_offset').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [index('fraud_report_victim_idx').on(table.victimAccount)],
);

/** The payments of a report's newest version, as reported. */
export const fraudReportItem = pgTable(
  'fraud_report_item',
  {
    reportId: text('report_id').notNull(),
    /** 1, 2, … in the order of the report. */
    itemNo: integer('item_no').notNull(),
    transferId: text('transfer_id'),
    debtorAccount: text('debtor_account'),
    creditorAccount: text('creditor_account').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: text('currency').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.itemNo] }),
    index('fraud_report_item_transfer_idx').on(table.transferId),
  ],
);

/** Every version of a report as it came: opened, amended, withdrawn. */
export const fraudReportVersion = pgTable(
  'fraud_report_version',
  {
    reportId: text('report_id').notNull(),
    sourceOffset: kafkaOffset('source_offset').notNull(),
    state: text('state', { enum: REPORT_STATES }).notNull(),
    record: jsonb('record').$type<FraudReport>().notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.sourceOffset] })],
);
