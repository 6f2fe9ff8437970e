import * as fc from 'fast-check';
import { ACCOUNT_ID_LENGTH_MAX, accountIdProblem, isCash, maskAccount } from './account';

describe('an account identifier', () => {
  it.each([
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    'BANKA:12345678',
    'HDFC:50100',
    'CASH:ATM-0042',
    'C1231006815',
    'x',
    'INST:SUB:0001',
  ])('%s is taken', (accountId) => {
    expect(accountIdProblem(accountId)).toBeNull();
  });

  it.each([
    ['', 'EMPTY'],
    ['BANKA:', 'EMPTY'],
    ['CASH:', 'EMPTY'],
    ['X'.repeat(ACCOUNT_ID_LENGTH_MAX + 1), 'TOO_LONG'],
    ['12345678', 'DIGITS_ALONE'],
    ['1234 5678', 'DIGITS_ALONE'],
    ['12-34-56 12345678', 'DIGITS_ALONE'],
    ['4111111111111111', 'CARD_NUMBER'],
    ['4111 1111 1111 1111', 'CARD_NUMBER'],
    ['5555-5555-5555-4444', 'CARD_NUMBER'],
    ['378282246310005', 'CARD_NUMBER'],
    ['30569309025904', 'CARD_NUMBER'],
    ['6200000000000005', 'CARD_NUMBER'],
    ['2223003122003222', 'CARD_NUMBER'],
    ['BANKA:4111111111111111', 'CARD_NUMBER'],
    ['BANKA:4111 1111 1111 1111', 'CARD_NUMBER'],
    ['DE89 3704', 'BAD_CHARACTER'],
    ['BANKA:1234\n', 'BAD_CHARACTER'],
    ['BANKA:\u00001234', 'BAD_CHARACTER'],
    ['BANKA:12\u200b34', 'BAD_CHARACTER'],
    ['BANKA:12\u00a034', 'BAD_CHARACTER'],
    ['BANKA:12\ud80034', 'BAD_CHARACTER'],
  ])('%j is refused as %s', (accountId, problem) => {
    expect(accountIdProblem(accountId)).toBe(problem);
  });

  it('of exactly the longest length is taken', () => {
    expect(accountIdProblem('X'.repeat(ACCOUNT_ID_LENGTH_MAX))).toBeNull();
  });

  it('with a failing check digit is no card: a local number after its institution is taken', () => {
    expect(accountIdProblem('BANKA:4111111111111112')).toBeNull();
  });

  it('of a bank whose local numbers satisfy Luhn by chance is taken where no card scheme issues such numbers', () => {
    expect(accountIdProblem('HDFC:50100123456783')).toBeNull();
    expect(accountIdProblem('BANKA:999999999999')).toBeNull();
  });

  it('of a cash terminal may look like anything: nobody pays with a terminal', () => {
    expect(accountIdProblem('CASH:4111111111111111')).toBeNull();
  });

  it('in letters of any script is taken', () => {
    expect(accountIdProblem('农行:A1234')).toBeNull();
  });

  it('of digits alone is never taken, however they are spaced', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9][0-9 -]{0,40}$/), (accountId) => {
        expect(accountIdProblem(accountId)).toMatch(/^(DIGITS_ALONE|CARD_NUMBER)$/);
      }),
    );
  });
});

describe('a masked account', () => {
  it('shows its last four characters', () => {
    expect(maskAccount('DE89370400440532013000')).toBe('••3000');
  });

  it('shows a cash terminal in full: it is no one’s account', () => {
    expect(isCash('CASH:ATM-0042')).toBe(true);
    expect(maskAccount('CASH:ATM-0042')).toBe('CASH:ATM-0042');
    expect(isCash('CASHIER:1')).toBe(false);
  });
});
