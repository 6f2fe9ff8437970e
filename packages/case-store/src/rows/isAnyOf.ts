import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { textArray } from './arrayLiteral';

/** `column = any(values)` with one parameter, however many values there are. */
export function isAnyOf(column: PgColumn, values: Iterable<string>): SQL {
  return sql`${column} = any(${textArray([...values])}::text[])`;
}
