import {
  CHANNELS,
  CREDITOR_KINDS,
  INITIATIONS,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
} from '@sluice/domain';
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, kafkaOffset, minorUnits } from './columns';

/**
 * How a transfer entered the ledger. DEBIT: admitted and decided. HISTORY: of the past, never decided. LEDGER_ONLY: its
 * first sign was a final status, never scored.
 */
export const LEDGER_ORIGINS = ['DEBIT', 'HISTORY', 'LEDGER_ONLY'] as const;
export type LedgerOrigin = (typeof LEDGER_ORIGINS)[number];

/**
 * What a status may change of a transfer; the fields of `transfer` with these names are those of its newest status.
 */
const statusColumns = () => ({
  status: text('status', { enum: TRANSFER_STATUSES }).notNull(),
  statusAt: instant('status_at').notNull(),
  bookedAt: instant('booked_at'),
  bookingSequence: bigint('booking_sequence', { mode: 'number' }),
  settledMinor: minorUnits('settled_minor'),
  debtorBalanceMinor: minorUnits('debtor_balance_minor'),
  creditorBalanceMinor: minorUnits('creditor_balance_minor'),
});

/**
 * The ledger: every admitted transfer, history included. Read in the order (booked_at, booking_sequence, transfer_id);
 * only SETTLED rows are money that moved.
 */
export const transfer = pgTable(
  'transfer',
  {
    transferId: text('transfer_id').primaryKey(),
    /** Null while only a later status of the transfer has been read. */
    origin: text('origin', { enum: LEDGER_ORIGINS }),
    initialStatus: text('initial_status', { enum: TRANSFER_STATUSES }),
    initialStatusAt: instant('initial_status_at'),
    ...statusColumns(),
    kind: text('kind', { enum: TRANSFER_KINDS }).notNull(),
    initiation: text('initiation', { enum: INITIATIONS }).notNull(),
    debtorAccount: text('debtor_account').notNull(),
    debtorInstitution: text('debtor_institution'),
    debtorOwnership: text('debtor_ownership', { enum: OWNERSHIPS }).notNull(),
    creditorAccount: text('creditor_account').notNull(),
    creditorInstitution: text('creditor_institution'),
    creditorOwnership: text('creditor_ownership', { enum: OWNERSHIPS }).notNull(),
    creditorKind: text('creditor_kind', { enum: CREDITOR_KINDS }).notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: text('currency').notNull(),
    /** What the debtor's account is debited in its own currency, where that differs; else null. */
    debtorAmountMinor: minorUnits('debtor_amount_minor'),
    debtorCurrency: text('debtor_currency'),
    /** What the creditor's account is credited in its own currency, where that differs; else null. */
    creditorAmountMinor: minorUnits('creditor_amount_minor'),
    creditorCurrency: text('creditor_currency'),
    occurredAt: instant('occurred_at').notNull(),
    channel: text('channel', { enum: CHANNELS }).notNull(),
    deviceId: text('device_id'),
    ipAddress: text('ip_address'),
    country: text('country'),
    location: text('location'),
    sessionSignals: text('session_signals').array().notNull(),
    payeeAddedAt: instant('payee_added_at'),
    payeeNameMatch: text('payee_name_match', { enum: NAME_MATCHES }).notNull(),
    sameHolder: boolean('same_holder'),
    batchId: text('batch_id'),
    relatesTo: text('relates_to'),
    decideBy: instant('decide_by'),
    endToEndId: text('end_to_end_id'),
    purpose: text('purpose'),
    remittance: text('remittance'),
    /** The frame of `legs` that brought it first. */
    legsPartition: integer('legs_partition').notNull(),
    legsOffset: kafkaOffset('legs_offset').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [
    index('transfer_debtor_idx').on(table.debtorAccount, table.bookedAt),
    index('transfer_creditor_idx').on(table.creditorAccount, table.bookedAt),
    index('transfer_relates_to_idx').on(table.relatesTo).where(sql`relates_to is not null`),
    check('transfer_amount_positive', sql`${table.amountMinor} > 0`),
  ],
);

/** Every later status of a transfer as the log brought it; the first stands in `transfer.initial_status`. */
export const transferStatus = pgTable(
  'transfer_status',
  {
    transferId: text('transfer_id').notNull(),
    ...statusColumns(),
    ledgerOnly: boolean('ledger_only').notNull(),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [primaryKey({ columns: [table.transferId, table.statusAt, table.status] })],
);
