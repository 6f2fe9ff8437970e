import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { BinaryRows } from './binaryRows';

type Write = (rows: BinaryRows, value: never) => void;

/** How a column's values are written, by the column's type. */
const WRITES: Readonly<Record<string, Write>> = {
  text: (rows, value: string) => rows.text(value),
  bigint: (rows, value: number) => rows.int8(value),
  integer: (rows, value: number) => rows.int4(value),
  smallint: (rows, value: number) => rows.int2(value),
  boolean: (rows, value: boolean) => rows.boolean(value),
  'timestamp (3) with time zone': (rows, value: number) => rows.instant(value),
  'text[]': (rows, value: readonly string[]) => rows.textArray(value),
};

/** Rows are handed over in blocks of about this size, so that the server works on one while the next is written. */
const BLOCK_BYTES = 64 * 1024;

/** Rows of one table on their way into it by `copy`. */
export interface TableCopy<Row> {
  readonly statement: string;
  /** The bytes to send after it; each block is valid until the next is asked for. */
  blocks(rows: Iterable<Row>): Generator<Buffer>;
}

/**
 * The `copy` of whole rows of a table, by the names of its columns. Throws Error for a column of a type that nobody copies
 * yet.
 */
export function tableCopy<T extends PgTable>(table: T): TableCopy<T['$inferInsert']> {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([name]) => name);
  const writes = columns.map(([, column]) => {
    const write = WRITES[column.getSQLType()];
    if (write === undefined) throw new Error(`no way to copy a column of type ${column.getSQLType()}`);
    return write;
  });
  return tableCopyBy(table, (rows, row: T['$inferInsert']) => {
    for (let i = 0; i < names.length; i++) {
      const value = (row as Record<string, unknown>)[names[i]!];
      if (value === null || value === undefined) rows.null();
      // The table's own type says that the value is of its column's type.
      else writes[i]!(rows, value as never);
    }
  });
}

/** The same with a function that writes the columns of a row by hand, all of them in the order of the table's schema. */
export function tableCopyBy<Row>(
  table: PgTable,
  write: (rows: BinaryRows, row: Row) => void,
): TableCopy<Row> {
  const columns = Object.values(getTableColumns(table));
  const targets = columns.map(({ name }) => `"${name}"`).join(', ');
  const buffer = new BinaryRows();
  return {
    statement: `copy "${getTableName(table)}" (${targets}) from stdin (format binary)`,
    *blocks(rows) {
      buffer.clear();
      buffer.header();
      for (const row of rows) {
        buffer.row(columns.length);
        write(buffer, row);
        if (buffer.length < BLOCK_BYTES) continue;
        yield buffer.written();
        buffer.clear();
      }
      buffer.trailer();
      yield buffer.written();
    },
  };
}
