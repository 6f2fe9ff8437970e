import type { Account, WatchlistEntry } from '@sluice/domain';
import { parseWatchlistKey } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertFirstWins, insertRows, lastOfEach } from '../rows/insertRows';
import { account, accountVersion, watchlistEntry } from '../schema';

/** One record of topic `accounts`; `account` is null where the bank withdrew it. */
export interface AccountFact {
  readonly accountId: string;
  readonly account: Account | null;
  readonly sourceIncarnation: number;
  readonly sourceOffset: number;
  readonly appendTime: number;
}

/** Keeps each version of the master data once, and the newest as the account's own row. */
export async function recordAccounts(tx: CaseTransaction, facts: readonly AccountFact[]): Promise<void> {
  if (facts.length === 0) return;
  const ordered = [...facts].sort(
    (a, b) => a.sourceIncarnation - b.sourceIncarnation || a.sourceOffset - b.sourceOffset,
  );
  await insertFirstWins(
    tx,
    accountVersion,
    ordered.map(({ account: record, ...fact }) => ({ ...fact, record })),
  );
  // A withdrawal changes only the flag, so it is written on top of the newest full version.
  const full = ordered.flatMap((fact) =>
    fact.account === null
      ? []
      : [
          {
            ...fact.account,
            aliases: [...fact.account.aliases],
            holderIds: [...fact.account.holderIds],
            removed: false,
            sourceIncarnation: fact.sourceIncarnation,
            sourceOffset: fact.sourceOffset,
            appendTime: fact.appendTime,
          },
        ],
  );
  const newest = lastOfEach(full, (row) => row.accountId).sort((a, b) =>
    a.accountId < b.accountId ? -1 : 1,
  );
  if (newest.length > 0) await tx.execute(insertRows(account, newest, UPSERT_ACCOUNT));
  const withdrawn = lastOfEach(ordered, (fact) => fact.accountId).filter((fact) => fact.account === null);
  for (const fact of withdrawn) {
    await tx
      .update(account)
      .set({
        removed: true,
        sourceIncarnation: fact.sourceIncarnation,
        sourceOffset: fact.sourceOffset,
        appendTime: fact.appendTime,
      })
      .where(
        sql`${account.accountId} = ${fact.accountId} and (${account.sourceIncarnation}, ${account.sourceOffset})
          < (${fact.sourceIncarnation}, ${fact.sourceOffset})`,
      );
  }
}

const ACCOUNT_COLUMNS = [
  'aliases',
  'kind',
  'status',
  'currency',
  'institution',
  'branch',
  'holder_ids',
  'holder_kind',
  'opened_at',
  'identity_verified',
  'birth_year',
  'phone',
  'daily_limit_minor',
  'protection',
  'removed',
  'source_incarnation',
  'source_offset',
  'append_time',
];
const UPSERT_ACCOUNT = sql.raw(`on conflict (account_id) do update set
  ${ACCOUNT_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
  where (excluded.source_incarnation, excluded.source_offset)
      > (account.source_incarnation, account.source_offset)`);

/** One record of topic `watchlist`; `entry` is null where the condition was removed. */
export interface WatchlistFact {
  readonly key: string;
  readonly entry: WatchlistEntry | null;
  readonly sourceOffset: number;
  readonly appendTime: number;
}

/** Keeps the newest record of each key; a removed condition stays as a row that says so. */
export async function recordWatchlist(tx: CaseTransaction, facts: readonly WatchlistFact[]): Promise<void> {
  const ordered = [...facts].sort((a, b) => a.sourceOffset - b.sourceOffset);
  const rows = lastOfEach(ordered, (fact) => fact.key).flatMap((fact) => {
    const parsed = parseWatchlistKey(fact.key);
    if (parsed === null) return [];
    return [
      {
        key: fact.key,
        ...parsed,
        disposition: fact.entry?.disposition ?? null,
        source: fact.entry?.source ?? null,
        listedAt: fact.entry?.listedAt ?? null,
        expiresAt: fact.entry?.expiresAt ?? null,
        removed: fact.entry === null,
        sourceOffset: fact.sourceOffset,
        appendTime: fact.appendTime,
      },
    ];
  });
  if (rows.length === 0) return;
  rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  await tx.execute(insertRows(watchlistEntry, rows, UPSERT_WATCHLIST));
}

const UPSERT_WATCHLIST = sql.raw(`on conflict (key) do update set
  ${['disposition', 'source', 'listed_at', 'expires_at', 'removed', 'source_offset', 'append_time']
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}
  where excluded.source_offset > watchlist_entry.source_offset`);
