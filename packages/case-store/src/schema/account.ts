import { ACCOUNT_KINDS, ACCOUNT_STATUSES, HOLDER_KINDS } from '@sluice/domain';
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, kafkaOffset, minorUnits } from './columns';

/** Where in topic `accounts` a record stood; the records of one account lie in one partition, the later one counts. */
const sourceVersion = {
  sourceIncarnation: integer('source_incarnation').notNull(),
  sourceOffset: kafkaOffset('source_offset').notNull(),
};

/** Master data of an account as the bank last published it. */
export const account = pgTable('account', {
  accountId: text('account_id').primaryKey(),
  aliases: text('aliases').array().notNull(),
  kind: text('kind', { enum: ACCOUNT_KINDS }).notNull(),
  status: text('status', { enum: ACCOUNT_STATUSES }).notNull(),
  currency: text('currency'),
  institution: text('institution'),
  branch: text('branch'),
  holderIds: text('holder_ids').array().notNull(),
  holderKind: text('holder_kind', { enum: HOLDER_KINDS }).notNull(),
  openedAt: instant('opened_at').notNull(),
  identityVerified: boolean('identity_verified').notNull(),
  birthYear: integer('birth_year'),
  phone: text('phone'),
  dailyLimitMinor: minorUnits('daily_limit_minor'),
  protection: text('protection'),
  /** The bank withdrew the record; the last facts are kept for cases that name the account. */
  removed: boolean('removed').notNull(),
  ...sourceVersion,
  appendTime: instant('append_time').notNull(),
});

/** Every version of an account's master data, so that a report as of an instant shows what was known then. */
export const accountVersion = pgTable(
  'account_version',
  {
    accountId: text('account_id').notNull(),
    ...sourceVersion,
    /** The whole record; null where the bank withdrew it. */
    record: jsonb('record'),
    appendTime: instant('append_time').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.sourceIncarnation, table.sourceOffset] })],
);

/** Conditions on accounts, devices, IP addresses and phones: topic `watchlist`, the later record of a key counts. */
export const watchlistEntry = pgTable('watchlist_entry', {
  /** `<kind>:<value>:<perspective>`. */
  key: text('key').primaryKey(),
  kind: text('kind').notNull(),
  value: text('value').notNull(),
  perspective: text('perspective').notNull(),
  /** Null, as the next three, once the entry is removed. */
  disposition: text('disposition'),
  source: text('source'),
  listedAt: instant('listed_at'),
  expiresAt: instant('expires_at'),
  removed: boolean('removed').notNull(),
  sourceOffset: kafkaOffset('source_offset').notNull(),
  appendTime: instant('append_time').notNull(),
});
