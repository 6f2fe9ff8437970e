export interface TableColumn<T> {
  readonly title: string;
  readonly text: (row: T) => string | null;
  readonly align?: 'left' | 'right';
}

/** Rows as plain text under their titles, columns as wide as their widest cell, two blanks apart. */
export function textTable<T>(columns: readonly TableColumn<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map((column) => column.text(row) ?? ''));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]!.length)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) =>
        columns[index]!.align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!),
      )
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n');
}

/** `2026-03-02 09:04:11` in UTC, from whatever Postgres prints of a timestamp. */
export function shortTime(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString().slice(0, 19).replace('T', ' ');
}

/** `48,000.00`, from an exact decimal; null stays null. */
export function grouped(decimal: string | null): string | null {
  if (decimal === null) return null;
  const [whole, fraction] = decimal.split('.');
  const groups = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
