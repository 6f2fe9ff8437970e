import { grouped, shortTime, textTable } from './table';

describe('tables for people', () => {
  it('line up under their titles, numbers to the right, no blanks at the end', () => {
    const text = textTable(
      [
        { title: 'CASE', text: (row: { id: string; amount: string | null }) => row.id },
        { title: 'AMOUNT', text: (row) => row.amount, align: 'right' },
        { title: 'NOTE', text: () => null },
      ],
      [
        { id: 'C-1', amount: '1,480.00' },
        { id: 'C-1234', amount: null },
      ],
    );
    expect(text.split('\n')).toEqual(['CASE      AMOUNT  NOTE', 'C-1     1,480.00', 'C-1234']);
  });

  it('group thousands and keep every digit', () => {
    expect(grouped('9007199254740.991')).toBe('9,007,199,254,740.991');
    expect(grouped('-1234')).toBe('-1,234');
    expect(grouped('0.00')).toBe('0.00');
    expect(grouped(null)).toBeNull();
  });

  it('show times in UTC to the second', () => {
    expect(shortTime('2026-03-02 10:00:00.04+01')).toBe('2026-03-02 09:00:00');
    expect(shortTime('2026-03-02T09:00:00.040Z')).toBe('2026-03-02 09:00:00');
    expect(shortTime(null)).toBeNull();
  });
});
