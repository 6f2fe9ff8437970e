import { alertCaseId, recoveryCaseId } from './caseId';

describe('case ids', () => {
  it('are fixed by what the case is about', () => {
    expect(alertCaseId('BANKA:mule-7718', 1)).toBe('C-0QJ0P-8HCCY');
    expect(recoveryCaseId('R-17')).toBe(recoveryCaseId('R-17'));
  });

  it('can be read out: no I, L, O or U', () => {
    for (let n = 1; n <= 200; n++) {
      expect(alertCaseId('BANKA:mule-7718', n)).toMatch(/^C-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    }
  });

  it('differ from case to case', () => {
    const ids = new Set<string>();
    for (let n = 0; n < 20_000; n++) ids.add(alertCaseId(`BANKA:account-${n}`, 1));
    expect(ids.size).toBe(20_000);
    expect(alertCaseId('A', 1)).not.toBe(alertCaseId('A', 2));
  });
});
