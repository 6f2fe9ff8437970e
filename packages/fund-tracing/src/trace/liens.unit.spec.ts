import { carriedBy, frozen, minute, pays, restsOn, stolen, totalsOf, traced } from '../testing/builders';

const stolenToMule = [pays(1, 'victim', 'mule', 100), pays(2, 'employer', 'mule', 100)];

describe('money under a stop-payment', () => {
  it('stays where it is: a later debit takes the rest of the balance', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [...stolenToMule, pays(4, 'mule', 'P', 80)],
      stops: [frozen('S1', 'mule', 100, minute(3))],
    });
    expect(carriedBy(result, 'T4')).toEqual({});
    expect(totalsOf(result, 'T1')).toMatchObject({ frozenMinor: 100, atRestMinor: 100 });
  });

  it('a freeze takes hold of the balance as it is then, not of later credits', () => {
    const result = traced({
      sources: [stolen('T1', 100), stolen('T4', 50)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'P', 60), pays(4, 'victim', 'mule', 50)],
      stops: [
        frozen('S1', 'mule', 40, minute(3), { state: 'PARTIAL', requestedMinor: 100 }),
        frozen('S1', 'mule', 40, minute(5), { state: 'PARTIAL', requestedMinor: 100, sequence: 2 }),
      ],
    });
    expect(totalsOf(result, 'T1').frozenMinor).toBe(40);
    expect(totalsOf(result, 'T4').frozenMinor).toBe(0);
  });

  it("a decision's freeze of a transfer holds what that transfer brought, once it is known as stolen", () => {
    const result = traced({
      sources: [stolen('T1', 100), stolen('T2', 100, { caseId: 'C2' })],
      entries: stolenToMule,
      stops: [frozen('S1', 'mule', 100, minute(3), { caseId: null, transferId: 'T2' })],
    });
    expect(totalsOf(result, 'T1').frozenMinor).toBe(0);
    expect(totalsOf(result, 'T2').frozenMinor).toBe(100);
  });

  it('a hold on a transfer that a mule ordered keeps what the transfer would have taken', () => {
    const held = frozen('S1', 'mule', 150, minute(3), {
      instrument: 'HOLD_TRANSFER',
      caseId: null,
      transferId: 'T5',
      transferDebtor: 'mule',
    });
    const story = { sources: [stolen('T1', 100)], entries: stolenToMule };
    expect(totalsOf(traced({ ...story, stops: [held] }), 'T1').frozenMinor).toBe(100);

    const released = { ...held, sequence: 2, state: 'RELEASED' as const, stoppedMinor: 0, at: minute(4) };
    const settled = traced({
      ...story,
      entries: [...stolenToMule, pays(5, 'mule', 'P', 150)],
      stops: [held, released],
    });
    expect(carriedBy(settled, 'T5')).toEqual({ T1: 100 });
  });

  it('a held transfer that is booked before the answer about its release takes its own money', () => {
    const held = frozen('S1', 'mule', 100, minute(3), {
      instrument: 'HOLD_TRANSFER',
      caseId: null,
      transferId: 'T4',
      transferDebtor: 'mule',
    });
    const released = { ...held, sequence: 2, state: 'RELEASED' as const, stoppedMinor: 0, at: minute(9) };
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [...stolenToMule, pays(4, 'mule', 'P', 100)],
      stops: [held, released],
    });
    expect(carriedBy(result, 'T4')).toEqual({ T1: 100 });
  });

  it('a hold on money that has not arrived holds nothing on the account', () => {
    const held = frozen('S1', 'mule', 70, minute(3), {
      instrument: 'HOLD_TRANSFER',
      caseId: null,
      transferId: 'T9',
      transferDebtor: 'someone-elsewhere',
    });
    const result = traced({ sources: [stolen('T1', 100)], entries: stolenToMule, stops: [held] });
    expect(totalsOf(result, 'T1').frozenMinor).toBe(0);
  });

  it.each(['RELEASED', 'EXPIRED'] as const)(
    'is at rest again, and marked, once the freeze is %s',
    (state) => {
      const result = traced({
        sources: [stolen('T1', 100)],
        entries: stolenToMule,
        stops: [
          frozen('S1', 'mule', 100, minute(3)),
          frozen('S1', 'mule', 0, minute(4), { state, sequence: 2 }),
        ],
      });
      expect(result.resting).toEqual([
        expect.objectContaining({ amountMinor: 100, frozenMinor: 0, releasedMinor: 100 }),
      ]);
    },
  );

  it('is held on by the second freeze where the first ends', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: stolenToMule,
      stops: [
        frozen('S1', 'mule', 100, minute(3)),
        frozen('S2', 'mule', 100, minute(4)),
        frozen('S1', 'mule', 0, minute(5), { state: 'CONVERTED', sequence: 2 }),
      ],
    });
    expect(totalsOf(result, 'T1').frozenMinor).toBe(100);
  });

  it('two victims on one mule: each case freezes its own', () => {
    const result = traced({
      sources: [stolen('T1', 100), stolen('T2', 60, { caseId: 'C2' })],
      entries: [pays(1, 'x', 'mule', 100), pays(2, 'y', 'mule', 60)],
      stops: [frozen('S2', 'mule', 60, minute(3), { caseId: 'C2' })],
    });
    expect(totalsOf(result, 'T1').frozenMinor).toBe(0);
    expect(totalsOf(result, 'T2').frozenMinor).toBe(60);
    expect(restsOn(result, 'mule')).toEqual({ T1: 100, T2: 60 });
  });
});

it("a core whose clock is behind ours does not undo what came before in the stop-payment's own order", () => {
  const result = traced({
    sources: [stolen('T1', 100)],
    entries: stolenToMule,
    stops: [
      frozen('S1', 'mule', 0, minute(9), { state: 'ISSUED', requestedMinor: 100 }),
      frozen('S1', 'mule', 100, minute(8), { sequence: 2 }),
    ],
  });
  expect(totalsOf(result, 'T1').frozenMinor).toBe(100);
});
