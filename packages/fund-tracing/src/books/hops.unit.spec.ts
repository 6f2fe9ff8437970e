import { frozen, minute, pays, stolen, toOtherBank, traced } from '../testing/builders';
import { hopsOf } from './hops';

describe('the way of the money, hop by hop', () => {
  it('says of each hop what still rests there, what of it is frozen and what is out of our sight', () => {
    const trace = traced({
      sources: [stolen('T1', 120), stolen('T9', 1, { caseId: 'C2' })],
      entries: [
        pays(1, 'victim', 'mule-1', 120),
        pays(2, 'mule-1', 'mule-2', 61),
        pays(3, 'mule-1', 'bank-b', 31, toOtherBank),
        pays(5, 'bank-b', 'mule-1', 10, { kind: 'RETURN', relatesTo: 'T3', debtorOwnership: 'OTHER' }),
        pays(6, 'mule-2', 'victim', 5),
        pays(9, 'other', 'mule-1', 1),
      ],
      stops: [frozen('S1', 'mule-2', 40, minute(4))],
    });
    const hops = hopsOf(trace, 'C1').map((hop) => [
      hop.transferId,
      hop.fate,
      hop.amountMinor,
      hop.restsMinor,
      hop.frozenMinor,
      hop.outMinor,
    ]);
    expect(hops).toEqual([
      ['T1', 'PASSED_ON', 120, 28, 0, 0],
      ['T2', 'PASSED_ON', 61, 56, 40, 0],
      ['T3', 'LEFT_SIGHT', 31, 0, 0, 21],
      ['T5', 'PASSED_ON', 10, 10, 0, 0],
      ['T6', 'WITH_VICTIM', 5, 5, 0, 0],
    ]);
  });

  it('agrees with the totals of the sources', () => {
    const trace = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'a', 100),
        pays(2, 'a', 'b', 60),
        pays(3, 'b', 'a', 30),
        pays(4, 'a', 'c', 50),
      ],
    });
    const hops = hopsOf(trace, 'C1');
    expect(hops.reduce((sum, hop) => sum + hop.restsMinor, 0)).toBe(trace.sources[0]!.atRestMinor);
  });
});
