import { accountIdProblem } from '@sluice/domain';
import { randomStream } from '../simulation/random';
import { createNumberIssuer, iban, institutionName, OTHER_BANKS, OUR_BANK } from './accountNumbers';

describe('account numbers', () => {
  it('carry the check digits of ISO 13616', () => {
    // The example of the standard's registry.
    expect(iban('DE', '370400440532013000')).toBe('DE89370400440532013000');
  });

  it('are never given out twice and never refused by the contract', () => {
    const issue = createNumberIssuer(randomStream(1, 'numbers'));
    const issued = new Set<string>();
    for (let i = 0; i < 2_000; i++) issued.add(issue(i % 2 === 0 ? OUR_BANK : OTHER_BANKS[i % 3]!));
    expect(issued.size).toBe(2_000);
    for (const number of issued) expect(accountIdProblem(number)).toBeNull();
  });

  it('tell which bank keeps the account', () => {
    expect(institutionName('BNKBNL2AXXX')).toBe('Bank B');
    expect(institutionName('XXXXXX')).toBe('XXXXXX');
  });
});
