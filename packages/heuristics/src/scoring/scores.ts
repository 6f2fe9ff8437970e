import type { Reason } from '@sluice/domain';
import { ruleDefinition } from '../catalogue/catalogue';
import { type Family, familyOf, type Step } from '../rule/rule';

export const SCORE_MAX = 1_000;

export interface Scores {
  /** The payer is being defrauded. */
  readonly victim: number;
  /** The debtor is a mule passing money on. */
  readonly debtorMule: number;
  /** The creditor is a mule. */
  readonly creditorMule: number;
}
export type ScoreName = keyof Scores;

type Sums = Record<Family, number>;

const NO_SCORES: Scores = Object.freeze({ victim: 0, debtorMule: 0, creditorMule: 0 });

/**
 * Adds up the reasons of both steps: per score, the points of each family up to its cap, less what mitigators take away (a
 * mitigator that both steps found counts once), never below 0. What a list says is not mitigated: a confirmed fraud
 * account with many victims has many payers, too.
 */
export function scoresOf(
  caps: Readonly<Sums>,
  debtorReasons: readonly Reason[],
  creditorReasons: readonly Reason[],
): Scores {
  if (debtorReasons.length === 0 && creditorReasons.length === 0) return NO_SCORES;
  return {
    victim: scoreOf('victim', caps, debtorReasons, creditorReasons),
    debtorMule: scoreOf('debtorMule', caps, debtorReasons, creditorReasons),
    creditorMule: scoreOf('creditorMule', caps, debtorReasons, creditorReasons),
  };
}

/** combined = larger + smaller × share. The debtor's is the larger of its two. */
export function combinedScore(scores: Scores, smallerSharePercent: number): number {
  const debtor = debtorScoreOf(scores);
  const larger = Math.max(debtor, scores.creditorMule);
  const smaller = Math.min(debtor, scores.creditorMule);
  return Math.min(SCORE_MAX, larger + Math.floor((smaller * smallerSharePercent) / 100));
}

/** The larger of "is being defrauded" and "is a mule". */
export function debtorScoreOf(scores: Scores): number {
  return Math.max(scores.victim, scores.debtorMule);
}

/** Which scores the points of a rule count for. */
export function countsFor(rule: string, step: Step, score: ScoreName): boolean {
  const definition = ruleDefinition(rule);
  const side = step === 'DEBTOR' ? definition?.debtor : definition?.creditor;
  if (score === 'victim') return side === undefined ? familyOf(rule) !== 'mule' : side.victim;
  // A rule that only another build knows counts by its family.
  const mule = side === undefined ? familyOf(rule) !== 'victim' : side.mule;
  if (score === 'creditorMule') return step === 'CREDITOR' && mule;
  return step === 'DEBTOR' ? mule : side?.payerMule === true;
}

function scoreOf(
  score: ScoreName,
  caps: Readonly<Sums>,
  debtorReasons: readonly Reason[],
  creditorReasons: readonly Reason[],
): number {
  const sums: Sums = { velocity: 0, victim: 0, mule: 0, list: 0, trust: 0 };
  for (const reason of debtorReasons) {
    if (countsFor(reason.rule, 'DEBTOR', score)) sums[familyOf(reason.rule)] += reason.points;
  }
  for (const reason of creditorReasons) {
    if (!countsFor(reason.rule, 'CREDITOR', score)) continue;
    const isRepeated =
      score !== 'creditorMule' && reason.points < 0 && debtorReasons.some((one) => one.rule === reason.rule);
    if (!isRepeated) sums[familyOf(reason.rule)] += reason.points;
  }
  return capped(sums, caps);
}

function capped(sums: Readonly<Sums>, caps: Readonly<Sums>): number {
  const evidence =
    Math.min(sums.velocity, caps.velocity) +
    Math.min(sums.victim, caps.victim) +
    Math.min(sums.mule, caps.mule);
  const mitigated = Math.max(0, evidence + Math.max(sums.trust, -caps.trust));
  return Math.min(SCORE_MAX, mitigated + Math.min(sums.list, caps.list));
}
