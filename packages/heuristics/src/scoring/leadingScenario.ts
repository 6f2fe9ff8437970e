import {
  MULE_SCENARIOS,
  type Scenario,
  type ScenarioWeight,
  strongestAmong,
  VICTIM_SCENARIOS,
} from './scenarios';
import type { Scores } from './scores';

/**
 * The scenario to name. Of laundering, where the debtor looks more like a mule than like a victim, or where what speaks
 * against the creditor outweighs by far what the payer's side shows; else the scam, which says more to an analyst and is
 * what a warned payer must read.
 */
export function leadingScenario(scores: Scores, candidates: readonly ScenarioWeight[]): Scenario | null {
  const { victim, debtorMule, creditorMule } = scores;
  if (victim === 0 && debtorMule === 0 && creditorMule === 0) return null;
  if (victim >= debtorMule && victim * 2 >= creditorMule) {
    return strongestAmong<Scenario>(candidates, VICTIM_SCENARIOS) ?? 'unknown';
  }
  return (
    strongestAmong<Scenario>(candidates, MULE_SCENARIOS) ??
    strongestAmong<Scenario>(candidates, VICTIM_SCENARIOS) ??
    'unknown'
  );
}

/** A warning speaks of a scam: what it names where the leading scenario is none. */
export function warnedScenario(scenario: Scenario | null): Scenario {
  return VICTIM_SCENARIOS.find((candidate) => candidate === scenario) ?? 'unknown';
}
