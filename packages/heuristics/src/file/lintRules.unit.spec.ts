import { CATALOGUE } from '../catalogue/catalogue';
import { defaultRules } from '../defaultRules';
import { lintRules } from './lintRules';
import type { RuleSettings, Rules } from './rules';

function withRule(id: string, settings: Partial<RuleSettings> | undefined): Rules {
  const before = defaultRules.rules[id];
  if (before === undefined) throw new Error(`no default settings for ${id}`);
  const after = settings === undefined ? undefined : { ...before, ...settings };
  return { ...defaultRules, rules: { ...defaultRules.rules, [id]: after } };
}

function withThresholds(thresholds: Partial<Rules['thresholds']>): Rules {
  return { ...defaultRules, thresholds: { ...defaultRules.thresholds, ...thresholds } };
}

function found(rules: Rules): readonly string[] {
  return lintRules(rules).map((finding) => `${finding.severity} ${finding.code} ${finding.path}`);
}

describe('lint of a rules file', () => {
  test('the shipped rules are clean, and hold every rule of the catalogue', () => {
    expect(lintRules(defaultRules)).toEqual([]);
    expect(Object.keys(defaultRules.rules).sort()).toEqual(CATALOGUE.map((rule) => rule.id).sort());
  });

  test('a rule of no points can never fire', () => {
    const rules = withRule('mule.fan-in', { bands: [{ atLeast: 6, points: 0 }] });
    expect(found(rules)).toEqual(['ERROR RULE_NEVER_FIRES rules["mule.fan-in"]']);
    const signals = withRule('list.ip', { parameters: { confirmedFraud: 0, suspected: 0 } });
    expect(found(signals)).toEqual(['ERROR RULE_NEVER_FIRES rules["list.ip"]']);
  });

  test('a rule that is switched off or left out is named, in case it was not meant', () => {
    expect(found(withRule('mule.fan-in', { enabled: false }))).toEqual([
      'NOTICE RULE_NEVER_FIRES rules["mule.fan-in"]',
    ]);
    expect(found(withRule('mule.fan-in', undefined))).toEqual(['NOTICE RULE_ABSENT rules["mule.fan-in"]']);
    expect(found(withRule('list.account', undefined))).toEqual([
      'NOTICE RULE_ABSENT rules["list.account"]',
      'NOTICE LIST_RULE_OFF rules["list.account"]',
    ]);
  });

  test('a band that adds nothing is named', () => {
    const bands = [
      { atLeast: 6, points: 120 },
      { atLeast: 12, points: 120 },
    ];
    expect(found(withRule('mule.fan-in', { bands }))).toEqual([
      'NOTICE BAND_ADDS_NOTHING rules["mule.fan-in"].bands[1]',
    ]);
  });

  test('a cap of 0 silences a family', () => {
    const rules = { ...defaultRules, familyCaps: { ...defaultRules.familyCaps, velocity: 0 } };
    expect(found(rules)).toEqual(['ERROR FAMILY_COUNTS_NOTHING familyCaps.velocity']);
  });

  test('thresholds above what caps allow cannot be reached', () => {
    const rules: Rules = {
      ...defaultRules,
      familyCaps: { velocity: 50, victim: 200, mule: 100, list: 100, trust: 600 },
      thresholds: { ...defaultRules.thresholds, byScenario: { investment: { hold: 480 } } },
    };
    // Victim 50 + 200 + 100; the mule of the other side 100 + 100, of which half counts.
    expect(lintRules(rules).map((finding) => finding.sentence)).toEqual([
      'thresholds.hold is 600, but no transfer can score more than 450: only what is BLOCKED is held.',
      'thresholds.byScenario["investment"].hold is 480, but no transfer can score more than 450: it is never held for its score.',
    ]);
  });

  test('outcomes that nobody gets because a stronger one comes first are named', () => {
    expect(found(withThresholds({ warn: 700, hold: 650 }))).toEqual([
      'ERROR OUTCOME_NOBODY_GETS thresholds.warn',
    ]);
    expect(found(withThresholds({ review: 650, hold: 650 }))).toEqual([
      'ERROR OUTCOME_NOBODY_GETS thresholds.review',
    ]);
    expect(found(withThresholds({ byScenario: { investment: { warn: 500, hold: 400 } } }))).toEqual([
      'ERROR OUTCOME_NOBODY_GETS thresholds.byScenario["investment"].warn',
    ]);
    expect(found({ ...defaultRules, limits: { holdsPerMinuteMax: 0 } })).toEqual([
      'ERROR OUTCOME_NOBODY_GETS limits.holdsPerMinuteMax',
    ]);
  });
});
