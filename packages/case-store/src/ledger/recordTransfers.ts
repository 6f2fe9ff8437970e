import { TRANSFER_STATUSES } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertFirstWins, insertRows } from '../rows/insertRows';
import { LEDGER_ORIGINS, transfer, transferStatus } from '../schema';
import {
  type LedgerEntry,
  mergeTransferRows,
  type TransferRow,
  type TransferStatusRow,
  transferRow,
  transferStatusRow,
} from './transferRow';

/**
 * Writes what entries of the log tell of transfers. The rows are the same whatever the order of the entries and however
 * often they are written; accounts of open recovery cases whose rows changed are marked dirty.
 */
export async function recordTransfers(tx: CaseTransaction, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = new Map<string, TransferRow>();
  const statuses: TransferStatusRow[] = [];
  for (const entry of entries) {
    const row = transferRow(entry);
    const known = rows.get(row.transferId);
    rows.set(row.transferId, known === undefined ? row : mergeTransferRows(known, row));
    const status = transferStatusRow(entry);
    if (status !== null) statuses.push(status);
  }
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
