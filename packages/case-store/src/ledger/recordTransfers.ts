import { TRANSFER_STATUSES } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import type { CopyIn } from '../database/copyIn';
import { textArray } from '../rows/arrayLiteral';
import { copiedAsNew } from '../rows/copiedAsNew';
import { insertFirstWins, insertRows } from '../rows/insertRows';
import { tableCopyBy } from '../rows/tableCopy';
import { LEDGER_ORIGINS, transfer, transferStatus } from '../schema';
import {
  type LedgerEntry,
  mergeTransferRows,
  type TransferRow,
  type TransferStatusRow,
  transferRow,
  transferStatusRow,
} from './transferRow';
import { writeFirstRow } from './writeFirstRow';

const TRANSFER_COPY = tableCopyBy(transfer, writeFirstRow);

/** What a part of the log tells of transfers. */
export interface LedgerEntries {
  /** How many entries `first` gives. */
  readonly firstCount: number;
  /**
   * Those that admitted a transfer (DEBIT, HISTORY), in the order of the log. Each is read before the next is asked for, so
   * they may be one object; they may be gone over more than once.
   */
  readonly first: Iterable<LedgerEntry>;
  /** The others. */
  readonly later: readonly LedgerEntry[];
}

/**
 * Writes what a part of the log tells of transfers, as `recordTransfers` does. Those that it brings for the first time are
 * copied in as new, which they are but for what is read again; whatever is there already is merged.
 */
export async function recordLedger(
  tx: CaseTransaction,
  copyIn: CopyIn,
  { firstCount, first, later }: LedgerEntries,
): Promise<void> {
  if (firstCount > 0) {
    if (await copiedAsNew(tx, copyIn, TRANSFER_COPY, first)) await markDirty(tx, first);
    else return recordTransfers(tx, both(first, later));
  }
  await recordTransfers(tx, later);
}

function* both(first: Iterable<LedgerEntry>, later: Iterable<LedgerEntry>): Generator<LedgerEntry> {
  yield* first;
  yield* later;
}

/** Marks the accounts of new rows. Most polls meet no open recovery case at all, so that is asked first. */
async function markDirty(tx: CaseTransaction, entries: Iterable<LedgerEntry>): Promise<void> {
  const any = await tx.execute<{ any: boolean }>(sql`select exists (select from recovery_taint) as any`);
  if (any.rows[0]?.any !== true) return;
  const accounts = new Set<string>();
  for (const { transfer: moved } of entries) accounts.add(moved.debtorAccount).add(moved.creditorAccount);
  await tx.execute(
    sql`update recovery_taint set dirty = true where account_id = any(${textArray([...accounts])}::text[])`,
  );
}

/**
 * Merges what entries of the log tell of transfers into the ledger. The rows are the same whatever the order of the entries
 * and however often they are written; accounts of open recovery cases whose rows changed are marked dirty.
 */
export async function recordTransfers(tx: CaseTransaction, entries: Iterable<LedgerEntry>): Promise<void> {
  const rows = new Map<string, TransferRow>();
  const statuses: TransferStatusRow[] = [];
  for (const entry of entries) {
    const row = transferRow(entry);
    const known = rows.get(row.transferId);
    rows.set(row.transferId, known === undefined ? row : mergeTransferRows(known, row));
    const status = transferStatusRow(entry);
    if (status !== null) statuses.push(status);
  }
  if (rows.size === 0) return;
  // In the order of keys, so that two recorders that write the same transfers wait for each other and do not deadlock.
  const ordered = [...rows.values()].sort((a, b) => (a.transferId < b.transferId ? -1 : 1));
  const written = insertRows(transfer, ordered, UPSERT);
  await tx.execute(sql`with written as (${written})
    update recovery_taint set dirty = true
    where account_id in (select debtor_account from written union select creditor_account from written)`);
  statuses.sort((a, b) => (a.transferId < b.transferId ? -1 : a.transferId > b.transferId ? 1 : 0));
  await insertFirstWins(tx, transferStatus, statuses);
}

const position = (words: readonly string[], column: string) =>
  `array_position(array['${words.join("','")}'], ${column})`;
const statusOrder = (row: string) =>
  `(${row}.status_at, ${position(TRANSFER_STATUSES, `${row}.status`)}, coalesce(${row}.booked_at, '-infinity'))`;
const originOrder = (row: string) =>
  `(${position(LEDGER_ORIGINS, `${row}.origin`)}, ${row}.initial_status_at,
    ${position(TRANSFER_STATUSES, `${row}.initial_status`)})`;
const NEWER_STATUS = `${statusOrder('excluded')} > ${statusOrder('transfer')}`;
const BETTER_ORIGIN = `excluded.origin is not null
  and (transfer.origin is null or ${originOrder('excluded')} < ${originOrder('transfer')})`;
const take = (condition: string, column: string) =>
  `${column} = case when ${condition} then excluded.${column} else transfer.${column} end`;
const STATUS_COLUMNS = [
  'status',
  'status_at',
  'booked_at',
  'booking_sequence',
  'settled_minor',
  'debtor_balance_minor',
  'creditor_balance_minor',
];

/** `mergeTransferRows` in SQL; a row that stays as it is is not written and not returned. */
const UPSERT = sql.raw(`on conflict (transfer_id) do update set
  ${STATUS_COLUMNS.map((column) => take(NEWER_STATUS, column)).join(',\n  ')},
  ${['origin', 'initial_status', 'initial_status_at'].map((column) => take(BETTER_ORIGIN, column)).join(',\n  ')},
  legs_offset = least(excluded.legs_offset, transfer.legs_offset),
  append_time = least(excluded.append_time, transfer.append_time)
  where ${NEWER_STATUS} or ${BETTER_ORIGIN} or excluded.legs_offset < transfer.legs_offset
  returning debtor_account, creditor_account`);
