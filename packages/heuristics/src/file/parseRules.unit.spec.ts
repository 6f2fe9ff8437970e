import { defaultRules } from '../defaultRules';
import { parseRules, RULES_LENGTH_MAX } from './parseRules';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** The default file as text, with the value at a path replaced, or left out where it is undefined. */
function edited(path: Path, value: Json | undefined): string {
  return JSON.stringify(replaced(JSON.parse(JSON.stringify(defaultRules)), path, value));
}

function replaced(json: Json, path: Path, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(json))
    return json.map((item, i) => (i === key ? (replaced(item, rest, value) ?? null) : item));
  if (json === null || typeof json !== 'object') throw new Error(`no ${key} in ${json}`);
  const copy: { [key: string]: Json } = { ...json };
  const after = replaced(copy[key] ?? null, rest, value);
  if (after === undefined) delete copy[key];
  else copy[key] = after;
  return copy;
}

function sentences(text: string): readonly string[] {
  const parsed = parseRules(text);
  return parsed.ok ? [] : parsed.problem.map((problem) => `${problem.code} ${problem.sentence}`);
}

describe('a rules file', () => {
  test('the shipped one is valid and survives being written and read', () => {
    const parsed = parseRules(JSON.stringify(defaultRules));
    expect(parsed).toEqual({ ok: true, value: defaultRules });
    expect(defaultRules.version).toBe('default-1');
  });

  test('what is no JSON is refused, saying why', () => {
    expect(sentences('{"version": }')).toEqual([
      expect.stringMatching(/^RULES_NOT_JSON The rules file is not JSON: Unexpected token/),
    ]);
  });

  test('a file too large for one log entry is refused', () => {
    expect(sentences(' '.repeat(RULES_LENGTH_MAX + 1))).toEqual([expect.stringMatching(/^RULES_TOO_LARGE/)]);
  });

  test.each<[string, Path, Json | undefined, string]>([
    [
      'a number out of bounds',
      ['thresholds', 'hold'],
      5_000,
      'thresholds.hold: must be a whole number from 1 to 1000.',
    ],
    [
      'a fraction',
      ['combination', 'smallerSharePercent'],
      40.5,
      'combination.smallerSharePercent: must be a whole number from 0 to 100.',
    ],
    [
      'a parameter left out',
      ['rules', 'velocity.out-count', 'parameters', 'hourBound'],
      undefined,
      'rules["velocity.out-count"].parameters.hourBound: is missing; it must be a whole number from 2 to 1000.',
    ],
    [
      'a parameter that the rule has not',
      ['rules', 'mule.dormant-reactivated', 'parameters', 'silence'],
      3,
      'rules["mule.dormant-reactivated"].parameters: has unknown keys silence; allowed are minAmount.',
    ],
    [
      'an amount that is none',
      ['rules', 'mule.dormant-reactivated', 'parameters', 'minAmount'],
      '1,000',
      'rules["mule.dormant-reactivated"].parameters.minAmount: must be a whole amount in major units from 0 to 10000000, or such amounts by currency with a `default`.',
    ],
    [
      'an amount by currency without a default',
      ['rules', 'mule.dormant-reactivated', 'parameters', 'minAmount'],
      { CNY: 8_000 },
      'rules["mule.dormant-reactivated"].parameters.minAmount.default: is missing; it serves every currency not named.',
    ],
    [
      'a scale for a currency that does not exist',
      ['amountScalePercent', 'EURO'],
      100,
      'amountScalePercent.EURO: must be `default` or an ISO 4217 currency code.',
    ],
    [
      'bands out of order',
      ['rules', 'victim.drains-balance', 'bands', 1, 'atLeast'],
      60,
      'rules["victim.drains-balance"].bands[1]: must name a larger `atLeast` than the band before it.',
    ],
    [
      'bands out of order where less is stronger',
      ['rules', 'mule.cash-out', 'bands', 1, 'atMost'],
      1_440,
      'rules["mule.cash-out"].bands[1]: names the same edge as the band before it.',
    ],
    [
      'stronger evidence that brings less',
      ['rules', 'victim.drains-balance', 'bands', 2, 'points'],
      10,
      'rules["victim.drains-balance"].bands[2]: must not bring fewer points than the weaker band before it.',
    ],
    [
      'a rule of bands without any',
      ['rules', 'mule.cash-out', 'bands'],
      [],
      'rules["mule.cash-out"].bands: must be a list of 1 to 12 bands, from the weakest to the strongest.',
    ],
    [
      'a mitigator that adds points',
      ['rules', 'trust.own-account', 'bands', 0, 'points'],
      100,
      'rules["trust.own-account"].bands[0].points: must be a whole number from -1000 to 0.',
    ],
    [
      'a message that could name another customer',
      ['messages', 'warnings', 'unknown', 'en'],
      'You pay {creditor} {amount}.',
      'messages.warnings.unknown.en: may hold the placeholder {amount} and no other braces.',
    ],
    [
      'a message without Chinese',
      ['messages', 'warnings', 'purchase', 'zh'],
      undefined,
      'messages.warnings.purchase.zh: is missing; every message has en and zh.',
    ],
    [
      'no message for what has no scenario',
      ['messages', 'payerReasons', 'unknown'],
      undefined,
      'messages.payerReasons.unknown: is missing; it must be texts by language tag, with en and zh.',
    ],
    [
      'a scenario that nobody knows',
      ['thresholds', 'byScenario', 'romance'],
      { hold: 300 },
      'thresholds.byScenario: has unknown keys romance; allowed are safe-account, account-takeover, investment, purchase, unknown, mule-pass-through, mule-collection, known-fraud.',
    ],
    [
      'a version that no decision could carry',
      ['version'],
      'my rules',
      'version: must be 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first.',
    ],
  ])('%s is refused with its path and what is allowed', (_name, path, value, sentence) => {
    expect(sentences(edited(path, value))).toEqual([`RULES_INVALID ${sentence}`]);
  });

  test('a rule that nobody knows is refused, and those that are known are listed', () => {
    const [sentence, ...others] = sentences(edited(['rules', 'mule.fan-inn'], { enabled: true }));
    expect(sentence).toMatch(
      /^RULES_INVALID rules: has unknown keys mule\.fan-inn; allowed are .*mule\.fan-in,/,
    );
    expect(others).toEqual([]);
  });

  test('every wrong place is named at once', () => {
    expect(sentences(edited(['thresholds'], { review: 0, warn: 0, hold: 0, byScenario: {} }))).toHaveLength(
      3,
    );
  });

  test('an amount may be said by currency', () => {
    const path = ['rules', 'victim.drains-balance', 'parameters', 'minAmount'];
    expect(parseRules(edited(path, { default: 1_000, CNY: 5_000 })).ok).toBe(true);
  });

  test('a rule may be left out: an older file stays valid when rules are added', () => {
    expect(parseRules(edited(['rules', 'victim.vulnerable-holder'], undefined)).ok).toBe(true);
  });
});
