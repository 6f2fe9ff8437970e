import type { Reason } from '@sluice/domain';
import { leadingScenario, warnedScenario } from './leadingScenario';
import { mergeScenarios, scenariosOf } from './scenarios';

function reason(rule: string, points: number, evidence: Reason['evidence'] = {}): Reason {
  return { rule, subject: 'DE:A', points, detail: '', evidence };
}

describe('the scenario that reasons point to', () => {
  test('a call that drains the balance is a safe-account scam', () => {
    const candidates = scenariosOf([
      reason('victim.session-signal', 200, { ACTIVE_CALL: 200 }),
      reason('victim.drains-balance', 200),
    ]);
    expect(candidates[0]).toEqual(['safe-account', 260]);
  });

  test('a new device and changed credentials are an account takeover, also on a drained balance', () => {
    const candidates = scenariosOf([
      reason('victim.session-signal', 290, { NEW_DEVICE: 110, CREDENTIALS_CHANGED: 180 }),
      reason('victim.drains-balance', 200),
    ]);
    expect(candidates[0]?.[0]).toBe('account-takeover');
  });

  test('another name on a young account is a purchase scam', () => {
    const candidates = scenariosOf([
      reason('victim.payee-name-mismatch', 200),
      reason('victim.risky-payee', 190),
      reason('victim.first-large-to-new-payee', 100),
    ]);
    expect(candidates[0]?.[0]).toBe('purchase');
  });

  test('a crypto exchange and growing payments are an investment scam', () => {
    const candidates = scenariosOf([
      reason('victim.crypto-exit', 250),
      reason('victim.escalating-series', 230),
      reason('victim.session-signal', 200, { ACTIVE_CALL: 200 }),
    ]);
    expect(candidates[0]).toEqual(['investment', 480]);
  });

  test('mitigators speak for no scenario, and a tie has one order', () => {
    expect(scenariosOf([reason('trust.own-account', -500)])).toEqual([]);
    const tie = scenariosOf([reason('mule.new-account-turnover', 200)]);
    expect(tie).toEqual([
      ['mule-pass-through', 100],
      ['mule-collection', 100],
    ]);
  });

  test('both steps add up', () => {
    const debit = scenariosOf([reason('victim.payee-name-mismatch', 200)]);
    const credit = scenariosOf([reason('victim.risky-payee', 100)]);
    expect(mergeScenarios(debit, credit)[0]).toEqual(['purchase', 190]);
    expect(mergeScenarios(debit, [])).toBe(debit);
    expect(mergeScenarios([], credit)).toBe(credit);
  });
});

describe('which of the candidates leads', () => {
  const both = [
    ['mule-pass-through', 300],
    ['purchase', 140],
  ] as const;

  test('the scam where the payer looks like a victim, laundering where he looks like a mule', () => {
    expect(leadingScenario({ victim: 350, debtorMule: 0, creditorMule: 300 }, both)).toBe('purchase');
    expect(leadingScenario({ victim: 350, debtorMule: 400, creditorMule: 0 }, both)).toBe(
      'mule-pass-through',
    );
  });

  test("laundering where the creditor weighs far more than a nickname on the payer's side", () => {
    expect(leadingScenario({ victim: 40, debtorMule: 0, creditorMule: 700 }, both)).toBe('mule-pass-through');
  });

  test('none where nothing counts, unknown where no reason names one', () => {
    expect(leadingScenario({ victim: 0, debtorMule: 0, creditorMule: 0 }, both)).toBeNull();
    expect(leadingScenario({ victim: 90, debtorMule: 90, creditorMule: 0 }, [])).toBe('unknown');
  });

  test('a warning names a scam, never laundering', () => {
    expect(warnedScenario('investment')).toBe('investment');
    expect(warnedScenario('mule-pass-through')).toBe('unknown');
    expect(warnedScenario(null)).toBe('unknown');
  });
});
