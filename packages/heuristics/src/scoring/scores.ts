import type { Reason } from '@sluice/domain';
import type { Family } from '../rule/rule';
import { CREDITOR_MULE, DEBTOR_MULE, type ScoreName, standingOf, VICTIM } from './standings';

export const SCORE_MAX = 1_000;

/** 0 to SCORE_MAX each. */
export type Scores = Readonly<Record<ScoreName, number>>;

const NO_SCORES: Scores = Object.freeze({ victim: 0, debtorMule: 0, creditorMule: 0 });

/**
 * Adds up the reasons of both steps: per score, the points of each family up to its cap, less what mitigators take away (a
 * mitigator that both steps found counts once), never below 0. What a list says is not mitigated: a confirmed fraud
 * account with many victims has many payers, too.
 */
export function scoresOf(
  caps: Readonly<Record<Family, number>>,
  debtorReasons: readonly Reason[],
  creditorReasons: readonly Reason[],
): Scores {
  if (debtorReasons.length === 0 && creditorReasons.length === 0) return NO_SCORES;
  return {
    victim: scoreOf(VICTIM, caps, debtorReasons, creditorReasons),
    debtorMule: scoreOf(DEBTOR_MULE, caps, debtorReasons, creditorReasons),
    creditorMule: scoreOf(CREDITOR_MULE, caps, debtorReasons, creditorReasons),
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

/** Points by the place of the family in FAMILIES. */
type Totals = [velocity: number, victim: number, mule: number, list: number, trust: number];

const VELOCITY = 0;
const VICTIMS = 1;
const MULE = 2;
const LIST = 3;
const TRUST = 4;

function totals(score: number, debtorReasons: readonly Reason[], creditorReasons: readonly Reason[]): Totals {
  const sums: Totals = [0, 0, 0, 0, 0];
  for (const { rule, points } of debtorReasons) {
    const { atDebit, familyIndex } = standingOf(rule);
    if ((atDebit & score) !== 0) sums[familyIndex]! += points;
  }
  for (const { rule, points } of creditorReasons) {
    const { atCredit, familyIndex } = standingOf(rule);
    if ((atCredit & score) === 0) continue;
    const isRepeated =
      score !== CREDITOR_MULE && points < 0 && debtorReasons.some((one) => one.rule === rule);
    if (!isRepeated) sums[familyIndex]! += points;
  }
  return sums;
}

function scoreOf(
  score: number,
  caps: Readonly<Record<Family, number>>,
  debtorReasons: readonly Reason[],
  creditorReasons: readonly Reason[],
): number {
  const sums = totals(score, debtorReasons, creditorReasons);
  const evidence =
    Math.min(sums[VELOCITY], caps.velocity) +
    Math.min(sums[VICTIMS], caps.victim) +
    Math.min(sums[MULE], caps.mule);
  const mitigated = Math.max(0, evidence + Math.max(sums[TRUST], -caps.trust));
  return Math.min(SCORE_MAX, mitigated + Math.min(sums[LIST], caps.list));
}
