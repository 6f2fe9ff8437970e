import type { BinaryRows } from '../rows/binaryRows';
import type { LedgerEntry } from './transferRow';

/**
 * `transferRow` of an entry that admitted a transfer, as `copy` takes it: the columns of `schema/transfer.ts` in their
 * order, with no row made in between. A test holds the two equal.
 */
export function writeFirstRow(rows: BinaryRows, entry: LedgerEntry): void {
  const { transfer: t } = entry;
  rows.text(t.transferId);
  rows.text(entry.origin);
  rows.text(t.status);
  rows.instant(t.statusAt);
  rows.text(t.status);
  rows.instant(t.statusAt);
  rows.instantOrNull(t.bookedAt);
  rows.int8OrNull(t.bookingSequence);
  rows.int8OrNull(t.settledMinor);
  rows.int8OrNull(t.debtorBalanceMinor);
  rows.int8OrNull(t.creditorBalanceMinor);
  rows.text(t.kind);
  rows.text(t.initiation);
  rows.text(t.debtorAccount);
  rows.textOrNull(t.debtorInstitution);
  rows.text(t.debtorOwnership);
  rows.text(t.creditorAccount);
  rows.textOrNull(t.creditorInstitution);
  rows.text(t.creditorOwnership);
  rows.text(t.creditorKind);
  rows.int8(t.amountMinor);
  rows.text(t.currency);
  rows.int8OrNull(t.debtorAmountMinor);
  rows.textOrNull(t.debtorCurrency);
  rows.int8OrNull(t.creditorAmountMinor);
  rows.textOrNull(t.creditorCurrency);
  rows.instant(t.occurredAt);
  rows.text(t.channel);
  rows.textOrNull(t.deviceId);
  rows.textOrNull(t.ipAddress);
  rows.textOrNull(t.country);
  rows.textOrNull(t.location);
  rows.textArray(t.sessionSignals);
  rows.instantOrNull(t.payeeAddedAt);
  rows.text(t.payeeNameMatch);
  rows.booleanOrNull(t.sameHolder);
  rows.textOrNull(t.batchId);
  rows.textOrNull(t.relatesTo);
  rows.instantOrNull(t.decideBy);
  rows.textOrNull(t.endToEndId);
  rows.textOrNull(t.purpose);
  rows.textOrNull(t.remittance);
  rows.int4(entry.legsPartition);
  rows.int8(entry.legsOffset);
  rows.instant(entry.appendTime);
}
