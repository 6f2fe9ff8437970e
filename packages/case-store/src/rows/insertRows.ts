import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { CaseTransaction } from '../database/connection';
import { plainArray, storableJson, textArray } from './arrayLiteral';

/** How a column's values travel: as one array parameter, which `select` turns into the column's type. */
interface Transport {
  readonly arrayType: string;
  readonly select: (name: string) => string;
  readonly literal: (values: readonly unknown[]) => string;
}

const asIs = (name: string) => name;
const TRANSPORTS: Readonly<Record<string, Transport>> = {
  text: { arrayType: 'text[]', select: asIs, literal: (values) => textArray(values as string[]) },
  bigint: { arrayType: 'bigint[]', select: asIs, literal: (values) => plainArray(values as number[]) },
  integer: { arrayType: 'integer[]', select: asIs, literal: (values) => plainArray(values as number[]) },
  smallint: { arrayType: 'smallint[]', select: asIs, literal: (values) => plainArray(values as number[]) },
  boolean: { arrayType: 'boolean[]', select: asIs, literal: (values) => plainArray(values as boolean[]) },
  // Milliseconds below 2^53 divided by 1000 are exact to the microsecond, which the column rounds to milliseconds.
  'timestamp (3) with time zone': {
    arrayType: 'bigint[]',
    select: (name) => `to_timestamp(${name}::float8 / 1000)`,
    literal: (values) => plainArray(values as number[]),
  },
  // An array of arrays would have to be a matrix, so each row's array travels as its own literal.
  'text[]': {
    arrayType: 'text[]',
    select: (name) => `${name}::text[]`,
    literal: (values) =>
      textArray((values as (readonly string[] | null)[]).map((row) => (row == null ? null : textArray(row)))),
  },
  jsonb: {
    arrayType: 'text[]',
    select: (name) => `${name}::jsonb`,
    literal: (values) => textArray(values.map((value) => (value == null ? null : storableJson(value)))),
  },
  bytea: {
    arrayType: 'text[]',
    select: (name) => `${name}::bytea`,
    literal: (values) =>
      textArray(
        (values as (Buffer | null)[]).map((row) => (row == null ? null : `\\x${row.toString('hex')}`)),
      ),
  },
};

/**
 * `insert into <table> … select … from unnest(…)` for many rows in one statement with one parameter per column, whatever
 * the number of rows. `tail` is what follows: `on conflict …`, `returning …`. Rows name the columns by their names in
 * code; what a row does not name is null, columns with a default are left to it unless the first row names them. With
 * `on conflict do update` no two rows may have the same key.
 */
export function insertRows<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][], tail: SQL): SQL {
  const columns = getTableColumns(table);
  const given = Object.entries(columns)
    .filter(([name, column]) => !column.hasDefault || (rows[0] !== undefined && name in rows[0]))
    .map(([name]) => name);
  const targets: string[] = [];
  const selects: string[] = [];
  const names: string[] = [];
  const parameters: SQL[] = [];
  for (const name of given) {
    const column = columns[name] as PgColumn; // its key came from this very table
    const transport = TRANSPORTS[column.getSQLType()];
    if (transport === undefined) throw new Error(`no transport for a column of type ${column.getSQLType()}`);
    const alias = `c${names.length}`;
    targets.push(`"${column.name}"`);
    selects.push(transport.select(alias));
    names.push(alias);
    const literal = transport.literal(rows.map((row) => (row as Record<string, unknown>)[name]));
    parameters.push(sql`${literal}::${sql.raw(transport.arrayType)}`);
  }
  return sql`insert into ${table} (${sql.raw(targets.join(', '))})
    select ${sql.raw(selects.join(', '))}
    from unnest(${sql.join(parameters, sql`, `)}) as given(${sql.raw(names.join(', '))}) ${tail}`;
}

/** Inserts rows that are facts: where the key is there already, the first one stays. */
export async function insertFirstWins<T extends PgTable>(
  tx: CaseTransaction,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  if (rows.length > 0) await tx.execute(insertRows(table, rows, sql`on conflict do nothing`));
}

/** The last row of each key, in the order in which the keys came first. */
export function lastOfEach<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const last = new Map<string, T>();
  for (const row of rows) last.set(keyOf(row), row);
  return [...last.values()];
}
