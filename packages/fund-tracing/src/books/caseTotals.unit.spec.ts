import { frozen, minute, pays, stolen, toOtherBank, traced } from '../testing/builders';
import { type CountedItem, caseTotals } from './caseTotals';

const item = (
  transferId: string | null,
  reportedMinor: number,
  more: Partial<CountedItem> = {},
): CountedItem => ({
  transferId,
  status: transferId === null ? null : 'SETTLED',
  currency: 'EUR',
  reportedMinor,
  ...more,
});

describe('the arithmetic of a case', () => {
  it('reported = never left + returned + frozen + at rest + left our sight + untraced, per currency', () => {
    const { sources } = traced({
      sources: [stolen('T1', 100), stolen('T9', 700)],
      entries: [
        pays(1, 'victim', 'mule', 100),
        pays(2, 'mule', 'P', 30),
        pays(3, 'mule', 'bank-b', 20, toOtherBank),
        pays(5, 'mule', 'victim', 10, { kind: 'RETURN', relatesTo: 'T1' }),
        pays(9, 'victim', 'mule', 600, { currency: 'JPY' }),
      ],
      stops: [frozen('S1', 'mule', 50, minute(4))],
    });
    const items = [
      item('T1', 100),
      item('T2-held', 70, { status: 'INITIATED' }),
      item('T3-cancelled', 5, { status: 'CANCELLED' }),
      item('T4-rejected', 5, { status: 'REJECTED' }),
      item(null, 40),
      item('counted-elsewhere', 0),
      item('T9', 700, { currency: 'JPY' }),
    ];
    expect(caseTotals(items, sources)).toEqual([
      {
        currency: 'EUR',
        reportedMinor: 220,
        minor: { NEVER_LEFT: 80, RETURNED: 10, FROZEN: 40, AT_REST: 30, LEFT_SIGHT: 20, UNTRACED: 40 },
      },
      {
        currency: 'JPY',
        reportedMinor: 700,
        minor: { NEVER_LEFT: 0, RETURNED: 0, FROZEN: 0, AT_REST: 600, LEFT_SIGHT: 0, UNTRACED: 100 },
      },
    ]);
  });

  it('counts as untraced what lies beyond the limits of the trace', () => {
    const { sources } = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'far', 60)],
      beyondLimit: ['far'],
    });
    expect(caseTotals([item('T1', 100)], sources)[0]!.minor).toMatchObject({
      UNTRACED: 60,
      AT_REST: 40,
      LEFT_SIGHT: 0,
    });
  });

  it('refuses totals that do not add up', () => {
    const { sources } = traced({ sources: [stolen('T1', 100)], entries: [pays(1, 'victim', 'mule', 100)] });
    expect(() => caseTotals([item('T1', 90)], sources)).toThrow('90 EUR were reported');
  });
});
