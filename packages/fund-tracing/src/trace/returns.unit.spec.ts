import { hopsOf } from '../books/hops';
import {
  fromOtherBank,
  frozen,
  minute,
  pays,
  restsOn,
  stolen,
  toOtherBank,
  totalsOf,
  traced,
} from '../testing/builders';

const back = (relatesTo: string | null) => ({ kind: 'RETURN' as const, relatesTo });

describe('money that comes back', () => {
  it('is returned when a RETURN pays the victim from what is frozen, whatever lies before it in the queue', () => {
    const result = traced({
      sources: [stolen('T2', 100)],
      entries: [
        pays(1, 'employer', 'mule', 500),
        pays(2, 'victim', 'mule', 100),
        pays(4, 'mule', 'victim', 100, back('T2')),
      ],
      stops: [
        frozen('S1', 'mule', 100, minute(3)),
        frozen('S1', 'mule', 0, minute(4), {
          sequence: 2,
          state: 'RETURNED',
          returnedMinor: 100,
          returnToAccount: 'victim',
        }),
      ],
    });
    expect(totalsOf(result, 'T2')).toMatchObject({ returnedMinor: 100, atRestMinor: 0, frozenMinor: 0 });
    expect(result.tainted[0]).toMatchObject({ balanceMinor: 500 });
  });

  it.each([
    ['before', minute(4)],
    ['after', minute(6)],
  ])('is returned once where the core answers RETURNED %s the ledger shows the payment', (_, answeredAt) => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(5, 'mule', 'victim', 70, back('T1'))],
      stops: [
        frozen('S1', 'mule', 100, minute(3)),
        frozen('S1', 'mule', 30, answeredAt, {
          sequence: 2,
          returnedMinor: 70,
          returnToAccount: 'victim',
        }),
      ],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({ returnedMinor: 70, atRestMinor: 30, frozenMinor: 30 });
  });

  it("counts as returned on the core's answer alone", () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100)],
      stops: [
        frozen('S1', 'mule', 100, minute(3)),
        frozen('S1', 'mule', 0, minute(4), {
          sequence: 2,
          state: 'RETURNED',
          returnedMinor: 100,
          returnToAccount: 'victim',
        }),
      ],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({ returnedMinor: 100, atRestMinor: 0 });
    expect(result.flows.at(-1)).toMatchObject({ transferId: 'S1:2', fate: 'RETURNED', to: 'victim' });
  });

  it('a recall leaves it out of sight until the money is back, on the mule that had sent it', () => {
    const sent = [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'bank-b', 60, toOtherBank)];
    const recall = frozen('S1', 'mule', 60, minute(3), { instrument: 'RECALL_TRANSFER', transferId: 'T2' });
    const asked = traced({ sources: [stolen('T1', 100)], entries: sent, stops: [recall] });
    expect(totalsOf(asked, 'T1')).toMatchObject({ leftSightMinor: 60, frozenMinor: 0 });

    const landed = pays(5, 'bank-b', 'mule', 60, { ...back('T2'), ...fromOtherBank });
    const answered = { ...recall, sequence: 2, at: minute(4), state: 'RETURNED' as const, returnedMinor: 60 };
    for (const story of [
      { entries: [...sent, landed], stops: [recall] },
      { entries: sent, stops: [recall, answered] },
      { entries: [...sent, landed], stops: [recall, answered] },
      { entries: [...sent, landed], stops: [recall, { ...answered, at: minute(6) }] },
    ]) {
      const result = traced({ sources: [stolen('T1', 100)], ...story });
      expect(totalsOf(result, 'T1')).toMatchObject({ leftSightMinor: 0, atRestMinor: 100, returnedMinor: 0 });
      expect(restsOn(result, 'mule')).toEqual({ T1: 100 });
      expect(result.tainted[0]).toMatchObject({ account: 'mule', balanceMinor: 100 });
    }
  });

  it('recalled money that lands on the victim is returned', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'bank-b', 100, toOtherBank),
        pays(2, 'bank-b', 'victim', 80, { ...back('T1'), ...fromOtherBank }),
      ],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({ leftSightMinor: 20, returnedMinor: 80 });
  });

  it('a part that comes back is stolen money first', () => {
    const result = traced({
      sources: [stolen('T2', 100)],
      entries: [
        pays(1, 'employer', 'mule', 50),
        pays(2, 'victim', 'mule', 100),
        pays(3, 'mule', 'bank-b', 150, toOtherBank),
        pays(4, 'bank-b', 'mule', 90, { ...back('T3'), ...fromOtherBank }),
      ],
    });
    expect(restsOn(result, 'mule')).toEqual({ T2: 90 });
    expect(totalsOf(result, 'T2').leftSightMinor).toBe(10);
  });

  it('a payer who refunds from other money has met the claim on what he passed on', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'shop', 100),
        pays(2, 'shop', 'supplier', 100),
        pays(3, 'customer', 'shop', 100),
        pays(4, 'shop', 'victim', 100, back('T1')),
      ],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({ returnedMinor: 100, atRestMinor: 0 });
    expect(result.tainted.find(({ account }) => account === 'supplier')).toMatchObject({ balanceMinor: 100 });
  });

  it('an ordinary payment to the victim ends the trace but books nothing as returned', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'mule', 100),
        pays(2, 'mule', 'victim', 10),
        pays(3, 'victim', 'supermarket', 10),
      ],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({ returnedMinor: 0, atRestMinor: 100 });
    expect(result.resting.filter((money) => money.withVictim)).toEqual([
      expect.objectContaining({ account: 'victim', amountMinor: 10 }),
    ]);
    expect(restsOn(result, 'supermarket')).toEqual({});
  });

  it('goes to another account of the victim where the report names one', () => {
    const result = traced({
      sources: [stolen('T1', 100, { victimAccounts: ['victim-savings'] })],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'victim-savings', 100, back('T1'))],
    });
    expect(totalsOf(result, 'T1').returnedMinor).toBe(100);
  });
});

