import { stringify } from 'csv-stringify/sync';

/** Texts that a spreadsheet would run as a formula, also behind blanks or a quote of another width. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text that spreadsheets show and do not run: an apostrophe in front of what looks like a formula. */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** RFC 4180: a header, CRLF line ends, quotes where needed. Cells are used as they are; guard texts with `safeText`. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...header], ...rows.map((row) => [...row])], { record_delimiter: '\r\n' });
}
