import {
  carriedBy,
  fromOtherBank,
  minute,
  pays,
  restsOn,
  stolen,
  toOtherBank,
  totalsOf,
  traced,
} from '../testing/builders';

describe('following stolen money', () => {
  it('counts layers from the victim and tells where each part went', () => {
    const result = traced({
      sources: [stolen('T1', 120_000)],
      entries: [
        pays(1, 'victim', 'mule-1', 120_000),
        pays(2, 'mule-1', 'mule-2', 61_000),
        pays(3, 'mule-1', 'bank-b', 31_000, toOtherBank),
        pays(4, 'mule-1', 'CASH:77', 28_000, { creditorOwnership: 'UNKNOWN', kind: 'CASH_WITHDRAWAL' }),
      ],
    });
    expect(
      result.flows.map(({ to, layer, amountMinor, channel }) => [to, layer, amountMinor, channel]),
    ).toEqual([
      ['mule-1', 1, 120_000, null],
      ['mule-2', 2, 61_000, null],
      ['bank-b', 2, 31_000, 'OTHER_BANK'],
      ['CASH:77', 2, 28_000, 'CASH'],
    ]);
    expect(totalsOf(result, 'T1')).toMatchObject({
      atRestMinor: 61_000,
      leftSightMinor: 59_000,
      returnedMinor: 0,
    });
  });

  it.each([
    ['CRYPTO_EXCHANGE', { creditorOwnership: 'OTHER', creditorKind: 'CRYPTO_EXCHANGE' }],
    ['WALLET', { creditorOwnership: 'OTHER', creditorKind: 'WALLET' }],
    ['MERCHANT', { creditorOwnership: 'OTHER', kind: 'CARD_PAYMENT' }],
    ['UNKNOWN_OWNER', { creditorOwnership: 'UNKNOWN' }],
    ['CONVERSION', { creditorAmountMinor: 110, creditorCurrency: 'USD' }],
  ] as const)('loses sight of it by %s', (channel, more) => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'beyond', 100, more)],
    });
    expect(result.departed).toEqual([expect.objectContaining({ channel, amountMinor: 100, to: 'beyond' })]);
    expect(restsOn(result, 'beyond')).toEqual({});
  });

  it.each(['POOLED', 'INTERNAL'] as const)('stops at an account of ours that is %s', (kind) => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'pool', 100), pays(3, 'pool', 'anyone', 100)],
      accounts: { pool: { kind } },
    });
    expect(result.departed).toEqual([
      expect.objectContaining({ channel: `${kind}_ACCOUNT`, amountMinor: 100 }),
    ]);
    expect(carriedBy(result, 'T3')).toEqual({});
  });

  it('follows money in circles, in the order of time', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'A', 100),
        pays(2, 'A', 'B', 100),
        pays(3, 'B', 'C', 100),
        pays(4, 'C', 'A', 100),
        pays(5, 'A', 'B', 40),
      ],
    });
    expect(restsOn(result, 'A')).toEqual({ T1: 60 });
    expect(restsOn(result, 'B')).toEqual({ T1: 40 });
    expect(result.flows.at(-1)).toMatchObject({ layer: 5 });
  });

  it('does not follow what was paid before the stolen money came', () => {
    const result = traced({
      sources: [stolen('T2', 100)],
      entries: [pays(1, 'mule', 'P', 100), pays(2, 'victim', 'mule', 100)],
    });
    expect(restsOn(result, 'mule')).toEqual({ T2: 100 });
  });

  it('orders equal instants by booking sequence, then by transferId', () => {
    const at = { bookedAt: minute(1) };
    const entries = [
      pays(3, 'mule', 'P', 100, { ...at, bookingSequence: 3 }),
      pays(2, 'victim', 'mule', 100, { ...at, bookingSequence: 2 }),
      pays(1, 'mule', 'Q', 100, { ...at, bookingSequence: 1 }),
    ];
    for (const order of [entries, entries.toReversed()]) {
      const result = traced({ sources: [stolen('T2', 100)], entries: order });
      expect(carriedBy(result, 'T3')).toEqual({ T2: 100 });
      expect(carriedBy(result, 'T1')).toEqual({});
    }
  });

  it('takes an unknown opening balance as 0 and says so', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'EUR:mule-4417', 100), pays(2, 'EUR:mule-4417', 'P', 150)],
    });
    expect(carriedBy(result, 'T2')).toEqual({ T1: 100 });
    expect(result.assumptions.map(({ code }) => code)).toEqual([
      'OPENING_BALANCE_UNKNOWN',
      'OPENING_BALANCE_UNKNOWN',
      'DEBITS_EXCEED_RECORD',
    ]);
    expect(result.assumptions[0]!.sentence).toContain('••4417');
  });

  it("lets the bank's stated balance stand for the own money before the first stolen credit", () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'mule', 100, { creditorBalanceMinor: 70 }),
        pays(2, 'mule', 'P', 90, { debtorBalanceMinor: 9_999 }),
      ],
    });
    expect(carriedBy(result, 'T2')).toEqual({ T1: 20 });
    expect(result.tainted.find(({ account }) => account === 'mule')).toMatchObject({ balanceMinor: 80 });
    expect(result.assumptions.filter(({ account }) => account === 'mule')).toEqual([]);
  });

  it('takes only what the victim claims of a payment', () => {
    const result = traced({ sources: [stolen('T1', 80)], entries: [pays(1, 'victim', 'mule', 100)] });
    expect(restsOn(result, 'mule')).toEqual({ T1: 80 });
    expect(result.tainted[0]).toMatchObject({ inflowMinor: 100, tracedInflowMinor: 80, balanceMinor: 100 });
  });

  it('counts once what one victim pays on of another', () => {
    const result = traced({
      sources: [stolen('T1', 60), stolen('T3', 100, { caseId: 'C2' })],
      entries: [pays(1, 'x', 'y', 60), pays(2, 'employer', 'y', 40), pays(3, 'y', 'mule', 100)],
    });
    expect(restsOn(result, 'mule')).toEqual({ T1: 60, T3: 40 });
    expect(totalsOf(result, 'T3')).toMatchObject({ enteredMinor: 40, countedElsewhereMinor: 60 });
  });

  it('keeps currencies apart', () => {
    const result = traced({
      sources: [stolen('T1', 100), stolen('T2', 5_000)],
      entries: [
        pays(1, 'victim', 'mule', 100),
        pays(2, 'victim', 'mule', 5_000, { currency: 'JPY' }),
        pays(3, 'mule', 'P', 3_000, { currency: 'JPY' }),
      ],
    });
    expect(carriedBy(result, 'T3')).toEqual({ T2: 3_000 });
    expect(totalsOf(result, 'T1')).toMatchObject({ currency: 'EUR', atRestMinor: 100 });
    expect(totalsOf(result, 'T2')).toMatchObject({ currency: 'JPY', atRestMinor: 5_000 });
  });

  it('counts charges that a bank on the way kept as out of sight', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'mule', 100),
        pays(2, 'mule', 'P', 100, { creditorAmountMinor: 97, creditorCurrency: 'EUR' }),
      ],
    });
    expect(restsOn(result, 'P')).toEqual({ T1: 97 });
    expect(result.departed).toEqual([expect.objectContaining({ channel: 'CHARGES', amountMinor: 3 })]);
  });

  it('starts at our mule where the victim is with another bank', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim-elsewhere', 'mule', 100, fromOtherBank)],
    });
    expect(restsOn(result, 'mule')).toEqual({ T1: 100 });
  });

  it('names the accounts whose ledger it would need next', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'P', 100)],
      loaded: ['mule'],
    });
    expect(result.frontier).toEqual([{ account: 'P', taintedSince: minute(2), layer: 2 }]);
  });

  it('says what lies beyond its limits', () => {
    const result = traced({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'P', 30), pays(3, 'P', 'Q', 30)],
      beyondLimit: ['P'],
    });
    expect(totalsOf(result, 'T1')).toMatchObject({
      beyondLimitMinor: 30,
      leftSightMinor: 30,
      atRestMinor: 70,
    });
    expect(result.assumptions.at(-1)).toMatchObject({ code: 'BEYOND_LIMIT', account: 'P' });
  });
});
