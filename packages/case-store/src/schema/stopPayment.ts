import {
  ORDER_ACTIONS,
  STOP_PAYMENT_ACTIONS,
  STOP_PAYMENT_CAUSES,
  STOP_PAYMENT_EVENT_TYPES,
  STOP_PAYMENT_RESULTS,
  STOP_PAYMENT_STATES,
  type StopPaymentInboxEntry,
} from '@sluice/domain';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, minorUnits } from './columns';

/** The facts of a stop-payment as they are after one of its events (StopPaymentEvent of @sluice/domain). */
const stopPaymentFacts = () => ({
  sequence: integer('sequence').notNull(),
  type: text('type', { enum: STOP_PAYMENT_EVENT_TYPES }).notNull(),
  state: text('state', { enum: STOP_PAYMENT_STATES }).notNull(),
  at: instant('at').notNull(),
  instrument: text('instrument', { enum: STOP_PAYMENT_ACTIONS }).notNull(),
  account: text('account').notNull(),
  institution: text('institution'),
  transferId: text('transfer_id'),
  currency: text('currency').notNull(),
  requestedMinor: minorUnits('requested_minor').notNull(),
  stoppedMinor: minorUnits('stopped_minor').notNull(),
  returnedMinor: minorUnits('returned_minor').notNull(),
  availableMinor: minorUnits('available_minor'),
  cause: text('cause', { enum: STOP_PAYMENT_CAUSES }).notNull(),
  causeId: text('cause_id').notNull(),
  caseId: text('case_id'),
  previousStopPaymentId: text('previous_stop_payment_id'),
  legalBasis: text('legal_basis').notNull(),
  policyVersion: text('policy_version').notNull(),
  orderedBy: text('ordered_by').notNull(),
  approvedBy: text('approved_by'),
  authorityReference: text('authority_reference'),
  rulesVersion: text('rules_version'),
  expiresAt: instant('expires_at'),
  renewals: integer('renewals').notNull(),
  commandId: text('command_id'),
  commandAction: text('command_action', { enum: STOP_PAYMENT_ACTIONS }),
  reasonCode: text('reason_code'),
  reason: text('reason').notNull(),
  coreReference: text('core_reference'),
  returnToAccount: text('return_to_account'),
  appendTime: instant('append_time').notNull(),
});

/** Where each stop-payment stands: its newest event. */
export const stopPayment = pgTable(
  'stop_payment',
  { stopPaymentId: text('stop_payment_id').primaryKey(), ...stopPaymentFacts() },
  (table) => [
    index('stop_payment_account_idx').on(table.account),
    index('stop_payment_transfer_idx').on(table.transferId),
    index('stop_payment_case_idx').on(table.caseId),
    index('stop_payment_state_idx').on(table.state, table.expiresAt),
  ],
);

/** Every step of every stop-payment; rows are only ever appended. */
export const stopPaymentEvent = pgTable(
  'stop_payment_event',
  {
    stopPaymentId: text('stop_payment_id').notNull(),
    ...stopPaymentFacts(),
    /** The inbox entry behind the step (whose order, which answer); null where an earlier event carries it. */
    entry: jsonb('entry').$type<StopPaymentInboxEntry>(),
  },
  (table) => [
    primaryKey({ columns: [table.stopPaymentId, table.sequence] }),
    index('stop_payment_event_append_idx').on(table.appendTime),
  ],
);

/** Commands to the bank core. */
export const stopPaymentCommand = pgTable(
  'stop_payment_command',
  {
    commandId: text('command_id').primaryKey(),
    stopPaymentId: text('stop_payment_id').notNull(),
    action: text('action', { enum: STOP_PAYMENT_ACTIONS }).notNull(),
    account: text('account').notNull(),
    institution: text('institution'),
    transferId: text('transfer_id'),
    amountMinor: minorUnits('amount_minor'),
    currency: text('currency'),
    returnToAccount: text('return_to_account'),
    cause: text('cause', { enum: STOP_PAYMENT_CAUSES }).notNull(),
    causeId: text('cause_id').notNull(),
    caseId: text('case_id'),
    legalBasis: text('legal_basis').notNull(),
    authorityReference: text('authority_reference'),
    orderedBy: text('ordered_by').notNull(),
    approvedBy: text('approved_by'),
    reason: text('reason').notNull(),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at'),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [index('stop_payment_command_stop_idx').on(table.stopPaymentId)],
);

/** What the bank core answered; an answer sent twice is one row. */
export const stopPaymentAnswer = pgTable(
  'stop_payment_answer',
  {
    commandId: text('command_id').notNull(),
    result: text('result', { enum: STOP_PAYMENT_RESULTS }).notNull(),
    at: instant('at').notNull(),
    stopPaymentId: text('stop_payment_id').notNull(),
    stoppedMinor: minorUnits('stopped_minor'),
    availableMinor: minorUnits('available_minor'),
    currency: text('currency'),
    reasonCode: text('reason_code'),
    detail: text('detail'),
    coreReference: text('core_reference'),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.commandId, table.at, table.result] }),
    index('stop_payment_answer_stop_idx').on(table.stopPaymentId),
  ],
);

/** What people, authorities and the fund tracer ordered. */
export const stopOrder = pgTable(
  'stop_order',
  {
    orderId: text('order_id').primaryKey(),
    action: text('action', { enum: ORDER_ACTIONS }).notNull(),
    stopPaymentId: text('stop_payment_id'),
    account: text('account').notNull(),
    institution: text('institution'),
    transferId: text('transfer_id'),
    amountMinor: minorUnits('amount_minor'),
    currency: text('currency'),
    returnToAccount: text('return_to_account'),
    cause: text('cause', { enum: STOP_PAYMENT_CAUSES }).notNull(),
    causeId: text('cause_id').notNull(),
    caseId: text('case_id'),
    legalBasis: text('legal_basis'),
    authorityReference: text('authority_reference'),
    orderedBy: text('ordered_by').notNull(),
    approvedBy: text('approved_by'),
    reason: text('reason').notNull(),
    expiresAt: instant('expires_at'),
    orderedAt: instant('ordered_at').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [
    index('stop_order_stop_idx').on(table.stopPaymentId),
    index('stop_order_case_idx').on(table.caseId),
  ],
);
