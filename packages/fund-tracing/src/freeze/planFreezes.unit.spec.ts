import { factsOf, frozen, minute, pays, type Story, stolen, toOtherBank, traced } from '../testing/builders';
import type { StopFact } from '../trace/api';
import type { EarlierOrder, FreezePlan, FreezePlanInput } from './api';
import { planFreezes } from './planFreezes';

function planned(story: Story, more: Partial<FreezePlanInput> = {}): FreezePlan {
  return planFreezes({
    caseId: 'C1',
    trace: traced(story),
    stops: story.stops ?? [],
    orders: [],
    accounts: factsOf(story.accounts ?? {}),
    victimAccounts: new Set(['victim']),
    ...more,
  });
}

const order = (more: Partial<EarlierOrder>): EarlierOrder => ({
  orderId: 'O1',
  caseId: 'C1',
  action: 'FREEZE_AMOUNT',
  account: 'mule',
  currency: 'EUR',
  transferId: null,
  amountMinor: 100,
  stopPaymentId: null,
  ...more,
});

const brief = (plan: FreezePlan) => ({
  orders: plan.orders.map(({ action, account, amountMinor }) => [action, account, amountMinor]),
  proposals: plan.proposals.map(({ because, account, amountMinor }) => [because, account, amountMinor]),
});

const oneMule: Story = { sources: [stolen('T1', 100)], entries: [pays(1, 'victim', 'mule', 100)] };

describe('what a trace orders to be frozen', () => {
  it('is what rests on each mule, with the reason in words', () => {
    const plan = planned({
      sources: [stolen('T1', 120_000)],
      entries: [pays(1, 'victim', 'mule', 120_000), pays(2, 'mule', 'mule-2', 61_000)],
    });
    expect(brief(plan).orders).toEqual([
      ['FREEZE_AMOUNT', 'mule', 59_000],
      ['FREEZE_AMOUNT', 'mule-2', 61_000],
    ]);
    expect(plan.orders[1]!.reason).toBe(
      'FIFO trace of case C1: 610.00 EUR of stolen money rest on the account, 2 hop(s) from the victim.',
    );
  });

  it('is only the difference to what is frozen', () => {
    const story = {
      ...oneMule,
      stops: [frozen('S1', 'mule', 70, minute(2), { caseId: null, transferId: 'T1' })],
    };
    expect(brief(planned(story)).orders).toEqual([['FREEZE_AMOUNT', 'mule', 30]]);
  });

  it('is only the difference to what is on order', () => {
    expect(brief(planned(oneMule, { orders: [order({ amountMinor: 60 })] })).orders).toEqual([
      ['FREEZE_AMOUNT', 'mule', 40],
    ]);
    const issued = frozen('S1', 'mule', 0, minute(2), { state: 'ISSUED', requestedMinor: 60 });
    const seen = { stops: [issued], orders: [order({ amountMinor: 60, stopPaymentId: 'S1' })] };
    expect(brief(planned({ ...oneMule, stops: [issued] }, seen)).orders).toEqual([
      ['FREEZE_AMOUNT', 'mule', 40],
    ]);
  });

  it("waits for a decision's freeze of the same money that the core has not answered yet", () => {
    const issued = frozen('S1', 'mule', 0, minute(2), {
      state: 'ISSUED',
      requestedMinor: 100,
      caseId: null,
      transferId: 'T1',
    });
    expect(brief(planned({ ...oneMule, stops: [issued] })).orders).toEqual([]);
  });

  it('is not ordered again where the core said that there is no more, until new stolen money comes', () => {
    const partial = frozen('S1', 'mule', 40, minute(3), { state: 'PARTIAL', requestedMinor: 100 });
    const story = { ...oneMule, stops: [partial] };
    expect(brief(planned(story)).orders).toEqual([]);

    const again = {
      sources: [stolen('T1', 100), stolen('T4', 50)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'P', 60), pays(4, 'victim', 'mule', 50)],
      stops: [partial],
    };
    expect(brief(planned(again)).orders).toEqual([
      ['FREEZE_AMOUNT', 'mule', 50],
      ['FREEZE_AMOUNT', 'P', 60],
    ]);
  });

  it('is a proposal once a person or a clock has let the money go', () => {
    const stops = [
      frozen('S1', 'mule', 100, minute(2)),
      frozen('S1', 'mule', 0, minute(3), { sequence: 2, state: 'EXPIRED' }),
    ];
    expect(brief(planned({ ...oneMule, stops }))).toEqual({
      orders: [],
      proposals: [['RELEASED_BEFORE', 'mule', 100]],
    });
  });

  it.each([
    ['MERCHANT_ACCOUNT', { kind: 'MERCHANT' }],
    ['PROTECTED_ACCOUNT', { protection: 'SALARY' }],
    ['TRUSTED_ACCOUNT', { trusted: true }],
  ] as const)('is a proposal on an account that is spared: %s', (because, facts) => {
    expect(brief(planned({ ...oneMule, accounts: { mule: facts } }))).toEqual({
      orders: [],
      proposals: [[because, 'mule', 100]],
    });
  });

  it("is a proposal on another victim's account, and nothing on the account of the victim himself", () => {
    const plan = planned(
      {
        sources: [stolen('T1', 100)],
        entries: [
          pays(1, 'victim', 'mule', 100),
          pays(2, 'mule', 'other-victim', 60),
          pays(3, 'mule', 'victim', 40),
        ],
      },
      { victimAccounts: new Set(['victim', 'other-victim']) },
    );
    expect(brief(plan)).toEqual({ orders: [], proposals: [['VICTIM_ACCOUNT', 'other-victim', 60]] });
  });

  it('is a proposal where less than half of what came in since the first stolen credit is stolen', () => {
    const story = (own: number): Story => ({
      sources: [stolen('T2', 100)],
      entries: [
        pays(1, 'employer', 'mule', 5_000),
        pays(2, 'victim', 'mule', 100),
        pays(3, 'employer', 'mule', own),
      ],
    });
    expect(brief(planned(story(100))).orders).toEqual([['FREEZE_AMOUNT', 'mule', 100]]);
    expect(brief(planned(story(101)))).toEqual({
      orders: [],
      proposals: [['MINORITY_OF_INFLOW', 'mule', 100]],
    });
  });

  it('never binds more of a balance than is on it, together with the liens of other cases', () => {
    const story: Story = {
      sources: [stolen('T1', 100), stolen('T2', 100, { caseId: 'C2' })],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'other', 'mule', 100)],
      stops: [frozen('S2', 'mule', 150, minute(3), { caseId: 'C2' })],
    };
    expect(brief(planned(story)).orders).toEqual([['FREEZE_AMOUNT', 'mule', 50]]);
    const ordered = [order({ caseId: 'C2', amountMinor: 30 })];
    expect(brief(planned(story, { orders: ordered })).orders).toEqual([['FREEZE_AMOUNT', 'mule', 20]]);
  });

  it('is proposed on a pooled account, where the money cannot be followed', () => {
    const plan = planned({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'pool', 100)],
      accounts: { pool: { kind: 'POOLED' } },
    });
    expect(brief(plan)).toEqual({ orders: [], proposals: [['POOLED_ACCOUNT', 'pool', 100]] });
  });
});

