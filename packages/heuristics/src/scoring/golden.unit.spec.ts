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
  'wary EVERYDAY': '0e3407df9bde5ce9e8c260c041d3947b7cd9e3b0d5f4b52fb635b311a46d4146',
  'wary FRAUD': '657a76ae4f1579bde29c5a2c42ecc47f9381507205ec9b603cf2ed7aabe5ee3b',
  'wary WILD': 'eb6efb40a2252f6b6fa5a9ff286f57cb058e2cf2582c0585d508b001785b52b6',
  'tuned EVERYDAY': '54b821c21b4515eaa0d01323f4c74a77ba9233803597b73b977c10d91077bbc7',
  'tuned FRAUD': '751668ddc802ea81177aa151289c90100bceec356b75cc0f158344ac4c070b28',
  'tuned WILD': 'b6dd5ece77a3fa227c0c9f8053542623e1d1c82492dbb2e565a83e5abcdf6a7a',
  'bare EVERYDAY': 'a0adf16cde05c7abbf209809026720b153a93a22ed3c380ab6619115c16b7527',
  'bare FRAUD': '5757804d0d9f1a2f6d10af9ac4e3ccfc525440edf47b95c818796a555781ad3c',
  'bare WILD': '2d5af8f57ce65b200923bd082b631ccb43092b281710401ca9fba3d0fb8cc7a7',
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

  test.each(CASES)('%s: transfers are decided as ever, to the byte', (profile, count, seed) => {
    const hash = createHash('sha256');
    const share = name === 'shipped' ? 1 : 0.25;
    for (const [index, one] of corpus(profile, count * share, seed).entries()) {
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
