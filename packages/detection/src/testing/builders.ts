import type { Account, Transfer, WatchlistEntry } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';

export const NOON = 1_760_000_000_000;
const DAY_MS = 24 * 3_600_000;

/** An ordinary payment between two customers of ours. */
export const transfer = (changed: Partial<Transfer>): Transfer =>
  transferOf({ debtorAccount: 'ACC-0', creditorAccount: 'ACC-1', amountMinor: 5_000, ...changed });

/** A person's current account, open for years. */
export const account = (changed: Partial<Account> & Pick<Account, 'accountId'>): Account => ({
  aliases: [],
  kind: 'CURRENT',
  status: 'OPEN',
  currency: 'EUR',
  institution: null,
  branch: null,
  holderIds: [],
  holderKind: 'PERSON',
  openedAt: NOON - 2_000 * DAY_MS,
  identityVerified: true,
  birthYear: null,
  phone: null,
  dailyLimitMinor: null,
  protection: null,
  ...changed,
});

/** A condition on an account, both ways, for good. */
export const listing = (
  changed: Partial<WatchlistEntry> & Pick<WatchlistEntry, 'value'>,
): WatchlistEntry => ({
  kind: 'ACCOUNT',
  disposition: 'BLOCKED',
  perspective: 'BOTH',
  source: 'test',
  listedAt: 0,
  expiresAt: null,
  ...changed,
});
