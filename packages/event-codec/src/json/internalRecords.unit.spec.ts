import type { StopPaymentEvent, StopPaymentInboxEntry, StopPaymentOrder } from '@sluice/domain';
import * as fc from 'fast-check';
import { decodeOrder, encodeOrder } from './order';
import { decodeStopPaymentEvent, encodeStopPaymentEvent } from './stopPaymentEvent';
import { decodeInboxEntry, encodeInboxEntry } from './stopPaymentInbox';

const order: StopPaymentOrder = {
  orderId: 'O-17',
  action: 'FREEZE_AMOUNT',
  stopPaymentId: null,
  account: 'BANKA:9032',
  institution: null,
  transferId: 't-1',
  amountMinor: 4_800_000,
  currency: 'EUR',
  returnToAccount: null,
  cause: 'ANALYST',
  causeId: 'O-17',
  caseId: 'C-1',
  legalBasis: null,
  authorityReference: null,
  orderedBy: 'analyst-7',
  approvedBy: null,
  reason: 'the payee confirmed the scam by phone',
  expiresAt: null,
  orderedAt: 1_732_000_000_000,
};

const decided: Extract<StopPaymentInboxEntry, { type: 'DECISION' }> = {
  type: 'DECISION',
  account: 'BANKA:4417',
  decisionId: 'D:t-1',
  transferId: 't-1',
  transfer: {
    status: 'INITIATED',
    kind: 'CREDIT_TRANSFER',
    debtorAccount: 'BANKA:4417',
    debtorOwnership: 'OURS',
    creditorAccount: 'BANKA:9032',
    creditorOwnership: 'OURS',
    creditorKind: 'PERSON',
    creditorAccountKind: null,
    creditorProtection: null,
  },
  amountMinor: 4_800_000,
  currency: 'EUR',
  debtorInstitution: '',
  creditorInstitution: null,
  occurredAt: 1_732_000_000_000,
  decidedAt: 1_732_000_000_040,
  rulesVersion: 'default-1',
  reason: 'first payment, 93% of balance, payee 6 days old',
};

const entries: readonly StopPaymentInboxEntry[] = [
  decided,
  { type: 'TRANSFER_STATUS', account: 'BANKA:4417', transferId: 't-1', status: 'SETTLED', statusAt: 5 },
  { type: 'ORDER', account: order.account, order },
  {
    type: 'CORE_STATUS',
    account: null,
    status: {
      commandId: 'c-1',
      stopPaymentId: '0000002a-D:t-1',
      result: 'PARTIAL',
      stoppedMinor: 100,
      availableMinor: -20,
      currency: 'EUR',
      reasonCode: 'INSUFFICIENT_FUNDS',
      detail: '',
      coreReference: 'HOLD-1',
      at: 6,
    },
  },
  {
    type: 'CLOCK',
    account: 'BANKA:4417',
    stopPaymentId: '0000002a-D:t-1',
    alarm: 'EXPIRY',
    dueFor: 7,
    at: 8,
  },
  {
    type: 'FOLLOW_UP',
    account: 'BANKA:9032',
    action: 'FREEZE_AMOUNT',
    stopPaymentId: '0000002b-D:t-1',
    previousStopPaymentId: '0000002a-D:t-1',
    decision: decided,
    reason: 'settled before the hold arrived',
    at: 9,
  },
];

const event: StopPaymentEvent = {
  type: 'ISSUED',
  stopPaymentId: '0000002a-D:t-1',
  sequence: 2,
  state: 'ISSUED',
  at: 10,
  instrument: 'HOLD_TRANSFER',
  account: 'BANKA:4417',
  institution: null,
  transferId: 't-1',
  currency: 'EUR',
  requestedMinor: 4_800_000,
  stoppedMinor: 0,
  returnedMinor: 0,
  availableMinor: null,
  cause: 'DECISION',
  causeId: 'D:t-1',
  caseId: null,
  previousStopPaymentId: null,
  legalBasis: 'GENERIC-HOLD',
  policyVersion: 'generic-1',
  orderedBy: 'model:default-1',
  approvedBy: null,
  authorityReference: null,
  rulesVersion: 'default-1',
  expiresAt: 86_400_010,
  renewals: 0,
  commandId: 'c-1',
  commandAction: 'HOLD_TRANSFER',
  reasonCode: null,
  reason: 'first payment, 93% of balance',
  coreReference: null,
  returnToAccount: null,
};
const command: NonNullable<StopPaymentEvent['command']> = {
  commandId: 'c-1',
  stopPaymentId: '0000002a-D:t-1',
  action: 'HOLD_TRANSFER',
  account: 'BANKA:4417',
  institution: null,
  transferId: 't-1',
  amountMinor: null,
  currency: null,
  returnToAccount: null,
  cause: 'DECISION',
  causeId: 'D:t-1',
  caseId: null,
  legalBasis: 'GENERIC-HOLD',
  authorityReference: null,
  orderedBy: 'model:default-1',
  approvedBy: null,
  reason: 'first payment, 93% of balance',
  issuedAt: 10,
  expiresAt: 86_400_010,
};

