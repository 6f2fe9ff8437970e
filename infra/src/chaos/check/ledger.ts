import type { Transfer } from '@sluice/domain';
import { digestOf } from './digest';

/** What a status may change; the rest of a transfer stays as it was first published. */
const STATUS_FIELDS = [
  'status',
  'statusAt',
  'bookedAt',
  'bookingSequence',
  'settledMinor',
  'debtorBalanceMinor',
  'creditorBalanceMinor',
] as const;

const FIXED_FIELDS = [
  'kind',
  'initiation',
  'debtorAccount',
  'debtorInstitution',
  'debtorOwnership',
  'creditorAccount',
  'creditorInstitution',
  'creditorOwnership',
  'creditorKind',
  'amountMinor',
  'currency',
  'debtorAmountMinor',
  'debtorCurrency',
  'creditorAmountMinor',
  'creditorCurrency',
  'occurredAt',
  'channel',
  'deviceId',
  'ipAddress',
  'country',
  'location',
  'sessionSignals',
  'payeeAddedAt',
  'payeeNameMatch',
  'sameHolder',
  'batchId',
  'relatesTo',
  'decideBy',
  'endToEndId',
  'purpose',
  'remittance',
] as const;

const FIRST_FIELDS = ['origin', 'initialStatus', 'initialStatusAt', ...FIXED_FIELDS] as const;
const STATUS_ROW_FIELDS = [...STATUS_FIELDS, 'ledgerOnly'] as const;

type Origin = 'DEBIT' | 'HISTORY' | 'LEDGER_ONLY';
type Status = Pick<Transfer, (typeof STATUS_FIELDS)[number]>;

/** What the ledger must say of a transfer; the fields that never change are kept as their checksum. */
interface LedgerRow {
  readonly fixed: string;
  newest: Status;
}

/** Checksum of a row of table `transfer`: of the fields that come from the bank. */
export function ledgerRowDigest(row: Readonly<Record<string, unknown>>): string {
  return digestOf({ ...row, fixed: digestOf(row, FIRST_FIELDS) }, ['fixed', ...STATUS_FIELDS]);
}

/** Checksum of a row of table `transfer_status`. */
export function statusRowDigest(row: Readonly<Record<string, unknown>>): string {
  return digestOf(row, STATUS_ROW_FIELDS);
}

/** Key of a later status in the ledger. */
export function statusKey(row: Pick<Transfer, 'transferId' | 'statusAt' | 'status'>): string {
  return `${row.transferId} ${row.statusAt} ${row.status}`;
}

export interface ExpectedLedger {
  /** An admissible record of `transfers` or `transfer-history`, in the order of its partition. */
  take(transfer: Transfer, from: 'transfers' | 'transfer-history'): void;
  /** Transfers that must have a decision. */
  toDecide(): ReadonlySet<string>;
  /** Checksums of the rows of table `transfer` by transferId. */
  rows(): ReadonlyMap<string, string>;
  /** Checksums of the rows of table `transfer_status` by `statusKey`. */
  statusRows(): ReadonlyMap<string, string>;
}

/**
 * Folds the bank's records into the ledger that must come of them: the first record of a transfer is the transfer, a
 * later one with a newer statusAt is a status, any other a duplicate. Written apart from intake and recorder, so that it
 * shares no mistake with them.
 */
export function expectedLedger(): ExpectedLedger {
  const ledger = new Map<string, LedgerRow>();
  const statuses = new Map<string, string>();
  const toDecide = new Set<string>();
  const noteStatus = (transfer: Transfer, ledgerOnly: boolean): void => {
    statuses.set(statusKey(transfer), statusRowDigest({ ...transfer, ledgerOnly }));
  };
  return {
    take(transfer, from) {
      const { transferId, status, statusAt } = transfer;
      const known = ledger.get(transferId);
      if (known !== undefined) {
        if (statusAt <= known.newest.statusAt) return;
        known.newest = statusOf(transfer);
        noteStatus(transfer, from === 'transfer-history');
        return;
      }
      const origin = originOf(transfer, from);
      const first = { ...transfer, origin, initialStatus: status, initialStatusAt: statusAt };
      ledger.set(transferId, { fixed: digestOf(first, FIRST_FIELDS), newest: statusOf(transfer) });
      if (origin === 'DEBIT') toDecide.add(transferId);
      if (origin === 'LEDGER_ONLY') noteStatus(transfer, true);
    },
    toDecide: () => toDecide,
    rows: () =>
      new Map(
        [...ledger].map(([transferId, { fixed, newest }]) => [
          transferId,
          digestOf({ ...newest, fixed }, ['fixed', ...STATUS_FIELDS]),
        ]),
      ),
    statusRows: () => statuses,
  };
}

function originOf({ status }: Transfer, from: 'transfers' | 'transfer-history'): Origin {
  if (from === 'transfer-history') return status === 'SETTLED' ? 'HISTORY' : 'LEDGER_ONLY';
  return status === 'REJECTED' || status === 'CANCELLED' ? 'LEDGER_ONLY' : 'DEBIT';
}

function statusOf(transfer: Transfer): Status {
  const {
    status,
    statusAt,
    bookedAt,
    bookingSequence,
    settledMinor,
    debtorBalanceMinor,
    creditorBalanceMinor,
  } = transfer;
  return {
    status,
    statusAt,
    bookedAt,
    bookingSequence,
    settledMinor,
    debtorBalanceMinor,
    creditorBalanceMinor,
  };
}
