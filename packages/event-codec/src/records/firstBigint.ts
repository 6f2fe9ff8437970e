/** The first bigint inside a decoded value with its path, for example `items[0].amountMinor`; null where there is none. */
export function firstBigint(
  value: unknown,
  path = '',
): { readonly path: string; readonly value: bigint } | null {
  if (typeof value === 'bigint') return { path, value };
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const name = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = firstBigint(part, name);
    if (found !== null) return found;
  }
  return null;
}