const json = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8');

describe('an entry of the stop-payment inbox', () => {
  it.each(entries)('of type $type comes back as it was written', (entry) => {
    expect(decodeInboxEntry(encodeInboxEntry(entry))).toStrictEqual({ ok: true, value: entry });
  });

  it.each<[string, unknown, string]>([
    ['of a type that we do not know', { ...decided, type: 'GOSSIP' }, 'type'],
    ['without its account', { ...decided, account: undefined }, 'account'],
    ['for an amount of a fraction', { ...decided, amountMinor: 0.5 }, 'amountMinor'],
    ['for an amount of nothing', { ...decided, amountMinor: 0 }, 'amountMinor'],
    ['for an amount beyond 2^53 − 1', { ...decided, amountMinor: 2 ** 53 }, 'amountMinor'],
    ['in a currency that is none', { ...decided, currency: 'BTC' }, 'currency'],
    [
      'with a status that is none',
      { ...decided, transfer: { ...decided.transfer, status: 'GONE' } },
      'transfer.status',
    ],
    [
      'with an order inside that is none',
      { type: 'ORDER', account: 'a', order: { ...order, orderedBy: '' } },
      'order.orderedBy',
    ],
    ['that is a list', [decided], 'the whole'],
    ['that is nothing', null, 'the whole'],
  ])('%s is refused, naming the field', (_words, entry, field) => {
    expect(decodeInboxEntry(json(entry))).toEqual({
      ok: false,
      problem: { code: 'ENTRY_INVALID', sentence: expect.stringContaining(`${field}: `) },
    });
  });
});

describe('an order', () => {
  it('comes back as it was written', () => {
    expect(decodeOrder(encodeOrder(order))).toStrictEqual({ ok: true, value: order });
  });

  it.each<[string, unknown]>([
    ['for an action that people cannot order', { ...order, action: 'FREEZE_ACCOUNT' }],
    ['by nobody', { ...order, orderedBy: '' }],
    ['without a reason', { ...order, reason: '' }],
    ['of a negative amount', { ...order, amountMinor: -1 }],
    ['by an unknown cause', { ...order, cause: 'UNKNOWN' }],
    ['with a time in words', { ...order, orderedAt: '2024-11-19' }],
    ['with a field left out', { ...order, approvedBy: undefined }],
  ])('%s is refused', (_words, wrong) => {
    expect(decodeOrder(json(wrong))).toMatchObject({ ok: false, problem: { code: 'ORDER_INVALID' } });
  });
});

describe('a stop-payment event', () => {
  it('comes back as it was written, with and without what caused it', () => {
    for (const one of [event, { ...event, entry: entries[0]!, command }])
      expect(decodeStopPaymentEvent(encodeStopPaymentEvent(one))).toStrictEqual({ ok: true, value: one });
  });

  it('that says more stopped than money can be is refused', () => {
    expect(decodeStopPaymentEvent(json({ ...event, stoppedMinor: -1 })).ok).toBe(false);
    expect(decodeStopPaymentEvent(json({ ...event, stoppedMinor: 2 ** 53 })).ok).toBe(false);
    expect(decodeStopPaymentEvent(json({ ...event, sequence: 0 })).ok).toBe(false);
  });
});

describe('internal JSON', () => {
  it('of a newer service may have fields that we do not know', () => {
    expect(decodeOrder(json({ ...order, colour: 'red' }))).toStrictEqual({ ok: true, value: order });
  });

  it('is the same bytes for the same record, in whatever order its fields were set', () => {
    const reversed = Object.fromEntries(Object.entries(order).reverse()) as unknown as StopPaymentOrder;
    expect(encodeOrder(reversed).equals(encodeOrder(order))).toBe(true);
  });

  it('of random bytes is refused, never thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        for (const decode of [decodeOrder, decodeInboxEntry, decodeStopPaymentEvent])
          expect(decode(Buffer.from(bytes)).ok).toBe(false);
      }),
    );
  });

  it('of any JSON value is refused, never thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeInboxEntry(json(value)).ok).toBe(false);
        expect(decodeStopPaymentEvent(json(value)).ok).toBe(false);
      }),
    );
  });

  it('of a value that breaks its own type is a bug, and throws', () => {
    expect(() => encodeOrder({ ...order, amountMinor: 0.5 })).toThrow(TypeError);
    expect(() => encodeStopPaymentEvent({ ...event, currency: 'EURO' })).toThrow(/currency/);
  });
});
