import { OUTCOMES } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns';

/** ALERT: opened by decisions that ask for a look. RECOVERY: opened by a fraud report, follows the money. */
export const CASE_KINDS = ['ALERT', 'RECOVERY'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
export const CASE_STATES = ['OPEN', 'ASSIGNED', 'CLOSED'] as const;
export type CaseState = (typeof CASE_STATES)[number];
export const ALERT_SIDES = ['DEBTOR', 'CREDITOR'] as const;
export type AlertSide = (typeof ALERT_SIDES)[number];

/** One case: what is known of a suspect account, or of a reported fraud, and where the work on it stands. */
export const caseFile = pgTable(
  'case_file',
  {
    caseId: text('case_id').primaryKey(),
    kind: text('kind', { enum: CASE_KINDS }).notNull(),
    state: text('state', { enum: CASE_STATES }).notNull(),
    /** ALERT: the suspect account. RECOVERY: the victim's account, null where a report does not say. */
    subjectAccount: text('subject_account'),
    /** ALERT: 1 for the account's first case, 2 for the one after that was closed, … RECOVERY: 1. */
    ordinal: integer('ordinal').notNull(),
    /** RECOVERY: the report that opened it. */
    reportId: text('report_id'),
    /** Event time of the earliest alert, or of the report. */
    openedAt: instant('opened_at').notNull(),
    assignedTo: text('assigned_to'),
    closedAt: instant('closed_at'),
    closedBy: text('closed_by'),
    closeReason: text('close_reason'),
  },
  (table) => [
    uniqueIndex('case_file_alert_open_idx')
      .on(table.subjectAccount)
      .where(sql`kind = 'ALERT' and state <> 'CLOSED'`),
    uniqueIndex('case_file_alert_ordinal_idx')
      .on(table.subjectAccount, table.ordinal)
      .where(sql`kind = 'ALERT'`),
    uniqueIndex('case_file_report_idx').on(table.reportId).where(sql`kind = 'RECOVERY'`),
    index('case_file_subject_idx').on(table.subjectAccount),
    index('case_file_state_idx').on(table.state, table.openedAt),
    check('case_file_alert_has_account', sql`kind <> 'ALERT' or subject_account is not null`),
    check('case_file_recovery_has_report', sql`kind <> 'RECOVERY' or report_id is not null`),
    check('case_file_closed_at', sql`(state = 'CLOSED') = (closed_at is not null)`),
  ],
);

/** A decision other than ALLOW, on the account that it speaks of. */
export const alert = pgTable(
  'alert',
  {
    /** `A:<transferId>`: a transfer has one decision, a decision raises one alert. */
    alertId: text('alert_id').primaryKey(),
    caseId: text('case_id')
      .notNull()
      .references(() => caseFile.caseId),
    transferId: text('transfer_id').notNull().unique(),
    decisionId: text('decision_id').notNull(),
    accountId: text('account_id').notNull(),
    side: text('side', { enum: ALERT_SIDES }).notNull(),
    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    /** 0 to 1000, of the side that the alert is about. */
    score: smallint('score').notNull(),
    scenario: text('scenario'),
    raisedAt: instant('raised_at').notNull(),
  },
  (table) => [index('alert_case_idx').on(table.caseId), index('alert_account_idx').on(table.accountId)],
);

/**
 * What happened to a case, in the order in which it was written; rows are only ever appended (a trigger refuses the
 * rest). `previousHash` and `hash` are for the chain that a later migration fills.
 */
export const caseEvent = pgTable(
  'case_event',
  {
    caseId: text('case_id')
      .notNull()
      .references(() => caseFile.caseId),
    /** 1, 2, … within the case. */
    sequence: integer('sequence').notNull(),
    /** Deterministic where a record caused it, so that the record read again adds nothing. */
    eventId: text('event_id').notNull().unique(),
    /** OPENED, ALERT_JOINED, NOTE, ASSIGNED, CLOSED, or a word of the service that wrote it. */
    type: text('type').notNull(),
    /** When it happened: event time. */
    at: instant('at').notNull(),
    /** Who did it: a person's reference or `service:<name>`. */
    by: text('by').notNull(),
    note: text('note'),
    detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>(),
    /** When the row was written. */
    recordedAt: instant('recorded_at').notNull(),
    previousHash: bytes('previous_hash'),
    hash: bytes('hash'),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.sequence] }),
    check('case_event_by_somebody', sql`btrim(by) <> ''`),
    check(
      'case_event_says_something',
      sql`type not in ('NOTE', 'ASSIGNED', 'CLOSED') or (length(by) <= 64 and case
        when type = 'ASSIGNED' then btrim(coalesce(detail ->> 'to', '')) <> '' and length(detail ->> 'to') <= 64
        else btrim(coalesce(note, '')) <> '' and length(note) <= 2000 end)`,
    ),
  ],
);

/**
 * Accounts that stolen money of an open recovery case has touched. The recorder sets `dirty` in the transaction that
 * changes the account's ledger or a stop-payment of the case; the fund tracer clears it and traces again.
 */
export const recoveryTaint = pgTable(
  'recovery_taint',
  {
    caseId: text('case_id').notNull(),
    accountId: text('account_id').notNull(),
    dirty: boolean('dirty').notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.accountId] }),
    index('recovery_taint_account_idx').on(table.accountId),
    index('recovery_taint_dirty_idx').on(table.caseId).where(sql`dirty`),
  ],
);
