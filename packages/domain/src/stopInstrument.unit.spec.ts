import { canFreezeAutomatically, type StoppableTransfer, stopInstrumentOf } from './stopInstrument';

const onUsInitiated: StoppableTransfer = {
  status: 'INITIATED',
  kind: 'CREDIT_TRANSFER',
  debtorAccount: 'BANKA:payer',
  debtorOwnership: 'OURS',
  creditorAccount: 'BANKA:mule',
  creditorOwnership: 'OURS',
  creditorKind: 'PERSON',
  creditorAccountKind: 'CURRENT',
  creditorProtection: null,
};
const onUsSettled: StoppableTransfer = { ...onUsInitiated, status: 'SETTLED' };

describe('money that has not left yet', () => {
  it('is held on the payer’s account', () => {
    expect(stopInstrumentOf(onUsInitiated)).toEqual({ action: 'HOLD_TRANSFER', account: 'BANKA:payer' });
  });

  it('is held on the payee’s account where the payer banks elsewhere', () => {
    const incoming: StoppableTransfer = { ...onUsInitiated, debtorOwnership: 'OTHER' };
    expect(stopInstrumentOf(incoming)).toEqual({ action: 'HOLD_TRANSFER', account: 'BANKA:mule' });
  });

  it('between two other banks, or of unknown ownership, cannot be held', () => {
    const passing: StoppableTransfer = {
      ...onUsInitiated,
      debtorOwnership: 'OTHER',
      creditorOwnership: 'UNKNOWN',
    };
    expect(stopInstrumentOf(passing)).toBeNull();
  });
});

describe('money that has moved', () => {
  it('is frozen where it arrived, if with us', () => {
    expect(stopInstrumentOf(onUsSettled)).toEqual({ action: 'FREEZE_AMOUNT', account: 'BANKA:mule' });
  });

  it('is recalled from another bank, on our debtor’s account', () => {
    const outgoing: StoppableTransfer = { ...onUsSettled, creditorOwnership: 'OTHER' };
    expect(stopInstrumentOf(outgoing)).toEqual({ action: 'RECALL_TRANSFER', account: 'BANKA:payer' });
  });

  it.each<[string, Partial<StoppableTransfer>]>([
    ['to a merchant’s account', { creditorAccountKind: 'MERCHANT' }],
    ['to a merchant whose account record we lack', { creditorAccountKind: null, creditorKind: 'MERCHANT' }],
    ['to a pooled account', { creditorAccountKind: 'POOLED' }],
    ['to an internal account', { creditorAccountKind: 'INTERNAL' }],
    ['to a protected account', { creditorProtection: 'SALARY' }],
    ['to cash', { creditorKind: 'CASH', creditorAccountKind: null }],
    ['by card to another bank', { kind: 'CARD_PAYMENT', creditorOwnership: 'OTHER' }],
    ['to a creditor of unknown ownership', { creditorOwnership: 'UNKNOWN' }],
    ['between two other banks', { debtorOwnership: 'OTHER', creditorOwnership: 'OTHER' }],
  ])('%s is not stopped automatically', (_words, change) => {
    expect(stopInstrumentOf({ ...onUsSettled, ...change })).toBeNull();
  });
});

describe('money that will not move', () => {
  it.each(['REJECTED', 'CANCELLED', 'UNKNOWN'] as const)('(%s) needs no stop', (status) => {
    expect(stopInstrumentOf({ ...onUsInitiated, status })).toBeNull();
  });
});

describe('an automatic freeze', () => {
  it('is for accounts of persons and wallets, known to us or not', () => {
    expect(canFreezeAutomatically('CURRENT', null)).toBe(true);
    expect(canFreezeAutomatically('WALLET', null, 'WALLET')).toBe(true);
    expect(canFreezeAutomatically(null, null)).toBe(true);
    expect(canFreezeAutomatically('CURRENT', 'WELFARE')).toBe(false);
  });
});
