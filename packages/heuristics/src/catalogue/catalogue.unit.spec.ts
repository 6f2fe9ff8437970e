import { defaultRules } from '../defaultRules';
import { familyOf } from '../rule/rule';
import { CATALOGUE, ruleDefinition } from './catalogue';

const WANTED = [
  'velocity.out-count',
  'velocity.out-sum',
  'velocity.new-payees',
  'victim.drains-balance',
  'victim.first-large-to-new-payee',
  'victim.payee-name-mismatch',
  'mule.rapid-pass-through',
  'mule.fan-in',
  'mule.low-retained-balance',
  'list.account',
  'list.device',
  'list.ip',
  'list.phone',
  'trust.established-payee',
  'trust.own-account',
];

describe('the catalogue', () => {
  test('holds every rule that the pipeline was promised', () => {
    expect(CATALOGUE.map((rule) => rule.id)).toEqual(expect.arrayContaining(WANTED));
  });

  test('names each rule once, by its family, with a source, a meaning and a side', () => {
    expect(new Set(CATALOGUE.map((rule) => rule.id)).size).toBe(CATALOGUE.length);
    for (const rule of CATALOGUE) {
      expect(familyOf(rule.id)).toBe(rule.family);
      expect(rule.source.length).toBeGreaterThan(20);
      expect(rule.meaning).toMatch(/\.$/);
      expect(rule.debtor ?? rule.creditor).toBeDefined();
      expect(ruleDefinition(rule.id)).toBe(rule);
    }
  });

  test('every parameter has a unit, bounds and a meaning, and the shipped value lies within', () => {
    for (const rule of CATALOGUE) {
      for (const [name, spec] of Object.entries(rule.parameters)) {
        const value = defaultRules.rules[rule.id]?.parameters[name];
        expect(value).toBeGreaterThanOrEqual(spec.min);
        expect(value).toBeLessThanOrEqual(spec.max);
        expect(spec.meaning.length).toBeGreaterThan(8);
      }
    }
  });

  test('age, and amounts alone, cannot bring a hold by themselves', () => {
    const most = (id: string) => defaultRules.rules[id]?.bands?.at(-1)?.points ?? 0;
    const { hold } = defaultRules.thresholds;
    expect(most('victim.vulnerable-holder')).toBeLessThan(hold / 5);
    expect(most('velocity.out-sum') + most('victim.first-large-to-new-payee')).toBeLessThan(hold);
  });
});
