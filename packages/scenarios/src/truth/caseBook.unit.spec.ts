import type { Person } from '../population/person';
import { createCaseBook } from './caseBook';

describe('the case book', () => {
  const book = createCaseBook('R-', (reportId) => `R-1ABCD-0000${reportId.slice(2)}`);
  for (let i = 0; i < 17; i++) book.open({ pattern: 'purchase-scam', victim: {} as Person });

  it('finds a fraud by its report, its case, or a trace of its case', () => {
    expect(book.named(['R-17'])?.caseNo).toBe(17);
    expect(book.named([null, 'R-1ABCD-00003'])?.caseNo).toBe(3);
    expect(book.named(['T-R-1ABCD-00003-2'])?.caseNo).toBe(3);
  });

  it('does not take one report for another whose name begins alike', () => {
    expect(book.named(['R-1'])?.caseNo).toBe(1);
    expect(book.named(['R-170'])).toBeUndefined();
    expect(book.named(['R-1ABCD-99999'])).toBeUndefined();
    expect(book.named(['D:T123', null])).toBeUndefined();
  });
});
