import { OUTCOMES, PAYER_RESPONSES, type Reason, TRANSFER_TRUTHS } from '@sluice/domain';
import { index, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { instant, kafkaOffset, minorUnits } from './columns';

/** Every decision in its few numbers, ALLOW included, so that counts agree with what was published. */
export const decisionSummary = pgTable('decision_summary', {
  transferId: text('transfer_id').primaryKey(),
  outcome: text('outcome', { enum: OUTCOMES }).notNull(),
  debtorScore: smallint('debtor_score').notNull(),
  creditorScore: smallint('creditor_score').notNull(),
  rulesVersion: text('rules_version').notNull(),
  decidedAt: instant('decided_at').notNull(),
});

/** Decisions other than ALLOW, with their reasons. */
export const decision = pgTable(
  'decision',
  {
    transferId: text('transfer_id').primaryKey(),
    decisionId: text('decision_id').notNull().unique(),
    debtorAccount: text('debtor_account').notNull(),
    creditorAccount: text('creditor_account').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: text('currency').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    scoredStatus: text('scored_status').notNull(),
    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    debtorScore: smallint('debtor_score').notNull(),
    creditorScore: smallint('creditor_score').notNull(),
    reasons: jsonb('reasons').$type<readonly Reason[]>().notNull(),
    missingEvidence: text('missing_evidence').array().notNull(),
    scenario: text('scenario'),
    payerReason: text('payer_reason'),
    rulesVersion: text('rules_version').notNull(),
    decidedAt: instant('decided_at').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [
    index('decision_decided_at_idx').on(table.decidedAt),
    index('decision_debtor_idx').on(table.debtorAccount),
    index('decision_creditor_idx').on(table.creditorAccount),
  ],
);

/** Payers who were warned before their money went. */
export const victimWarning = pgTable(
  'victim_warning',
  {
    warningId: text('warning_id').primaryKey(),
    decisionId: text('decision_id').notNull(),
    transferId: text('transfer_id').notNull(),
    debtorAccount: text('debtor_account').notNull(),
    scenario: text('scenario').notNull(),
    message: text('message').notNull(),
    language: text('language').notNull(),
    score: integer('score').notNull(),
    issuedAt: instant('issued_at').notNull(),
    answerBy: instant('answer_by').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [index('victim_warning_transfer_idx').on(table.transferId)],
);

/** What a transfer turned out to be and what the warned payer did: the latest known of each, on its own. */
export const transferOutcome = pgTable('transfer_outcome', {
  transferId: text('transfer_id').primaryKey(),
  truth: text('truth', { enum: TRANSFER_TRUTHS }).notNull(),
  truthSource: text('truth_source'),
  truthAt: instant('truth_at'),
  truthOffset: kafkaOffset('truth_offset'),
  payerResponse: text('payer_response', { enum: PAYER_RESPONSES }).notNull(),
  payerResponseSource: text('payer_response_source'),
  payerResponseAt: instant('payer_response_at'),
  payerResponseOffset: kafkaOffset('payer_response_offset'),
});

/** Every record of `transfer-outcomes`, so that a report as of an instant counts what was known then. */
export const transferOutcomeVersion = pgTable(
  'transfer_outcome_version',
  {
    transferId: text('transfer_id').notNull(),
    sourceOffset: kafkaOffset('source_offset').notNull(),
    truth: text('truth', { enum: TRANSFER_TRUTHS }).notNull(),
    payerResponse: text('payer_response', { enum: PAYER_RESPONSES }).notNull(),
    source: text('source').notNull(),
    at: instant('at').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [primaryKey({ columns: [table.transferId, table.sourceOffset] })],
);
