import { TRANSFER_STATUSES, type Transfer } from '@sluice/domain';
import { LEDGER_ORIGINS, type LedgerOrigin, type transfer, type transferStatus } from '../schema';

export type TransferRow = typeof transfer.$inferInsert;
export type TransferStatusRow = typeof transferStatus.$inferInsert;

/** A transfer as one entry of the log told it. */
export interface LedgerEntry {
  readonly transfer: Transfer;
  /** STATUS: a later status of a transfer that the log brought before. */
  readonly origin: LedgerOrigin | 'STATUS';
  readonly legsPartition: number;
  readonly legsOffset: number;
  /** Append time of the frame, epoch ms. */
  readonly appendTime: number;
}

/** The ledger's row after this entry alone. Written out, because copies by spread are slow at this width. */
export function transferRow(entry: LedgerEntry): TransferRow {
  const { transfer: t, origin } = entry;
  const first = origin !== 'STATUS';
  return {
    transferId: t.transferId,
    origin: first ? origin : null,
    initialStatus: first ? t.status : null,
    initialStatusAt: first ? t.statusAt : null,
    status: t.status,
    statusAt: t.statusAt,
    bookedAt: t.bookedAt,
    bookingSequence: t.bookingSequence,
    settledMinor: t.settledMinor,
    debtorBalanceMinor: t.debtorBalanceMinor,
    creditorBalanceMinor: t.creditorBalanceMinor,
    kind: t.kind,
    initiation: t.initiation,
    debtorAccount: t.debtorAccount,
    debtorInstitution: t.debtorInstitution,
    debtorOwnership: t.debtorOwnership,
    creditorAccount: t.creditorAccount,
    creditorInstitution: t.creditorInstitution,
    creditorOwnership: t.creditorOwnership,
    creditorKind: t.creditorKind,
    amountMinor: t.amountMinor,
    currency: t.currency,
    debtorAmountMinor: t.debtorAmountMinor,
    debtorCurrency: t.debtorCurrency,
    creditorAmountMinor: t.creditorAmountMinor,
    creditorCurrency: t.creditorCurrency,
    occurredAt: t.occurredAt,
    channel: t.channel,
    deviceId: t.deviceId,
    ipAddress: t.ipAddress,
    country: t.country,
    location: t.location,
    sessionSignals: t.sessionSignals as string[], // never written to: the row is only read
    payeeAddedAt: t.payeeAddedAt,
    payeeNameMatch: t.payeeNameMatch,
    sameHolder: t.sameHolder,
    batchId: t.batchId,
    relatesTo: t.relatesTo,
    decideBy: t.decideBy,
    endToEndId: t.endToEndId,
    purpose: t.purpose,
    remittance: t.remittance,
    legsPartition: entry.legsPartition,
    legsOffset: entry.legsOffset,
    appendTime: entry.appendTime,
  };
}

/** The row of the status history, or null for the entry that a transfer began with. */
export function transferStatusRow(entry: LedgerEntry): TransferStatusRow | null {
  const { transfer, origin, appendTime } = entry;
  if (origin !== 'STATUS' && origin !== 'LEDGER_ONLY') return null;
  return {
    transferId: transfer.transferId,
    status: transfer.status,
    statusAt: transfer.statusAt,
    bookedAt: transfer.bookedAt,
    bookingSequence: transfer.bookingSequence,
    settledMinor: transfer.settledMinor,
    debtorBalanceMinor: transfer.debtorBalanceMinor,
    creditorBalanceMinor: transfer.creditorBalanceMinor,
    ledgerOnly: origin === 'LEDGER_ONLY',
    appendTime,
  };
}

/**
 * Both rows in one: the newer status counts, and the initial one is that of the entry that admitted the transfer. The
 * choice rests on values alone, so it does not matter in which order rows are merged, nor how often.
 */
export function mergeTransferRows(a: TransferRow, b: TransferRow): TransferRow {
  const newest = compareParts(statusOrder(b), statusOrder(a)) > 0 ? b : a;
  const initial = compareParts(originOrder(b), originOrder(a)) < 0 ? b : a;
  return {
    ...a,
    status: newest.status,
    statusAt: newest.statusAt,
    bookedAt: newest.bookedAt,
    bookingSequence: newest.bookingSequence,
    settledMinor: newest.settledMinor,
    debtorBalanceMinor: newest.debtorBalanceMinor,
    creditorBalanceMinor: newest.creditorBalanceMinor,
    origin: initial.origin,
    initialStatus: initial.initialStatus,
    initialStatusAt: initial.initialStatusAt,
    legsOffset: Math.min(a.legsOffset, b.legsOffset),
    appendTime: Math.min(a.appendTime, b.appendTime),
  };
}

// Intake admits no two statuses of one time; should a log hold such, the later word of the list counts.
function statusOrder(row: TransferRow): number[] {
  return [row.statusAt, TRANSFER_STATUSES.indexOf(row.status), row.bookedAt ?? -1];
}

function originOrder(row: TransferRow): number[] {
  if (row.origin == null || row.initialStatus == null) return [LEDGER_ORIGINS.length, 0, 0];
  return [
    LEDGER_ORIGINS.indexOf(row.origin),
    row.initialStatusAt ?? 0,
    TRANSFER_STATUSES.indexOf(row.initialStatus),
  ];
}

function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
