import type { AccountFacts, LedgerEntry } from '@sluice/fund-tracing';
import { type SQL, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { plainArray, textArray } from '../rows/arrayLiteral';

/** An account whose entries a trace needs, from `since` (epoch ms) on. */
export interface AccountSlice {
  readonly accountId: string;
  readonly since: number;
}

/** Entries of the ledger, with what is known of the accounts on both their sides. */
export interface SubLedger {
  readonly entries: readonly LedgerEntry[];
  readonly accounts: ReadonlyMap<string, AccountFacts>;
}

/** The settled transfers of accounts, both sides, at most `rowsMax` per account and side (the earliest). */
export async function readAccountEntries(
  tx: CaseTransaction,
  slices: readonly AccountSlice[],
  rowsMax: number,
): Promise<SubLedger> {
  if (slices.length === 0) return { entries: [], accounts: new Map() };
  const accounts = textArray(slices.map(({ accountId }) => accountId));
  const since = plainArray(slices.map((slice) => slice.since));
  // Booked rows are found by the index on (account, booked_at); a core that states no booking time has none.
  const side = (column: 'debtor_account' | 'creditor_account') => sql`
    (select t.transfer_id from transfer t
      where t.${sql.raw(column)} = w.account and t.booked_at >= to_timestamp(w.since::float8 / 1000) and t.status = 'SETTLED'
      order by t.booked_at, t.booking_sequence, t.transfer_id limit ${rowsMax})
    union all
    (select t.transfer_id from transfer t
      where t.${sql.raw(column)} = w.account and t.booked_at is null and t.status = 'SETTLED' limit ${rowsMax})`;
  return readEntries(
    tx,
    sql`t.transfer_id in (
      select found.transfer_id
      from unnest(${accounts}::text[], ${since}::bigint[]) as w(account, since)
      cross join lateral (${side('debtor_account')} union all ${side('creditor_account')}) found)`,
  );
}

/** Settled transfers by their ids, and those that return or reverse one of them. */
export async function readTransferEntries(
  tx: CaseTransaction,
  transferIds: readonly string[],
): Promise<SubLedger> {
  if (transferIds.length === 0) return { entries: [], accounts: new Map() };
  const ids = textArray(transferIds);
  return readEntries(
    tx,
    sql`t.status = 'SETTLED' and (t.transfer_id = any(${ids}::text[]) or t.relates_to = any(${ids}::text[]))`,
  );
}

async function readEntries(tx: CaseTransaction, where: SQL): Promise<SubLedger> {
  // Amounts and times as float8, which is exact below 2^53 and comes as a number.
  const result = await tx.execute<EntryColumns>(sql`
    select t.transfer_id, t.kind, t.debtor_account, t.debtor_ownership, t.creditor_account, t.creditor_ownership,
      t.creditor_kind, t.amount_minor::float8, t.currency, t.debtor_amount_minor::float8, t.debtor_currency,
      t.creditor_amount_minor::float8, t.creditor_currency, t.booking_sequence::float8, t.relates_to,
      t.debtor_balance_minor::float8, t.creditor_balance_minor::float8,
      round(extract(epoch from coalesce(t.booked_at, t.status_at)) * 1000)::float8 as booked_at,
      d.kind as debtor_account_kind, d.protection as debtor_protection,
      c.kind as creditor_account_kind, c.protection as creditor_protection
    from transfer t
    left join account d on d.account_id = t.debtor_account
    left join account c on c.account_id = t.creditor_account
    where ${where}`);
  const accounts = new Map<string, AccountFacts>();
  const know = (id: string, kind: AccountFacts['kind'] | null, protection: string | null) => {
    if (kind !== null && !accounts.has(id)) accounts.set(id, { kind, protection, trusted: false });
  };
  const entries = result.rows.map((row) => {
    know(row.debtor_account, row.debtor_account_kind, row.debtor_protection);
    know(row.creditor_account, row.creditor_account_kind, row.creditor_protection);
    return entryOf(row);
  });
  return { entries, accounts };
}

type Nullable<T> = T | null;
interface EntryColumns extends Record<string, unknown> {
  transfer_id: string;
  kind: LedgerEntry['kind'];
  debtor_account: string;
  debtor_ownership: LedgerEntry['debtorOwnership'];
  creditor_account: string;
  creditor_ownership: LedgerEntry['creditorOwnership'];
  creditor_kind: LedgerEntry['creditorKind'];
  amount_minor: number;
  currency: string;
  debtor_amount_minor: Nullable<number>;
  debtor_currency: Nullable<string>;
  creditor_amount_minor: Nullable<number>;
  creditor_currency: Nullable<string>;
  booking_sequence: Nullable<number>;
  relates_to: Nullable<string>;
  debtor_balance_minor: Nullable<number>;
  creditor_balance_minor: Nullable<number>;
  booked_at: number;
  debtor_account_kind: Nullable<AccountFacts['kind']>;
  debtor_protection: Nullable<string>;
  creditor_account_kind: Nullable<AccountFacts['kind']>;
  creditor_protection: Nullable<string>;
}

function entryOf(row: EntryColumns): LedgerEntry {
  return {
    transferId: row.transfer_id,
    kind: row.kind,
    debtorAccount: row.debtor_account,
    debtorOwnership: row.debtor_ownership,
    creditorAccount: row.creditor_account,
    creditorOwnership: row.creditor_ownership,
    creditorKind: row.creditor_kind,
    amountMinor: row.amount_minor,
    currency: row.currency,
    debtorAmountMinor: row.debtor_amount_minor,
    debtorCurrency: row.debtor_currency,
    creditorAmountMinor: row.creditor_amount_minor,
    creditorCurrency: row.creditor_currency,
    bookedAt: row.booked_at,
    bookingSequence: row.booking_sequence,
    relatesTo: row.relates_to,
    debtorBalanceMinor: row.debtor_balance_minor,
    creditorBalanceMinor: row.creditor_balance_minor,
  };
}
