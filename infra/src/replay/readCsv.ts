import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { CSV_COLUMNS, type CsvRow, parseCsvRow } from './csvRow';

/** A line of the file that cannot be published: where and why. */
export interface CsvProblem {
  /** Line of the file, the header being line 1. */
  readonly line: number;
  readonly sentence: string;
}

export type CsvLine = { readonly line: number; readonly row: CsvRow } | CsvProblem;

/** The file cannot be read as a labelled transfers file at all. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

/**
 * Reads a labelled transfers file, gzipped or not, row by row; bad rows come as problems and the file goes on. Throws
 * CsvFileError where it cannot be opened or its header lacks a column.
 */
export async function* readCsv(file: string): AsyncGenerator<CsvLine> {
  const source = createReadStream(file);
  const text = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  const parser = text.pipe(
    parse({ columns: true, info: true, bom: true, relax_column_count: true, skip_empty_lines: true }),
  );
  source.once('error', (error: Error) => parser.destroy(error));
  text.once('error', (error: Error) => parser.destroy(error));
  let headerChecked = false;
  let rows = 0;
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: Record<string, string>; info: { lines: number } }; // what csv-parse gives with columns and info
      if (!headerChecked) {
        const missing = CSV_COLUMNS.filter((column) => !(column in record));
        if (missing.length > 0)
          throw new CsvFileError(
            `${file} has no column ${missing.join(', ')}; its header must name ${CSV_COLUMNS.join(', ')}`,
          );
        headerChecked = true;
      }
      rows += 1;
      const parsed = parseCsvRow(record);
      yield parsed.ok
        ? { line: info.lines, row: parsed.value }
        : { line: info.lines, sentence: parsed.problem.sentence };
    }
    if (rows === 0) {
      throw new CsvFileError(
        `${file} has no rows; a header ${CSV_COLUMNS.join(',')} and at least one row are wanted`,
      );
    }
  } catch (error) {
    if (error instanceof CsvFileError) throw error;
    throw new CsvFileError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
