import { defaultRules } from '../defaultRules';
import type { Rules } from '../file/rules';
import { compileRules, inCurrency } from './compile';

function minAmountIn(currency: string, rules: Rules = defaultRules): number | undefined {
  const { debtor } = inCurrency(compileRules(rules), currency);
  return debtor.evidence.find((rule) => rule.id === 'victim.drains-balance')?.parameters.minAmount;
}

describe('amounts of the rules file by currency', () => {
  test('1,000 of the reference currency in minor units: scaled, with the digits of each currency', () => {
    expect(minAmountIn('EUR')).toBe(100_000);
    expect(minAmountIn('CNY')).toBe(800_000);
    expect(minAmountIn('JPY')).toBe(160_000);
    expect(minAmountIn('GBP')).toBe(85_000);
  });

  test('a currency that the file does not name takes the default scale, with its own digits', () => {
    expect(minAmountIn('BHD')).toBe(1_000_000);
  });

  test('an amount that is said for a currency is taken as it is', () => {
    const settings = defaultRules.rules['victim.drains-balance'];
    if (settings === undefined) throw new Error('default rules have victim.drains-balance');
    const parameters = { ...settings.parameters, minAmount: { default: 2_000, CNY: 5_000 } };
    const rules = {
      ...defaultRules,
      rules: { ...defaultRules.rules, 'victim.drains-balance': { ...settings, parameters } },
    };
    expect(minAmountIn('CNY', rules)).toBe(500_000);
    expect(minAmountIn('JPY', rules)).toBe(320_000);
  });

  test('a code outside ISO 4217 is a bug of the caller: intake refuses it', () => {
    expect(() => minAmountIn('ZZZ')).toThrow(RangeError);
  });

  test('a rule that is switched off is not measured', () => {
    const settings = defaultRules.rules['mule.fan-in'];
    if (settings === undefined) throw new Error('default rules have mule.fan-in');
    const rules = {
      ...defaultRules,
      rules: { ...defaultRules.rules, 'mule.fan-in': { ...settings, enabled: false } },
    };
    const { creditor } = inCurrency(compileRules(rules), 'EUR');
    expect(creditor.evidence.map((rule) => rule.id)).not.toContain('mule.fan-in');
    expect(creditor.names).not.toContain('mule.fan-in');
  });
});
