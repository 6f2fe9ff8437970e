import type { LedgerOrigin } from '@sluice/case-store';
import { ByteReader, ENTRY_TYPES, FrameCursor, HISTORY_DEBTOR, readEntry } from '@sluice/log-format';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import type { Facts } from './facts';

const cursor = new FrameCursor();
const body = new ByteReader();

/**
 * Takes from a frame of `legs` what the ledger needs: admitted and past transfers, later statuses, master data. CREDIT
 * repeats a DEBIT, and rules, listings and marks are the detector's. Throws FrameFormatError on bytes that no writer of
 * ours made.
 */
export function readLegs(record: ConsumedRecord, facts: Facts): void {
  if (record.value === null) return;
  cursor.reset(record.value);
  while (cursor.next()) {
    switch (cursor.type) {
      case ENTRY_TYPES.DEBIT:
      case ENTRY_TYPES.STATUS:
      case ENTRY_TYPES.ACCOUNT:
        readOne(record, facts);
        break;
      case ENTRY_TYPES.HISTORY:
        // Both sides get a copy; the ledger takes the debtor's.
        if (cursor.bytes[cursor.bodyStart] === HISTORY_DEBTOR) readOne(record, facts);
        break;
      default:
        break;
    }
  }
}

function readOne(record: ConsumedRecord, facts: Facts): void {
  const entry = readEntry(cursor, body);
  const appendTime = record.timestamp;
  switch (entry.type) {
    case 'DEBIT':
    case 'HISTORY':
    case 'STATUS':
      facts.ledger.push({
        transfer: entry.transfer,
        origin: entry.type === 'STATUS' ? statusOrigin(entry.ledgerOnly) : entry.type,
        legsPartition: record.partition,
        legsOffset: Number(record.offset),
        appendTime,
      });
      return;
    case 'ACCOUNT':
      facts.accounts.push({
        accountId: entry.body.accountId,
        account: entry.body.account,
        sourceIncarnation: entry.at.incarnation,
        sourceOffset: entry.at.offset,
        appendTime,
      });
      return;
    default:
      return;
  }
}

function statusOrigin(ledgerOnly: boolean): LedgerOrigin | 'STATUS' {
  return ledgerOnly ? 'LEDGER_ONLY' : 'STATUS';
}
