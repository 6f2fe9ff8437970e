import { CATALOGUE } from '../catalogue/catalogue';
import { FAMILIES, type Family, type RuleDefinition, type Step } from '../rule/rule';
import { combinedScore, SCORE_MAX } from '../scoring/scores';
import { countsFor, type ScoreName } from '../scoring/standings';
import type { RuleSettings, Rules } from './rules';

export interface MostScores {
  readonly victim: number;
  readonly combined: number;
}

/** The most that any transfer can score under these rules, mitigators left out. */
export function mostScores(rules: Rules): MostScores {
  const scores = {
    victim: mostOf(rules, 'victim'),
    debtorMule: mostOf(rules, 'debtorMule'),
    creditorMule: mostOf(rules, 'creditorMule'),
  };
  return { victim: scores.victim, combined: combinedScore(scores, rules.combination.smallerSharePercent) };
}

function mostOf(rules: Rules, score: ScoreName): number {
  const sums: Record<Family, number> = { velocity: 0, victim: 0, mule: 0, list: 0, trust: 0 };
  for (const definition of CATALOGUE) {
    const settings = rules.rules[definition.id];
    if (definition.family === 'trust' || settings === undefined || !settings.enabled) continue;
    const steps: readonly Step[] = ['DEBTOR', 'CREDITOR'];
    const sides = steps.filter((step) => hasSide(definition, step) && countsFor(definition.id, step, score));
    sums[definition.family] += sides.length * mostPoints(definition, settings);
  }
  let most = 0;
  for (const family of FAMILIES) {
    if (family !== 'trust') most += Math.min(sums[family], rules.familyCaps[family]);
  }
  return Math.min(SCORE_MAX, most);
}

function hasSide(definition: RuleDefinition, step: Step): boolean {
  return (step === 'DEBTOR' ? definition.debtor : definition.creditor) !== undefined;
}

/** The most that a rule brings under these settings; 0 where it never fires. */
export function mostPoints(definition: RuleDefinition, settings: RuleSettings): number {
  if (definition.measure.strength !== 'POINTS') return settings.bands?.at(-1)?.points ?? 0;
  const points = Object.entries(definition.parameters)
    .filter(([name, spec]) => spec.unit === 'points' && name !== 'pointsMax')
    .map(([name]) => settings.parameters[name])
    .filter((value): value is number => typeof value === 'number');
  if (definition.family === 'list') return Math.max(0, ...points);
  const most = settings.parameters.pointsMax;
  const sum = points.reduce((total, value) => total + value, 0);
  return typeof most === 'number' ? Math.min(sum, most) : sum;
}
