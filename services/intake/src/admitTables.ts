import {
  type Account,
  accountIdProblem,
  parseWatchlistKey,
  partitionOf,
  type WatchlistEntry,
  watchlistKey,
} from '@sluice/domain';
import { type AccountBody, ENTRY_TYPES, type ListingBody } from '@sluice/log-format';
import type { Refusal } from './checks/checkTransfer';
import { jsonBody, type Sink } from './outgoing';
import type { RecordPlace } from './recordPlace';

/** Admits master data of one account: an ACCOUNT entry for its owner. Null where admitted, else why not. */
export function admitAccount(
  account: Account | null,
  place: RecordPlace,
  partitionCount: number,
  out: Pick<Sink, 'append'>,
): Refusal | null {
  const accountId = place.key ?? '';
  if (accountIdProblem(accountId) !== null) {
    return {
      code: 'ACCOUNT_MALFORMED',
      sentence: `the record’s key is no account identifier (${accountIdProblem(accountId)}); key it by accountId`,
    };
  }
  if (account !== null && account.accountId !== accountId) {
    return { code: 'KEY_MISMATCH', sentence: 'the record’s key is not its accountId; key it by accountId' };
  }
  const body: AccountBody = account === null ? { accountId, account: null } : { accountId, account };
  out.append(
    partitionOf(accountId, partitionCount),
    place.lane,
    place.offset,
    0,
    ENTRY_TYPES.ACCOUNT,
    jsonBody(body),
  );
  return null;
}

/** Admits a watchlist condition: an account's goes to its owner; device, IP and phone go to every partition. */
export function admitListing(
  entry: WatchlistEntry | null,
  place: RecordPlace,
  partitionCount: number,
  out: Pick<Sink, 'append'>,
): Refusal | null {
  const key = place.key === null ? null : parseWatchlistKey(place.key);
  if (key === null) {
    return {
      code: 'ENTRY_INVALID',
      sentence: 'the record’s key is not <kind>:<value>:<perspective> with a known kind and perspective',
    };
  }
  if (entry !== null && watchlistKey(entry) !== place.key) {
    return {
      code: 'KEY_MISMATCH',
      sentence: 'the record’s key does not match its kind, value and perspective',
    };
  }
  if (entry !== null && entry.disposition === 'UNKNOWN') {
    return {
      code: 'ENTRY_INVALID',
      sentence:
        'disposition is UNKNOWN or newer than this build; use BLOCKED, TRUSTED, CONFIRMED_FRAUD or SUSPECTED',
    };
  }
  const body: ListingBody = { key: watchlistKey(key), entry };
  const targets =
    key.kind === 'ACCOUNT'
      ? [partitionOf(key.value, partitionCount)]
      : Array.from({ length: partitionCount }, (_, partition) => partition);
  for (const target of targets) {
    out.append(target, place.lane, place.offset, 0, ENTRY_TYPES.LISTING, jsonBody(body));
  }
  return null;
}
