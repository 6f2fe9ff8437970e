import { fillLegView, newLegView } from '../leg/legView';
import { assessCreditor, assessDebtor } from '../scoring/assess';
import type { CompiledRules } from '../scoring/compile';
import { decide } from '../scoring/decide';
import { corpus } from '../testing/corpus/corpus';
import type { CorpusCase } from '../testing/corpus/corpusCase';
import { FeatureRows } from './featureRows';

/** Transfers of one kind, each with the features of both accounts. */
export interface Mix {
  readonly name: string;
  readonly cases: readonly CorpusCase[];
  readonly debtors: FeatureRows;
  readonly creditors: FeatureRows;
  /** How often a round goes over the cases: more often where little is done. */
  readonly passes: number;
}

/** In euros, as the shipped rules are; by how much there is to say of them. */
export function mixesOf(rules: CompiledRules, size: number): readonly Mix[] {
  const everyday = corpus('EVERYDAY', size * 8, 101, ['EUR']);
  const fraud = corpus('FRAUD', size * 8, 103, ['EUR']);
  const reasons = (one: CorpusCase) => reasonsOf(rules, one);
  const quiet = everyday.filter((one) => reasons(one) === 0);
  const one = [...everyday, ...fraud].filter((each) => reasons(each) === 1);
  const three = fraud.filter((each) => reasons(each) === 3);
  const many = fraud.filter((each) => reasons(each) > 3);
  return [
    mix('quiet', quiet.slice(0, size), 32),
    mix('quiet pushes of 200 and more', quiet.filter(isLargePush).slice(0, size), 32),
    mix('one reason', one.slice(0, size), 12),
    mix('three reasons', three.slice(0, size), 8),
    mix('more than three', many.slice(0, size), 4),
    mix('everyday', everyday.slice(0, size), 32),
  ];
}

/** How many reasons the verdict gives. */
export function reasonsOf(rules: CompiledRules, one: CorpusCase): number {
  const leg = fillLegView(newLegView(), one.transfer, one.lateAtDebit);
  const debtor = assessDebtor(rules, leg, one.debtor, one.debtorListings);
  const creditor = assessCreditor(rules, leg, one.creditor, one.creditorListings, debtor);
  return decide(rules, leg, debtor, creditor, one.facts).reasons.length;
}

function mix(name: string, cases: readonly CorpusCase[], passes: number): Mix {
  const debtors = new FeatureRows(cases.map((one) => one.debtor));
  const creditors = new FeatureRows(cases.map((one) => one.creditor));
  return { name, cases, debtors, creditors, passes };
}

function isLargePush({ transfer }: CorpusCase): boolean {
  return transfer.kind === 'CREDIT_TRANSFER' && transfer.amountMinor >= 20_000;
}
