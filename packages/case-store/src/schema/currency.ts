import { numeric, pgTable, smallint, text } from 'drizzle-orm/pg-core';

/**
 * ISO 4217 codes with their minor digits. `minorUnit` is the value of one minor unit (EUR 0.01, JPY 1, BHD 0.001):
 * amount × minorUnit is the exact amount in major units, which views show to people.
 */
export const currency = pgTable('currency', {
  code: text('code').primaryKey(),
  minorDigits: smallint('minor_digits').notNull(),
  minorUnit: numeric('minor_unit').notNull(),
});
