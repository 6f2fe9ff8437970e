// What must be quoted with care inside an array literal.
const SPECIAL = /["\\]/;

/** `text` as Postgres can keep it: NUL becomes the replacement character U+FFFD. */
export function storableText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text;
}

/** An array literal of texts: `{"a","b",NULL}`. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) literal += ',';
    if (value == null) literal += 'NULL';
    else if (SPECIAL.test(value)) literal += `"${value.replace(/["\\]/g, '\\$&')}"`;
    else literal += `"${value}"`;
  }
  return storableText(`${literal}}`);
}

/** An array literal of numbers or booleans: `{1,2,NULL}`. Throws RangeError for a number that is not finite. */
export function plainArray(values: readonly (number | bigint | boolean | null | undefined)[]): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) literal += ',';
    if (value == null) literal += 'NULL';
    else if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`${value} cannot be stored as a number`);
    } else literal += String(value);
  }
  return `${literal}}`;
}

/** JSON as `jsonb` can keep it: without NUL, which JSON writes as an escape. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000')) return text;
  // Escape by escape, so that an escaped backslash in front of the letters u0000 stays what it is.
  return text.replace(/\\(?:u0000|.)/g, (found) => (found === '\\u0000' ? '\\uFFFD' : found));
}
