import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { csvOf, safeText } from './csv';

describe('CSV for auditors', () => {
  it('is read back cell by cell, whatever is in them', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 });
    const row = fc.tuple(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), cell, cell);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const text = csvOf(['a', 'b', 'c'], rows);
        expect(parse(text, { record_delimiter: '\r\n' })).toEqual([['a', 'b', 'c'], ...rows]);
      }),
    );
  });

  it('ends every line with CRLF, the last one too (RFC 4180)', () => {
    expect(csvOf(['a', 'b'], [['1', 'x,"y"']])).toBe('a,b\r\n1,"x,""y"""\r\n');
  });

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1', '  =cmd|calc', '＝1'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(safeText(text)).toBe(`'${text}`);
    },
  );

  it('leaves other texts as they are', () => {
    for (const text of ['', 'alice', 'C-0QJ0P-8HCCY', '••4417', 'a=b']) expect(safeText(text)).toBe(text);
  });
});
