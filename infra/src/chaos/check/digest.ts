import { createHash } from 'node:crypto';

/** A checksum of a row's fields by name, whatever the order in which an object or a database holds them. */
export function digestOf(row: Readonly<Record<string, unknown>>, fields: readonly string[]): string {
  const hash = createHash('md5');
  for (const field of fields) hash.update(canonical(row[field])).update('\n');
  return hash.digest('base64');
}

/** JSON with the keys of objects in order; what is missing is null. */
export function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, of]) => of !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`).join(',')}}`;
}
