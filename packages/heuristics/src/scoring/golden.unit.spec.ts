import { createHash } from 'node:crypto';
import { CATALOGUE } from '../catalogue/catalogue';
import { fillLegView, newLegView } from '../leg/legView';
import type { Step } from '../rule/rule';
import { corpus } from '../testing/corpus/corpus';
import type { CorpusCase, Profile } from '../testing/corpus/corpusCase';
import { RULES_FILES } from '../testing/corpus/rulesFiles';
import { assessCreditor, assessDebtor } from './assess';
import { type CompiledRules, compileRules } from './compile';
import { decide } from './decide';

/**
 * SHA-256 of every assessment and verdict of a corpus, to the byte. It stands still while rules are made faster or are
 * tidied. Where a decision is *meant* to change: look at what changes, case by case, then put in the digests that the
 * failing test prints as received, and say in the commit which rule decides otherwise and why.
 */
const DIGESTS: Readonly<Record<string, string>> = {
  'shipped EVERYDAY': 'c172a9b459fd0232930a9ada17ef4803bd2a3a93ebd65280176be9e7857335ec',
  'shipped FRAUD': '11511fd7a13b7c390713f78d1e557defce9a5f7239a390049408fa1610b685a3',
  'shipped WILD': '529311a6d27b660750330ba0e099c15287357fc9afef892cd26d0338c1b7c679',
  'wary EVERYDAY': 'f5c58145b5101eea210ee15d40fd40600713da2ed2b8a0f045542c1ee62b37ab',
  'wary FRAUD': '76f19562f7db782c1e9df2e9d6ec78fb8cb15547eb5f218cf209790a7253a5cb',
  'wary WILD': 'b5791899befbe953e4e5c681ddbbb33d6dfdde7c72b553e88fc82952996cce11',
  'tuned EVERYDAY': '7300e888fd8c81a4a3248d7066c8ac7e940c58f69f0c7e3b79f85359c999f8d6',
  'tuned FRAUD': '24c5699b0b17b7dc8661a0d33582bd3915ef4cb16cbf900ccd3571d3b3411efc',
  'tuned WILD': '827e576996e0f788c998a7c14b1f8c796b8ddbb7141ebe8fd6ecb95c6893d7dd',
  'bare EVERYDAY': 'c78dc1e8da693aefa8e590ea6510c7c2cbfae7fcd726c7565e30b2a24a0670fe',
  'bare FRAUD': 'b3a69f8e5f617550dcded356b10f6b448a5e6d92a364f298346d1dd52cc4450d',
  'bare WILD': '8cf3b84ef49b0aa8e73973a6c5e2cc5d597280f21d265f3cd933b4f3dac8de6a',
};

const CASES: readonly (readonly [profile: Profile, count: number, seed: number])[] = [
  ['EVERYDAY', 7_000, 11],
  ['FRAUD', 7_000, 23],
  ['WILD', 10_000, 37],
];

const leg = newLegView();

function assessmentsOf(rules: CompiledRules, one: CorpusCase, throughTheLog: boolean) {
  fillLegView(leg, one.transfer, one.lateAtDebit);
  const debtor = assessDebtor(rules, leg, one.debtor, one.debtorListings);
  fillLegView(leg, one.transfer, one.lateAtCredit);
  if (one.transfer.sameHolder === null && one.sameHolderFound) leg.sameHolder = true;
  const arrived = throughTheLog ? structuredClone(debtor) : debtor;
  const creditor = assessCreditor(rules, leg, one.creditor, one.creditorListings, arrived);
  return { debtor, creditor, verdict: decide(rules, leg, arrived, creditor, one.facts) };
}

describe.each(Object.entries(RULES_FILES))('under the rules file %s', (name, file) => {
  const rules = compileRules(file);

  test.each(CASES)('%s: %d transfers are decided as ever, to the byte', (profile, count, seed) => {
    const hash = createHash('sha256');
    for (const [index, one] of corpus(profile, count, seed).entries()) {
      hash.update(JSON.stringify(assessmentsOf(rules, one, index % 4 === 0)));
    }
    expect({ [`${name} ${profile}`]: hash.digest('hex') }).toEqual({
      [`${name} ${profile}`]: DIGESTS[`${name} ${profile}`],
    });
  });
});

describe('the corpus', () => {
  const fired = new Map<string, number>();
  const missing = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

  beforeAll(() => {
    const rules = compileRules(RULES_FILES.shipped ?? fail('no shipped rules'));
    for (const [profile, cases, seed] of CASES) {
      for (const one of corpus(profile, cases, seed)) {
        const { debtor, creditor, verdict } = assessmentsOf(rules, one, false);
        for (const { rule } of debtor.reasons) count(fired, `DEBTOR ${rule}`);
        for (const { rule } of creditor.reasons) count(fired, `CREDITOR ${rule}`);
        for (const rule of debtor.missingEvidence) count(missing, `DEBTOR ${rule}`);
        for (const rule of creditor.missingEvidence) count(missing, `CREDITOR ${rule}`);
        count(outcomes, verdict.outcome);
        for (const { rule } of verdict.reasons) if (rule.startsWith('limit.')) count(outcomes, rule);
      }
    }
  });

  const sides = CATALOGUE.flatMap(({ id, debtor, creditor }): [Step, string][] => [
    ...(debtor === undefined ? [] : ([['DEBTOR', id]] as [Step, string][])),
    ...(creditor === undefined ? [] : ([['CREDITOR', id]] as [Step, string][])),
  ]);

  test.each(sides)('fires every rule of the shipped file: %s %s', (step, id) => {
    expect(fired.get(`${step} ${id}`) ?? 0).toBeGreaterThanOrEqual(20);
  });

  test.each([
    'DEBTOR late',
    'DEBTOR debtor.partial-windows',
    'DEBTOR victim.drains-balance',
    'DEBTOR victim.payee-name-mismatch',
    'DEBTOR victim.vulnerable-holder',
    'DEBTOR mule.low-retained-balance',
    'DEBTOR mule.new-account-turnover',
    'DEBTOR list.device',
    'DEBTOR list.ip',
    'DEBTOR list.phone',
    'DEBTOR trust.own-account',
    'CREDITOR late',
    'CREDITOR creditor.partial-windows',
    'CREDITOR victim.risky-payee',
    'CREDITOR mule.low-retained-balance',
    'CREDITOR mule.new-account-turnover',
    'CREDITOR list.phone',
    'CREDITOR trust.own-account',
  ])('lacks evidence that a rule needs: %s', (name) => {
    expect(missing.get(name) ?? 0).toBeGreaterThanOrEqual(20);
  });

  test.each([
    'ALLOW',
    'REVIEW',
    'WARN',
    'HOLD',
    'limit.not-stoppable',
    'limit.trusted',
    'limit.holds-per-minute',
  ])('comes to %s', (outcome) => {
    expect(outcomes.get(outcome) ?? 0).toBeGreaterThanOrEqual(20);
  });
});

function fail(sentence: string): never {
  throw new Error(sentence);
}
