import { defaultRules } from '../defaultRules';
import { defaultRulesRecord, encodeRulesRecord, parseRulesRecord, type RulesRecord } from './rulesRecord';

const AT = Date.UTC(2024, 5, 3);
const own = { ...defaultRules, version: 'bank-7' };
const proposed: RulesRecord = {
  type: 'RULES',
  version: 'bank-7',
  rules: own,
  proposedBy: 'lee',
  approvedBy: 'rossi',
  at: AT,
};

function codes(record: unknown): readonly string[] {
  const parsed = parseRulesRecord(JSON.stringify(record));
  return parsed.ok ? [] : parsed.problem.map((problem) => problem.code);
}

describe('the record on topic rules', () => {
  test('one person proposes, another approves: it is read as it was written', () => {
    expect(parseRulesRecord(encodeRulesRecord(proposed))).toEqual({ ok: true, value: proposed });
  });

  test('the shipped rules come in by themselves', () => {
    const record = defaultRulesRecord(defaultRules, AT);
    expect(parseRulesRecord(encodeRulesRecord(record))).toEqual({ ok: true, value: record });
  });

  test('nobody approves what he proposed, however he writes his name', () => {
    expect(codes({ ...proposed, approvedBy: 'lee' })).toEqual(['RULES_ONE_PERSON']);
    expect(codes({ ...proposed, approvedBy: ' LEE ' })).toEqual(['RULES_ONE_PERSON']);
  });

  test('nobody passes his rules off as the shipped ones, nor the shipped ones as his', () => {
    const bySource = { proposedBy: 'default', approvedBy: 'default' };
    expect(codes({ ...proposed, ...bySource })).toEqual(['RULES_NOT_DEFAULT']);
    expect(codes({ ...proposed, approvedBy: 'default' })).toEqual(['RULES_NOT_DEFAULT']);
    expect(codes({ ...proposed, version: 'default-1', rules: defaultRules })).toEqual(['RULES_NOT_DEFAULT']);
  });

  test('the version of the record is that of its rules', () => {
    expect(codes({ ...proposed, version: 'bank-8' })).toEqual(['RULES_VERSION_DIFFERS']);
  });

  test('a wrong envelope and wrong rules are refused with their path', () => {
    expect(codes({ ...proposed, type: 'RULE' })).toEqual(['RULES_RECORD_INVALID']);
    expect(codes({ ...proposed, proposedBy: '  ' })).toEqual(['RULES_RECORD_INVALID']);
    const parsed = parseRulesRecord(
      JSON.stringify({ ...proposed, rules: { ...own, thresholds: { ...own.thresholds, hold: 0 } } }),
    );
    expect(parsed.ok ? null : parsed.problem).toEqual([
      { code: 'RULES_INVALID', sentence: 'rules.thresholds.hold: must be a whole number from 1 to 1000.' },
    ]);
    expect(parseRulesRecord('not json').ok).toBe(false);
  });
});
