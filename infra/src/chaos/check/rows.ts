import { collectDifferences, type Differences } from './differences';

/** A row by its key and the checksum of its fields. */
export interface KeyedRow {
  readonly key: string;
  readonly digest: string;
}

export interface RowsChecked {
  readonly table: string;
  readonly expected: number;
  readonly found: number;
  readonly differences: Differences;
}

/** Holds a table's rows against what the topics say: none missing, none more, none twice, each with the same fields. */
export async function checkRows(
  table: string,
  expected: ReadonlyMap<string, string>,
  rows: AsyncIterable<KeyedRow> | Iterable<KeyedRow>,
): Promise<RowsChecked> {
  const differences = collectDifferences();
  const seen = new Set<string>();
  for await (const { key, digest } of rows) {
    if (seen.has(key)) {
      differences.add(`Postgres has two rows ${key} in ${table}`);
      continue;
    }
    seen.add(key);
    const wanted = expected.get(key);
    if (wanted === undefined) differences.add(`Postgres has a row ${key} in ${table} that no topic tells of`);
    else if (wanted !== digest)
      differences.add(`row ${key} of ${table} says other than its records on the topics`);
  }
  for (const key of expected.keys()) {
    if (!seen.has(key)) differences.add(`row ${key} of ${table} is missing in Postgres`);
  }
  return {
    table,
    expected: expected.size,
    found: seen.size,
    differences: differences.result(`table ${table}`),
  };
}