describe('what a trace recalls', () => {
  const sent: Story = {
    sources: [stolen('T2', 100)],
    entries: [
      pays(1, 'employer', 'mule', 50),
      pays(2, 'victim', 'mule', 100),
      pays(3, 'mule', 'bank-b', 120, toOtherBank),
    ],
  };
  const recall = (more: Partial<StopFact>) =>
    frozen('S1', 'mule', 0, minute(4), { instrument: 'RECALL_TRANSFER', transferId: 'T3', ...more });

  it('is the stolen part of a credit transfer to another bank, from our debtor', () => {
    expect(planned(sent).orders).toEqual([
      expect.objectContaining({ action: 'FREEZE_AMOUNT', account: 'mule', amountMinor: 30 }),
      expect.objectContaining({
        action: 'RECALL_TRANSFER',
        account: 'mule',
        transferId: 'T3',
        amountMinor: 70,
      }),
    ]);
  });

  it.each(['ISSUED', 'EXECUTED', 'REJECTED'] as const)(
    'is not asked for again while or after it is %s',
    (state) => {
      const plan = planned({ ...sent, stops: [recall({ state, requestedMinor: 70 })] });
      expect(plan.orders.filter(({ action }) => action === 'RECALL_TRANSFER')).toEqual([]);
    },
  );

  it('counts what a decision recalled, and never exceeds the transfer', () => {
    const whole = planned({
      ...sent,
      stops: [recall({ state: 'ISSUED', requestedMinor: 120, caseId: null })],
    });
    expect(whole.orders.filter(({ action }) => action === 'RECALL_TRANSFER')).toEqual([]);
  });

  it.each([
    ['cash', { creditorAccount: 'CASH:1', kind: 'CASH_WITHDRAWAL' }],
    ['a card payment', { kind: 'CARD_PAYMENT', creditorOwnership: 'OTHER' }],
  ] as const)('does not ask for %s', (_, more) => {
    const plan = planned({
      sources: [stolen('T1', 100)],
      entries: [pays(1, 'victim', 'mule', 100), pays(2, 'mule', 'shop', 100, more)],
    });
    expect(brief(plan)).toEqual({ orders: [], proposals: [] });
  });

  it('is proposed where the payment was converted: the other bank got another amount', () => {
    const plan = planned({
      sources: [stolen('T1', 100)],
      entries: [
        pays(1, 'victim', 'mule', 100),
        pays(2, 'mule', 'abroad', 110, {
          ...toOtherBank,
          currency: 'USD',
          debtorAmountMinor: 100,
          debtorCurrency: 'EUR',
        }),
      ],
    });
    expect(brief(plan)).toEqual({ orders: [], proposals: [['CONVERTED', 'mule', 100]] });
  });
});
