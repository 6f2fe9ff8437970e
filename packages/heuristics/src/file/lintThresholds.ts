import { type LintFinding, lintError } from './lintFinding';
import { mostScores } from './mostScores';
import type { Rules } from './rules';

/** Thresholds that no transfer can reach, and outcomes that nobody gets because a stronger one comes first. */
export function lintThresholds(rules: Rules): readonly LintFinding[] {
  const { review, warn, hold } = rules.thresholds;
  const most = mostScores(rules);
  return [
    ...unreachable('thresholds.review', review, most.combined, 'nothing is reviewed for its score'),
    ...unreachable('thresholds.warn', warn, most.victim, 'nobody is warned'),
    ...unreachable('thresholds.hold', hold, most.combined, 'only what is BLOCKED is held'),
    ...preempted('thresholds.warn', warn, hold, 'nobody gets a WARN'),
    ...preempted('thresholds.review', review, hold, 'nobody gets a REVIEW for the score'),
    ...lintHoldLimit(rules),
    ...lintByScenario(rules, most.victim, most.combined),
  ];
}

function lintByScenario(rules: Rules, mostVictim: number, mostCombined: number): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [scenario, own] of Object.entries(rules.thresholds.byScenario)) {
    const path = `thresholds.byScenario["${scenario}"]`;
    if (own?.hold !== undefined) {
      findings.push(...unreachable(`${path}.hold`, own.hold, mostCombined, 'it is never held for its score'));
    }
    if (typeof own?.warn === 'number') {
      const hold = own.hold ?? rules.thresholds.hold;
      findings.push(...unreachable(`${path}.warn`, own.warn, mostVictim, 'nobody is warned of it'));
      findings.push(...preempted(`${path}.warn`, own.warn, hold, 'nobody is warned of it'));
    }
  }
  return findings;
}

function lintHoldLimit(rules: Rules): readonly LintFinding[] {
  if (rules.limits.holdsPerMinuteMax > 0) return [];
  const sentence = 'A limit of 0 holds a minute lets only what is BLOCKED be held.';
  return [lintError('OUTCOME_NOBODY_GETS', 'limits.holdsPerMinuteMax', sentence)];
}

function unreachable(path: string, value: number, most: number, what: string): readonly LintFinding[] {
  if (value <= most) return [];
  const sentence = `${path} is ${value}, but no transfer can score more than ${most}: ${what}.`;
  return [lintError('THRESHOLD_UNREACHABLE', path, sentence)];
}

function preempted(path: string, value: number, hold: number, what: string): readonly LintFinding[] {
  if (value < hold) return [];
  return [lintError('OUTCOME_NOBODY_GETS', path, `Who scores ${value} is held already at ${hold}: ${what}.`)];
}
