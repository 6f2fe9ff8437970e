import type { Transfer } from '@sluice/domain';
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

/** The ledger's row after this entry alone. */
export function transferRow(entry: LedgerEntry): TransferRow {
  const { transfer, origin } = entry;
  const first = origin !== 'STATUS';
  return {
    ...transfer,
    sessionSignals: [...transfer.sessionSignals],
    origin: first ? origin : null,
    initialStatus: first ? transfer.status : null,
    initialStatusAt: first ? transfer.statusAt : null,
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
 * Both rows in one: the newer status counts (the first one told, where two claim the same time), the initial one is that
 * of the entry that admitted the transfer. It does not matter in which order rows are merged, nor how often.
 */
export function mergeTransferRows(a: TransferRow, b: TransferRow): TransferRow {
  const [earlier, later] = b.legsOffset < a.legsOffset ? [b, a] : [a, b];
  const newest = later.statusAt > earlier.statusAt ? later : earlier;
  const initial = isBetterOrigin(later, earlier) ? later : earlier;
  return {
    ...earlier,
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
  };
}

function isBetterOrigin(candidate: TransferRow, than: TransferRow): boolean {
  const rank = (row: TransferRow) =>
    row.origin == null ? LEDGER_ORIGINS.length : LEDGER_ORIGINS.indexOf(row.origin);
  if (rank(candidate) !== rank(than)) return rank(candidate) < rank(than);
  return (candidate.initialStatusAt ?? 0) < (than.initialStatusAt ?? 0);
}