describe('money frozen for one victim and paid to another', () => {
  const story = {
    sources: [stolen('T1', 100), stolen('T2', 100, { caseId: 'C2' })],
    entries: [
      pays(1, 'x', 'mule-x', 100),
      pays(2, 'y', 'mule-y', 100),
      pays(3, 'mule-y', 'bank-b', 30, toOtherBank),
    ],
  };
  const frozenForX = frozen('S1', 'mule-x', 100, minute(4));
  const paidToY = frozen('S1', 'mule-x', 20, minute(6), {
    sequence: 2,
    returnedMinor: 80,
    returnToAccount: 'y',
  });
  const payment = (at: number) => pays(at, 'mule-x', 'y', 80, back('T2'));

  it.each([
    ['the ledger first', payment(5)],
    ['the core first', payment(7)],
  ])('meets his claim, and takes the place of his money: %s', (_, paid) => {
    const result = traced({ ...story, entries: [...story.entries, paid], stops: [frozenForX, paidToY] });
    expect(totalsOf(result, 'T2')).toMatchObject({ returnedMinor: 80, atRestMinor: 20, leftSightMinor: 0 });
    expect(totalsOf(result, 'T1')).toMatchObject({
      returnedMinor: 0,
      atRestMinor: 70,
      frozenMinor: 20,
      leftSightMinor: 30,
    });
    expect(restsOn(result, 'mule-x')).toEqual({ T1: 20 });
    expect(restsOn(result, 'mule-y')).toEqual({ T1: 50, T2: 20 });
    expect(result.departed.filter(({ amountMinor }) => amountMinor > 0)).toEqual([
      expect.objectContaining({ source: 'T1', amountMinor: 30, transferId: 'T3' }),
    ]);
    const hops = hopsOf(result, 'C1').map(
      (hop) =>
        `${hop.from} ${hop.to} ${hop.fate} ${hop.amountMinor}, ${hop.restsMinor} rests, ${hop.outMinor} out`,
    );
    expect(hops).toEqual([
      'x mule-x PASSED_ON 100, 20 rests, 0 out',
      'mule-y bank-b INHERITED 30, 0 rests, 30 out',
      'y mule-y INHERITED 50, 50 rests, 0 out',
      'mule-x y EXCHANGED 80, 0 rests, 0 out',
    ]);
  });

  it('rests with him where he had no more to claim', () => {
    const result = traced({
      ...story,
      sources: [stolen('T1', 100), stolen('T2', 60, { caseId: 'C2' })],
      entries: [...story.entries, payment(5)],
      stops: [frozenForX, paidToY],
    });
    expect(totalsOf(result, 'T2')).toMatchObject({ returnedMinor: 60, atRestMinor: 0, leftSightMinor: 0 });
    expect(restsOn(result, 'y')).toEqual({ T1: 20 });
  });
});
