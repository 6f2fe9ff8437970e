import type { LedgerEntry } from '@sluice/case-store';
import {
  ByteReader,
  ENTRY_TYPES,
  FrameCursor,
  HISTORY_DEBTOR,
  readEntry,
  TransferView,
} from '@sluice/log-format';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import type { Facts } from './facts';

const cursor = new FrameCursor();
const body = new ByteReader();

/**
 * Takes from a frame of `legs` what the ledger needs: admitted and past transfers, later statuses, master data. CREDIT
 * repeats a DEBIT, and rules, listings and marks are the detector's. Admitted transfers are only counted: `admittedIn`
 * reads them where they lie, while they are written. Throws FrameFormatError on bytes that no writer of ours made.
 */
export function readLegs(record: ConsumedRecord, facts: Facts): void {
  if (record.value === null) return;
  const before = facts.admitted;
  cursor.reset(record.value);
  while (cursor.next()) {
    if (isAdmission(cursor)) facts.admitted += 1;
    else if (cursor.type === ENTRY_TYPES.STATUS) readStatus(record, facts);
    else if (cursor.type === ENTRY_TYPES.ACCOUNT) readAccount(record, facts);
  }
  if (facts.admitted > before) facts.frames.push(record);
}

/** The entries of frames that admitted a transfer, in order: one object, each time another entry. */
export function admittedIn(frames: readonly ConsumedRecord[]): Iterable<LedgerEntry> {
  return { [Symbol.iterator]: () => admissions(frames) };
}

function* admissions(frames: readonly ConsumedRecord[]): Generator<LedgerEntry> {
  const at = new FrameCursor();
  const reader = new ByteReader();
  const transfer = new TransferView();
  const entry: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] } = {
    transfer,
    origin: 'DEBIT',
    legsPartition: 0,
    legsOffset: 0,
    appendTime: 0,
  };
  for (const { value, partition, offset, timestamp } of frames) {
    if (value === null) continue;
    entry.legsPartition = partition;
    entry.legsOffset = Number(offset);
    entry.appendTime = timestamp;
    at.reset(value);
    while (at.next()) {
      if (!isAdmission(at)) continue;
      at.body(reader);
      entry.origin = at.type === ENTRY_TYPES.DEBIT ? 'DEBIT' : 'HISTORY';
      // Whose copy it is stands before the transfer of a HISTORY entry.
      if (entry.origin === 'HISTORY') reader.u8();
      transfer.reset(reader);
      yield entry;
    }
  }
}

/** Both sides get a copy of a past transfer; the ledger takes the debtor's. */
function isAdmission(at: FrameCursor): boolean {
  return (
    at.type === ENTRY_TYPES.DEBIT ||
    (at.type === ENTRY_TYPES.HISTORY && at.bytes[at.bodyStart] === HISTORY_DEBTOR)
  );
}

function readStatus(record: ConsumedRecord, facts: Facts): void {
  const entry = readEntry(cursor, body);
  if (entry.type !== 'STATUS') return;
  facts.later.push({
    transfer: entry.transfer,
    origin: entry.ledgerOnly ? 'LEDGER_ONLY' : 'STATUS',
    legsPartition: record.partition,
    legsOffset: Number(record.offset),
    appendTime: record.timestamp,
  });
}

function readAccount(record: ConsumedRecord, facts: Facts): void {
  const entry = readEntry(cursor, body);
  if (entry.type !== 'ACCOUNT') return;
  facts.accounts.push({
    accountId: entry.body.accountId,
    account: entry.body.account,
    sourceIncarnation: entry.at.incarnation,
    sourceOffset: entry.at.offset,
    appendTime: record.timestamp,
  });
}
