import type { Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { checkTransfer } from './checkTransfer';

const NOW = 1_760_000_000_000;
const ordinary = (changed: Partial<Transfer> = {}): Transfer =>
  transferOf({ occurredAt: NOW, statusAt: NOW, ...changed });
const check = (changed: Partial<Transfer>, key?: string | null) => {
  const transfer = ordinary(changed);
  return checkTransfer(transfer, key === undefined ? transfer.transferId : key, NOW);
};

describe('what intake refuses', () => {
  it('admits an ordinary transfer', () => {
    expect(check({})).toBeNull();
  });

  it.each([
    ['an amount of 0', { amountMinor: 0 }, 'AMOUNT_OUT_OF_RANGE', /amountMinor is 0/],
    ['a negative amount', { amountMinor: -5 }, 'AMOUNT_OUT_OF_RANGE', /amountMinor is -5/],
    [
      'an amount above 2^53 − 1',
      { amountMinor: 2 ** 53 },
      'AMOUNT_OUT_OF_RANGE',
      /must be from 1 to 9007199254740991/,
    ],
    ['a settled part above 2^53 − 1', { settledMinor: 2 ** 60 }, 'AMOUNT_OUT_OF_RANGE', /settledMinor/],
    ['an unknown currency', { currency: 'XXZ' }, 'CURRENCY_UNKNOWN', /"XXZ", not an ISO 4217/],
    [
      'an unknown currency of the creditor',
      { creditorCurrency: 'E' },
      'CURRENCY_UNKNOWN',
      /creditorCurrency/,
    ],
    ['status UNKNOWN', { status: 'UNKNOWN' }, 'STATUS_UNKNOWN', /upgrade Sluice/],
    [
      'digits alone as account',
      { debtorAccount: '30012345' },
      'ACCOUNT_MALFORMED',
      /debtorAccount is digits alone; prefix the institution/,
    ],
    [
      'a card number as account',
      { creditorAccount: '4111111111111111' },
      'ACCOUNT_IS_CARD_NUMBER',
      /creditorAccount is a card number/,
    ],
    ['an empty account', { creditorAccount: '' }, 'ACCOUNT_MALFORMED', /creditorAccount is empty/],
    [
      'an account of 65 characters',
      { debtorAccount: 'D'.repeat(65) },
      'FIELD_TOO_LONG',
      /debtorAccount has 65 characters, at most 64/,
    ],
    [
      'the same account on both sides',
      { creditorAccount: 'DE89370400440532013000' },
      'SAME_ACCOUNT',
      /both sides are ••3000/,
    ],
    [
      'an event time 6 minutes ahead of the record',
      { occurredAt: NOW + 360_000 },
      'EVENT_TIME_IN_FUTURE',
      /6 minutes ahead/,
    ],
    [
      'remittance of 141 characters',
      { remittance: 'x'.repeat(141) },
      'FIELD_TOO_LONG',
      /remittance has 141 characters, at most 140/,
    ],
    ['a NUL character in a text', { remittance: 'a\u0000b' }, 'FIELD_MALFORMED', /NUL character/],
    ['an empty transferId', { transferId: '' }, 'FIELD_MISSING', /transferId is empty/],
    [
      'a transferId of 129 characters',
      { transferId: 't'.repeat(129) },
      'FIELD_TOO_LONG',
      /transferId has 129/,
    ],
  ] as const)('refuses %s with a code and what to do', (_, changed, code, sentence) => {
    const refusal = check(changed);
    expect(refusal?.code).toBe(code);
    expect(refusal?.sentence).toMatch(sentence);
  });

  it('admits an event time up to 5 minutes ahead, and any late one', () => {
    expect(check({ occurredAt: NOW + 300_000 })).toBeNull();
    expect(check({ occurredAt: 1 })).toBeNull();
  });

  it('refuses a record that is not keyed by its transferId, since its statuses would not meet', () => {
    expect(check({}, 'another')?.code).toBe('KEY_MISMATCH');
    expect(check({}, null)?.code).toBe('KEY_MISMATCH');
  });

  it('never puts a whole account number into a sentence', () => {
    for (const changed of [
      { creditorAccount: 'DE89370400440532013000' },
      { creditorAccount: '4111111111111111' },
      { debtorAccount: '30012345' },
    ]) {
      const sentence = check(changed)?.sentence ?? '';
      for (const account of Object.values(changed)) expect(sentence).not.toContain(account);
    }
  });
});
