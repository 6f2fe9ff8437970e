import { type FraudReport, ORDER_ACTIONS } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, minorUnits } from './columns';

/**
 * Where a report stands on its way to a trace. The ledger must have passed the log position at the report's time, so it
 * waits for intake, then for the recorder.
 */
export const RECOVERY_STAGES = ['WAITING_FOR_INTAKE', 'WAITING_FOR_RECORDER', 'READY', 'TRACED'] as const;
export type RecoveryStage = (typeof RECOVERY_STAGES)[number];

/** Next offsets by partition. */
export type LogPosition = Readonly<Record<string, number>>;

/** A report that opens, or has opened, a recovery case. */
export const recoveryReport = pgTable(
  'recovery_report',
  {
    reportId: text('report_id').primaryKey(),
    caseId: text('case_id').notNull().unique(),
    stage: text('stage', { enum: RECOVERY_STAGES }).notNull(),
    record: jsonb('record').$type<FraudReport>().notNull(),
    /** End of `transfers` when the report was taken; null before it was asked for. */
    transfersEnd: jsonb('transfers_end').$type<LogPosition>(),
    /** End of `legs` once intake had passed `transfersEnd`. */
    legsEnd: jsonb('legs_end').$type<LogPosition>(),
    takenAt: instant('taken_at').notNull(),
    /** The last run of the trace, also where it found nothing new, and how far the ledger was then. */
    tracedAt: instant('traced_at'),
    tracedPosition: jsonb('traced_position').$type<LogPosition>(),
  },
  (table) => [index('recovery_report_stage_idx').on(table.stage, table.takenAt)],
);

/** One payment of the report as the case counts it. */
export const recoveryItem = pgTable(
  'recovery_item',
  {
    caseId: text('case_id').notNull(),
    /** 1, 2, … in the order of the report. */
    itemNo: integer('item_no').notNull(),
    /** The transfer that it is; null where it matched none. */
    transferId: text('transfer_id'),
    currency: text('currency').notNull(),
    /** What the case counts as reported; 0 where another case counts the payment already. */
    reportedMinor: minorUnits('reported_minor').notNull(),
    /** The case that counts it, where that is another. */
    countedIn: text('counted_in'),
    note: text('note'),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.itemNo] }),
    uniqueIndex('recovery_item_counted_once_idx')
      .on(table.transferId)
      .where(sql`transfer_id is not null and reported_minor > 0`),
    index('recovery_item_transfer_idx').on(table.transferId),
    check('recovery_item_reported', sql`reported_minor >= 0`),
  ],
);

/** A run of a trace that found something new; a run that found nothing moves `recovery_report.traced_at` alone. */
export const recoveryTrace = pgTable(
  'recovery_trace',
  {
    caseId: text('case_id').notNull(),
    /** 1, 2, … within the case. */
    runNo: integer('run_no').notNull(),
    /** `T-<caseId>-<runNo>`: the causeId of its orders. */
    traceId: text('trace_id').notNull().unique(),
    method: text('method').notNull(),
    /** How far the ledger was: next offsets of `legs` that were recorded. */
    position: jsonb('position').$type<LogPosition>().notNull(),
    ranAt: instant('ran_at').notNull(),
    /** What the trace took for granted, in sentences. */
    assumptions: text('assumptions').array().notNull(),
    accounts: integer('accounts').notNull(),
    ledgerRows: integer('ledger_rows').notNull(),
    /** Other cases whose money the ledger mixes with this one's. */
    joinedCases: text('joined_cases').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.runNo] })],
);

/** From which run a finding stands, and the first run in which it did not any more. */
const standing = () => ({
  caseId: text('case_id').notNull(),
  sinceRun: integer('since_run').notNull(),
  untilRun: integer('until_run'),
});

