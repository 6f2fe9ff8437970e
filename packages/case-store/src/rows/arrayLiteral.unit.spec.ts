import { plainArray, storableJson, textArray } from './arrayLiteral';

describe('array literals', () => {
  it('quote every text, so that NULL, braces and commas are texts', () => {
    expect(textArray(['a', 'NULL', '{}', 'a,b', ''])).toBe('{"a","NULL","{}","a,b",""}');
    expect(textArray([null, undefined])).toBe('{NULL,NULL}');
    expect(textArray([])).toBe('{}');
  });

  it('escape quotes and backslashes', () => {
    expect(textArray(['say "hi"', 'C:\\new'])).toBe('{"say \\"hi\\"","C:\\\\new"}');
  });

  it('replace NUL, which Postgres refuses', () => {
    expect(textArray(['a\u0000b'])).toBe('{"a\uFFFDb"}');
  });

  it('write numbers and booleans as they are, and refuse what is no number', () => {
    expect(plainArray([1, -2, null, 9007199254740991n])).toBe('{1,-2,NULL,9007199254740991}');
    expect(plainArray([true, false])).toBe('{true,false}');
    expect(() => plainArray([Number.NaN])).toThrow(RangeError);
    expect(() => plainArray([Number.POSITIVE_INFINITY])).toThrow(RangeError);
  });
});

describe('JSON for jsonb', () => {
  it('replaces NUL, also in names', () => {
    expect(JSON.parse(storableJson({ 'a\u0000': 'b\u0000c' }))).toEqual({ 'a\uFFFD': 'b\uFFFDc' });
  });

  it('leaves the letters \\u0000 alone where they are text', () => {
    const text = 'a backslash and letters: \\u0000, and two: \\\\u0000';
    expect(JSON.parse(storableJson([text, '\u0000']))).toEqual([text, '\uFFFD']);
  });
});