/** Stolen money that one transfer carried, of one reported payment at one layer, and what became of it there. */
export const recoveryFlow = pgTable(
  'recovery_flow',
  {
    ...standing(),
    /** The transfer; `<stopPaymentId>:<sequence>` where only the core's answer tells of the payment. */
    transferId: text('transfer_id').notNull(),
    /** transferId of the reported payment. */
    source: text('source').notNull(),
    layer: integer('layer').notNull(),
    /** PASSED_ON, LEFT_SIGHT, RETURNED, WITH_VICTIM, EXCHANGED or INHERITED. */
    fate: text('fate').notNull(),
    /** How it left our sight; '' where it did not. */
    channel: text('channel').notNull(),
    fromAccount: text('from_account').notNull(),
    toAccount: text('to_account').notNull(),
    currency: text('currency').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    bookedAt: instant('booked_at').notNull(),
    /** Of the amount: still on toAccount. */
    restsMinor: minorUnits('rests_minor').notNull(),
    /** Of restsMinor: under a stop-payment. */
    frozenMinor: minorUnits('frozen_minor').notNull(),
    /** Of the amount: out of our sight and not come back. */
    outMinor: minorUnits('out_minor').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.caseId,
        table.transferId,
        table.source,
        table.layer,
        table.fate,
        table.channel,
        table.sinceRun,
      ],
    }),
    index('recovery_flow_to_idx').on(table.toAccount),
  ],
);

/** What a trace proposes to a person: freezes and recalls that it may not order by itself. */
export const recoveryProposal = pgTable(
  'recovery_proposal',
  {
    ...standing(),
    action: text('action', { enum: ORDER_ACTIONS }).notNull(),
    account: text('account').notNull(),
    currency: text('currency').notNull(),
    /** RECALL_TRANSFER: of what; else ''. */
    transferId: text('transfer_id').notNull(),
    /** Why a person has to decide. */
    because: text('because').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    layer: integer('layer').notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.caseId,
        table.action,
        table.account,
        table.currency,
        table.transferId,
        table.because,
        table.sinceRun,
      ],
    }),
  ],
);

/** What a trace ordered by itself; the order went into the outbox in the same transaction. */
export const recoveryOrder = pgTable(
  'recovery_order',
  {
    orderId: text('order_id').primaryKey(),
    caseId: text('case_id').notNull(),
    runNo: integer('run_no').notNull(),
    action: text('action', { enum: ORDER_ACTIONS }).notNull(),
    account: text('account').notNull(),
    currency: text('currency').notNull(),
    transferId: text('transfer_id'),
    amountMinor: minorUnits('amount_minor').notNull(),
    layer: integer('layer').notNull(),
    /** The stop-payment that the order opens. */
    stopPaymentId: text('stop_payment_id').notNull().unique(),
    reason: text('reason').notNull(),
    orderedAt: instant('ordered_at').notNull(),
  },
  (table) => [
    index('recovery_order_case_idx').on(table.caseId),
    index('recovery_order_account_idx').on(table.account),
    index('recovery_order_transfer_idx').on(table.transferId),
    check('recovery_order_amount', sql`amount_minor > 0`),
  ],
);

/** Accounts of a case's books. REPORTED is the contra account: minus what was reported. */
export const RECOVERY_BOOKS = [
  'REPORTED',
  'NEVER_LEFT',
  'RETURNED',
  'FROZEN',
  'AT_REST',
  'LEFT_SIGHT',
  'UNTRACED',
] as const;
export type RecoveryBook = (typeof RECOVERY_BOOKS)[number];

/** An entry of a case's journal: what a run moved in the books. Rows are only ever appended. */
export const recoveryEntry = pgTable(
  'recovery_entry',
  {
    caseId: text('case_id').notNull(),
    /** 1, 2, … within the case. */
    entryNo: integer('entry_no').notNull(),
    runNo: integer('run_no').notNull(),
    bookedAt: instant('booked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.entryNo] })],
);

/**
 * A posting: the postings of an entry sum to 0 per currency, no category goes below 0, and minus the balance of REPORTED
 * is what the case's items count. Triggers hold all three; rows are only ever appended.
 */
export const recoveryPosting = pgTable(
  'recovery_posting',
  {
    caseId: text('case_id').notNull(),
    entryNo: integer('entry_no').notNull(),
    currency: text('currency').notNull(),
    book: text('book', { enum: RECOVERY_BOOKS }).notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.entryNo, table.currency, table.book] }),
    check('recovery_posting_moves', sql`amount_minor <> 0`),
  ],
);
